/** The commands that rules look for: a runbook has thousands of others, which are passed over at a glance. */

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

const wanted: ReadonlySet<string> = new Set([
  ...identityCommands,
  ...signInCommands,
  ...writingCommandNames,
  ...managementCommands,
  ...otherCommands,
]);
/** By length, the first letters that a wanted name of it has: one bit each. */
const firstLetters: readonly number[] = [...wanted].reduce<number[]>((bits, name) => {
  bits[name.length] = (bits[name.length] ?? 0) | (1 << (name.charCodeAt(0) - 0x61));
  return bits;
}, new Array<number>(32).fill(0));

/** Whose cmdlets: those of Az have nouns that begin with "Az", those of AzureRM with "AzureRM". */
export type AzureFamily = "Az" | "AzureRm";

/** The name in lower case and without module, where a rule looks for it; undefined for all others. */
export function wantedName(written: string): CommandName | undefined {
  const slash = written.indexOf("\\");
  const bare = slash > 0 ? written.slice(slash + 1) : written;
  const bits = firstLetters[bare.length] ?? 0;
  if (bits === 0 || (bits & (1 << ((bare.charCodeAt(0) | 0x20) - 0x61))) === 0) {
    return undefined;
  }
  const lower = bare.toLowerCase();
  return wanted.has(lower) ? (lower as CommandName) : undefined;
}

const lowerA = 0x61;
const lowerZ = 0x7a;
const azCmdlet = /^(?:[\w.]+\\)?[a-z]+-az(?!ure)[a-z]/i;
const azureStackCmdlet = /-Azs[A-Z]/;
const azureRmCmdlet = /^(?:[\w.]+\\)?[a-z]+-azurerm[a-z]/i;

/** undefined for commands of neither; Azure AD, Azure Stack and classic Azure have other prefixes. */
export function familyOf(written: string): AzureFamily | undefined {
  const dash = written.indexOf("-");
  if (
    dash <= 0 ||
    (written.charCodeAt(dash + 1) | 0x20) !== lowerA ||
    (written.charCodeAt(dash + 2) | 0x20) !== lowerZ
  ) {
    return undefined;
  }
  if (azureStackCmdlet.test(written)) {
    return undefined;
  }
  return azureRmCmdlet.test(written) ? "AzureRm" : azCmdlet.test(written) ? "Az" : undefined;
}
