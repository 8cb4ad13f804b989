/** The commands that rules look for: a runbook has thousands of others, which are passed over at a glance. */
import type { CommandNode } from "../powershell/syntax";
import { NameFilter } from "../name-filter";

const identityCommands = ["invoke-restmethod", "irm", "invoke-webrequest", "iwr"] as const;
const signInCommands = [
  "connect-azaccount",
  "add-azaccount",
  "login-azaccount",
  "connect-azurermaccount",
  "add-azurermaccount",
  "login-azurermaccount",
  "disable-azcontextautosave",
  "disable-azurermcontextautosave",
] as const;
const writingCommandNames = [
  "write-output",
  "write-host",
  "write-verbose",
  "write-warning",
  "write-error",
  "write-information",
  "write-debug",
  "echo",
  "write",
  "set-content",
  "add-content",
  "out-file",
] as const;
const managementCommands = [
  "get-azautomationvariable",
  "get-azautomationcredential",
  "get-azautomationconnection",
  "get-azurermautomationvariable",
  "get-azurermautomationcredential",
  "get-azurermautomationconnection",
  "get-azureautomationvariable",
  "get-azureautomationcredential",
  "get-azureautomationconnection",
] as const;
const otherCommands = [
  "convertfrom-securestring",
  "enable-azurermalias",
  "get-command",
  "get-credential",
  "get-installedmodule",
  "get-module",
  "inlinescript",
  "ogv",
  "out-gridview",
  "pause",
  "read-host",
  "show-command",
  "uninstall-azurerm",
] as const;

export type CommandName =
  | (typeof identityCommands)[number]
  | (typeof signInCommands)[number]
  | (typeof writingCommandNames)[number]
  | (typeof managementCommands)[number]
  | (typeof otherCommands)[number];

/** Commands whose arguments end in a stream of the job or in a file. */
export const writingCommands: readonly CommandName[] = writingCommandNames;

const wanted = new NameFilter<CommandName>([
  ...identityCommands,
  ...signInCommands,
  ...writingCommandNames,
  ...managementCommands,
  ...otherCommands,
]);
/** Shorter names have no module before them that rules would look for. */
const shortestWithModule = 24;

/** Whose cmdlets: those of Az have nouns that begin with "Az", those of AzureRM with "AzureRM". */
export type AzureFamily = "Az" | "AzureRm";

/** The name in lower case and without module, where a rule looks for it; undefined for all others. */
export function wantedName(text: string, { name, nameStart, nameEnd }: CommandNode): CommandName | undefined {
  if (name.length !== nameEnd - nameStart) {
    return wanted.find(name, 0, name.length);
  }
  const slash = name.length < shortestWithModule ? -1 : name.indexOf("\\");
  return wanted.find(text, nameStart + slash + 1, nameEnd);
}

/** Verbs are no longer. */
const furthestDash = 14;
const dash = 0x2d;
const lowerA = 0x61;
const lowerZ = 0x7a;
const azCmdlet = /^[a-z]+-az(?!ure)[a-z]/i;
const azureStackCmdlet = /-Azs[A-Z]/;
const azureRmCmdlet = /^[a-z]+-azurerm[a-z]/i;

/** undefined for commands of neither; Azure AD, Azure Stack and classic Azure have other prefixes. */
export function familyOf(text: string, { name, nameStart, nameEnd }: CommandNode): AzureFamily | undefined {
  const last = Math.min(nameEnd, nameStart + furthestDash);
  for (let index = nameStart; index < last; index++) {
    if (text.charCodeAt(index) === dash) {
      const isAz = (text.charCodeAt(index + 1) | 0x20) === lowerA && (text.charCodeAt(index + 2) | 0x20) === lowerZ;
      return isAz ? familyOfCmdlet(name) : undefined;
    }
  }
  return undefined;
}

function familyOfCmdlet(name: string): AzureFamily | undefined {
  if (azureStackCmdlet.test(name)) {
    return undefined;
  }
  return azureRmCmdlet.test(name) ? "AzureRm" : azCmdlet.test(name) ? "Az" : undefined;
}
