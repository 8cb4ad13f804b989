/** Where a script uses its managed identity: by a sign-in command, by the identity endpoint, by the metadata address. */
import type { IdentityUse } from "../asset-call";
import { NameFilter } from "../name-filter";
import type { CommandNode, PowerShellSyntax } from "./syntax";

/** Sign-in commands by the switch that makes them use the identity. */
const signIns = {
  "-Identity": [
    ...["connect", "add", "login"].flatMap((verb) =>
      ["az", "azure", "azurerm"].map((module) => `${verb}-${module}account`),
    ),
    "connect-mggraph",
  ],
  "-ManagedIdentity": ["connect-pnponline", "connect-exchangeonline"],
};
const switches = new Map(Object.entries(signIns).flatMap(([how, names]) => names.map((name) => [name, how])));
const signInNames = new NameFilter(["az", ...switches.keys()]);

/** The environment variables of the endpoint (specs/identity-endpoint.md). */
const endpointVariables = ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET"] as const;
const shortestName = Math.min(...endpointVariables.map(({ length }) => length));
const longestName = Math.max(...endpointVariables.map(({ length }) => length));
const underscore = 0x5f;
/** Address of the metadata service of virtual machines, which a cloud sandbox has not. */
const metadataAddress = "169.254.169.254";

export function findIdentityUses(text: string, syntax: PowerShellSyntax): readonly IdentityUse[] {
  const uses: IdentityUse[] = [];
  for (const command of syntax.commands) {
    const how = signInOf(command, text);
    if (how !== undefined) {
      uses.push({ how, start: command.start, end: command.end });
    }
  }
  for (const variable of syntax.variables) {
    const name = variable.scope === "env" ? endpointVariables.find((item) => isNamed(variable.name, item)) : undefined;
    if (name !== undefined) {
      uses.push({ how: name, start: variable.start, end: variable.end });
    }
  }
  const hasMetadataAddress = text.includes(metadataAddress);
  for (const node of syntax.strings) {
    const { start, end, contentStart, contentEnd } = node;
    const how =
      endpointVariableIn(text, contentStart, contentEnd) ??
      (hasMetadataAddress && text.slice(contentStart, contentEnd).includes(metadataAddress) ? "IMDS" : undefined);
    if (how !== undefined) {
      uses.push({ how, start, end });
    }
  }
  return uses.length > 1 ? uses.sort((a, b) => a.start - b.start) : uses;
}

/** `IDENTITY_ENDPOINT`, `env:IDENTITY_ENDPOINT`, `env:\IDENTITY_ENDPOINT` as the whole content of a string; told by its length first. */
function endpointVariableIn(text: string, start: number, end: number): string | undefined {
  const length = end - start;
  if (
    length < shortestName ||
    length > longestName + "env:\\".length ||
    (text.charCodeAt(end - "_ENDPOINT".length) !== underscore && text.charCodeAt(end - "_SECRET".length) !== underscore)
  ) {
    return undefined;
  }
  const name = text
    .slice(start, end)
    .replace(/^env:[\\/]?/i, "")
    .toUpperCase();
  return endpointVariables.find((item) => item === name);
}

function signInOf({ name, elements }: CommandNode, text: string): string | undefined {
  const known = signInNames.find(name, 0, name.length);
  if (known === undefined) {
    return undefined;
  }
  if (known === "az") {
    const words = elements.map((element) => text.slice(element.start, element.end));
    return words[0] === "login" && words.some((item) => item === "--identity" || item === "-i")
      ? "az login --identity"
      : undefined;
  }
  const how = switches.get(known) ?? "";
  const isIdentity = elements.some(
    (element) =>
      element.kind === "parameter" &&
      `-${element.name}`.toLowerCase() === how.toLowerCase() &&
      !isFalse(element.value, text),
  );
  return isIdentity ? `${name} ${how}` : undefined;
}

/** In `"$env:IDENTITY_ENDPOINT?resource=..."` the question mark belongs to the name, to the surprise of its author. */
function isNamed(written: string, name: string): boolean {
  const upper = written.toUpperCase();
  return upper === name || upper.startsWith(`${name}?`);
}

function isFalse(value: { readonly start: number; readonly end: number } | undefined, text: string): boolean {
  return value !== undefined && text.slice(value.start, value.end).toLowerCase() === "$false";
}
