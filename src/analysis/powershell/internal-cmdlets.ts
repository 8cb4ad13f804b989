/** The cmdlets that only exist inside a job: signatures of specs/assets-and-jobs.md 4.1 (docs page modules.md and the real DLL). */
import type { ReadableAssetKind } from "../../core/asset";
import { NameFilter } from "../name-filter";

export interface CmdletParameter {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly isSwitch: boolean;
  readonly isMandatory: boolean;
  /** Type as PowerShell writes it. */
  readonly typeName: string;
}

export interface InternalCmdlet {
  readonly name: string;
  /** undefined for the cmdlets that deal with jobs. */
  readonly asset: { readonly kind: ReadableAssetKind; readonly operation: "get" | "set" } | undefined;
  readonly parameters: readonly CmdletParameter[];
  /** Name of the parameter at position 0; undefined where all are named. */
  readonly positional: string | undefined;
}

const name = parameter("Name", "string", { isMandatory: true });
const doNotDecrypt = parameter("DoNotDecrypt", "switch", { isSwitch: true });

export const internalModule = "Orchestrator.AssetManagement.Cmdlets";

export const internalCmdlets: readonly InternalCmdlet[] = [
  { name: "Get-AutomationConnection", asset: get("connection"), parameters: [name, doNotDecrypt], positional: "Name" },
  { name: "Get-AutomationVariable", asset: get("variable"), parameters: [name, doNotDecrypt], positional: "Name" },
  { name: "Get-AutomationPSCredential", asset: get("credential"), parameters: [name], positional: "Name" },
  { name: "Get-AutomationCertificate", asset: get("certificate"), parameters: [name], positional: "Name" },
  {
    name: "Set-AutomationVariable",
    asset: { kind: "variable", operation: "set" },
    parameters: [name, parameter("Value", "object", { isMandatory: true })],
    positional: "Name",
  },
  {
    name: "Start-AutomationRunbook",
    asset: undefined,
    parameters: [
      name,
      parameter("Parameters", "IDictionary"),
      parameter("RunOn", "string", { aliases: ["HybridWorker"] }),
      parameter("JobId", "guid"),
    ],
    positional: "Name",
  },
  {
    name: "Wait-AutomationJob",
    asset: undefined,
    parameters: [
      parameter("Id", "guid[]", { isMandatory: true }),
      parameter("TimeoutInMinutes", "int"),
      parameter("DelayInSeconds", "int"),
      parameter("OutputJobsTransitionedToRunning", "switch", { isSwitch: true }),
    ],
    positional: undefined,
  },
];

/** Parameters that every cmdlet has (about_CommonParameters). */
export const commonParameters: readonly CmdletParameter[] = [
  parameter("Verbose", "switch", { isSwitch: true, aliases: ["vb"] }),
  parameter("Debug", "switch", { isSwitch: true, aliases: ["db"] }),
  parameter("ErrorAction", "ActionPreference", { aliases: ["ea"] }),
  parameter("WarningAction", "ActionPreference", { aliases: ["wa"] }),
  parameter("InformationAction", "ActionPreference", { aliases: ["infa"] }),
  parameter("ProgressAction", "ActionPreference", { aliases: ["proga"] }),
  parameter("ErrorVariable", "string", { aliases: ["ev"] }),
  parameter("WarningVariable", "string", { aliases: ["wv"] }),
  parameter("InformationVariable", "string", { aliases: ["iv"] }),
  parameter("OutVariable", "string", { aliases: ["ov"] }),
  parameter("OutBuffer", "int", { aliases: ["ob"] }),
  parameter("PipelineVariable", "string", { aliases: ["pv"] }),
];

const byName = new Map(internalCmdlets.map((cmdlet) => [cmdlet.name.toLowerCase(), cmdlet]));
const names = new NameFilter([...byName.keys()]);
const prefix = `${internalModule.toLowerCase()}\\`;

/** The internal cmdlet that a command name means, with or without its module; undefined for all others. */
export function findInternalCmdlet(commandName: string): InternalCmdlet | undefined {
  const plain = names.find(commandName, 0, commandName.length);
  if (plain !== undefined) {
    return byName.get(plain);
  }
  if (commandName.length <= prefix.length) {
    return undefined;
  }
  const lower = commandName.toLowerCase();
  return lower.startsWith(prefix) ? byName.get(lower.slice(prefix.length)) : undefined;
}

function get(kind: ReadableAssetKind): { readonly kind: ReadableAssetKind; readonly operation: "get" } {
  return { kind, operation: "get" };
}

function parameter(
  name: string,
  typeName: string,
  options: { isSwitch?: boolean; isMandatory?: boolean; aliases?: readonly string[] } = {},
): CmdletParameter {
  const { isSwitch = false, isMandatory = false, aliases = [] } = options;
  return { name, typeName, aliases, isSwitch, isMandatory };
}
