import type { CommandNode, Expression } from "../../powershell/syntax";
import type { CommandName } from "../command-names";
import { findParameter, hasSplat } from "../expressions";
import type { PowerShellFile } from "../powershell-file";
import { callsOf } from "../python-calls";
import type { Report, Rule } from "../rule";
import { signInsOf } from "../sign-ins";
import { executionPage } from "../sources";

/** RW115: a question that nobody can answer. */
export const interactive: Rule = {
  code: "RW115",
  id: "interactive",
  title: "Runbook asks a person",
  severity: "warning",
  reason:
    "Nobody sits in front of a job: `Read-Host`, `Get-Credential`, `Out-GridView`, prompts of the host and an interactive sign-in fail or wait " +
    "until the job is stopped. Take a parameter or an asset instead. Not said where the runbook asks where it runs " +
    "(`$PSPrivateMetadata`, `AZUREPS_HOST_ENVIRONMENT`).",
  sources: [executionPage],
  examples: {
    bad: [
      { language: "powershell", text: "$name = Read-Host 'Which machine?'\n" },
      {
        language: "powershell",
        text: "Connect-AzAccount\nGet-AzVM\n",
        note: "Opens a browser or asks for a device code.",
      },
      { language: "python", text: 'name = input("Which machine? ")\n' },
    ],
    good: [
      { language: "powershell", text: "param([Parameter(Mandatory)] [string] $Name)\nGet-AzVM -Name $Name\n" },
      {
        language: "powershell",
        text: "if ($PSPrivateMetadata.JobId) { $login = Get-AutomationPSCredential -Name 'Admin' } else { $login = Get-Credential }\n",
      },
    ],
  },
  check: {
    powershell(file, report) {
      const asked: { readonly start: number; readonly end: number; readonly message: string }[] = [];
      for (const [name, message] of askers) {
        for (const { nameStart: start, nameEnd: end } of file.commandsNamed(name)) {
          asked.push({ start, end, message });
        }
      }
      for (const { command } of signInsOf(file)) {
        if (isInteractiveSignIn(command)) {
          const { nameStart: start, nameEnd: end } = command;
          asked.push({
            start,
            end,
            message: `${command.name} without an identity asks a person to sign in, and a job has none.`,
          });
        }
      }
      asked.push(...promptsOf(file));
      if (asked.length > 0 && !knowsWhereItRuns(file)) {
        asked.forEach((place) => {
          report(place);
        });
      }
    },
    python(file, report) {
      reportInputs(file, report);
    },
  },
};

const askers: readonly (readonly [name: CommandName, message: string])[] = [
  ["read-host", "Read-Host asks a person, and a job has none."],
  ["get-credential", "Get-Credential asks a person, and a job has none: read a credential asset."],
  ["out-gridview", "Out-GridView opens a window, and a job has no desktop."],
  ["ogv", "Out-GridView opens a window, and a job has no desktop."],
  ["show-command", "Show-Command opens a window, and a job has no desktop."],
  ["pause", "pause waits for a key, and a job has no keyboard."],
];

/** Parameters that sign in without a person, down to what still tells them from others. */
const unattended: readonly (readonly [name: string, shortest: string])[] = [
  ["identity", "i"],
  ["msi", "m"],
  ["serviceprincipal", "servi"],
  ["credential", "cr"],
  ["accesstoken", "access"],
  ["certificatethumbprint", "cert"],
  ["certificatepath", "certificatep"],
  ["federatedtoken", "f"],
  ["managedservice", "man"],
  ["applicationid", "app"],
];

function isInteractiveSignIn(command: CommandNode): boolean {
  return (
    !hasSplat(command) &&
    !command.hasPipelineInput &&
    !unattended.some(([name, shortest]) => findParameter(command, name, shortest) !== undefined) &&
    // `Add-AzureRmAccount $credential`
    !command.elements.some((element, index) => {
      const before = command.elements[index - 1];
      return element.kind !== "parameter" && before?.kind !== "parameter";
    })
  );
}

/** `$Host.UI.PromptForChoice(...)`, `[Console]::ReadLine()` */
function promptsOf(file: PowerShellFile): readonly { start: number; end: number; message: string }[] {
  const prompts = [
    ...hostMethods.flatMap((name) => file.membersNamed(name)).filter(({ target }) => isHostUi(target)),
    ...consoleMethods.flatMap((name) => file.membersNamed(name)).filter(({ target }) => isConsole(target)),
  ];
  return prompts
    .filter(({ args }) => args !== undefined)
    .map(({ start, nameEnd, name = "" }) => ({
      start,
      end: nameEnd,
      message: `${name} asks a person, and a job has none.`,
    }));
}

const hostMethods = [
  "promptforchoice",
  "prompt",
  "promptforcredential",
  "readline",
  "readlineassecurestring",
  "readkey",
] as const;
const consoleMethods = ["readline", "readkey", "read"] as const;

function isHostUi(target: Expression): boolean {
  return (
    target.kind === "member" &&
    (target.name?.toLowerCase() === "ui" || target.name?.toLowerCase() === "rawui") &&
    (target.target.kind === "variable" ? target.target.name.toLowerCase() === "host" : isHostUi(target.target))
  );
}

function isConsole(target: Expression): boolean {
  return target.kind === "type" && /^(?:system\.)?console$/i.test(target.typeName);
}

const whereabouts = new Set(["psprivatemetadata", "azureps_host_environment", "automation_asset_accountid"]);

function knowsWhereItRuns({ syntax }: PowerShellFile): boolean {
  return syntax.variables.some(({ name }) => whereabouts.has(name.toLowerCase()));
}

function reportInputs(file: Parameters<typeof callsOf>[0], report: Report): void {
  for (const call of callsOf(file, "input")) {
    const token = file.tokens[call.name];
    if (token !== undefined) {
      report({ message: "input() asks a person, and a job has none.", start: token.start, end: token.end });
    }
  }
}
