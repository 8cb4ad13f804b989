/** The call that reads an asset in a runbook (specs/assets-and-jobs.md 4): PowerShell's internal cmdlets, Python's automationassets. */
import type { ReadableAssetKind } from "../../../core/asset";

const cmdlets: Readonly<Record<ReadableAssetKind, string>> = {
  variable: "Get-AutomationVariable",
  credential: "Get-AutomationPSCredential",
  connection: "Get-AutomationConnection",
  certificate: "Get-AutomationCertificate",
};

const functions: Readonly<Record<ReadableAssetKind, string>> = {
  variable: "get_automation_variable",
  credential: "get_automation_credential",
  connection: "get_automation_connection",
  certificate: "get_automation_certificate",
};

export interface AssetCall {
  /** The expression, for the middle of a line. */
  readonly call: string;
  /** With an assignment, for a line of its own. */
  readonly statement: string;
}

export function assetCall(kind: ReadableAssetKind, name: string, language: "powershell" | "python"): AssetCall {
  if (language === "python") {
    const call = `automationassets.${functions[kind]}(${JSON.stringify(name)})`;
    return { call, statement: `${snakeCase(name, kind)} = ${call}` };
  }
  const quoted = `'${name.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
  const call = `${cmdlets[kind]} -Name ${quoted}`;
  return { call, statement: `$${camelCase(name, kind)} = ${call}` };
}

/** Where a Python runbook does not import the module yet: the line to add, and before which line (0-based). */
export function missingImport(text: string): { readonly line: number; readonly text: string } | undefined {
  if (/^\s*(?:import\s+(?:[\w.]+\s*,\s*)*automationassets\b|from\s+automationassets\s+import)/m.test(text)) {
    return undefined;
  }
  const lines = text.split(/\r?\n/);
  const first = lines.findIndex((line) => /^(?:import|from)\s/.test(line));
  const afterComments = lines.findIndex((line) => line.trim() !== "" && !line.startsWith("#"));
  return { line: Math.max(0, first === -1 ? afterComments : first), text: "import automationassets\n" };
}

/** Letters and digits only: any name is a name of a variable then. */
function words(name: string, kind: string): readonly string[] {
  const parts = name
    .normalize("NFKD")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== "");
  return parts.length === 0 || /^\d/.test(parts[0] ?? "") ? [kind, ...parts] : parts;
}

function camelCase(name: string, kind: string): string {
  const [first = kind, ...others] = words(name, kind);
  return first.toLowerCase() + others.map((part) => part.slice(0, 1).toUpperCase() + part.slice(1)).join("");
}

function snakeCase(name: string, kind: string): string {
  return words(name, kind).join("_").toLowerCase();
}
