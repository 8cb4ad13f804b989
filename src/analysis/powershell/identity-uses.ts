/** Where a script uses its managed identity: by a sign-in command, by the identity endpoint, by the metadata address. */
import type { IdentityUse } from "../asset-call";
import type { CommandNode, PowerShellSyntax } from "./syntax";

/** Sign-in commands and the switch that makes them use the identity. */
const signIns: readonly (readonly [command: RegExp, parameter: RegExp, how: string])[] = [
  [/^(?:connect|add|login)-az(?:ure)?(?:rm)?account$/i, /^identity$/i, "-Identity"],
  [/^connect-mggraph$/i, /^identity$/i, "-Identity"],
  [/^connect-(?:pnponline|exchangeonline)$/i, /^managedidentity$/i, "-ManagedIdentity"],
];

/** The environment variables of the endpoint (specs/identity-endpoint.md). */
const endpointVariables = ["IDENTITY_ENDPOINT", "IDENTITY_HEADER", "MSI_ENDPOINT", "MSI_SECRET"] as const;
const anyEndpointVariable = /(?:IDENTITY|MSI)_(?:ENDPOINT|HEADER|SECRET)/i;
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
  const names = anyEndpointVariable.test(text) ? endpointVariables : [];
  const hasMetadataAddress = text.includes(metadataAddress);
  if (names.length > 0) {
    for (const variable of syntax.variables) {
      const name = variable.scope === "env" ? names.find((item) => isNamed(variable.name, item)) : undefined;
      if (name !== undefined) {
        uses.push({ how: name, start: variable.start, end: variable.end });
      }
    }
  }
  if (names.length > 0 || hasMetadataAddress) {
    for (const node of syntax.strings) {
      const content = text.slice(node.contentStart, node.contentEnd);
      const name = /^(?:env:[\\/]?)?(\w+)$/i.exec(content)?.[1]?.toUpperCase();
      const known = names.find((item) => item === name);
      if (known !== undefined) {
        uses.push({ how: known, start: node.start, end: node.end });
      } else if (hasMetadataAddress && content.includes(metadataAddress)) {
        uses.push({ how: "IMDS", start: node.start, end: node.end });
      }
    }
  }
  return uses.sort((a, b) => a.start - b.start);
}

function signInOf(command: CommandNode, text: string): string | undefined {
  const first = command.name.charCodeAt(0) | 0x20;
  if (first !== 0x63 && first !== 0x61 && first !== 0x6c) {
    return undefined;
  }
  if (command.name.toLowerCase() === "az") {
    const words = command.elements.map((element) => text.slice(element.start, element.end));
    return words[0] === "login" && words.some((item) => item === "--identity" || item === "-i")
      ? "az login --identity"
      : undefined;
  }
  for (const [name, parameter, how] of signIns) {
    if (name.test(command.name)) {
      const isIdentity = command.elements.some(
        (element) => element.kind === "parameter" && parameter.test(element.name) && !isFalse(element.value, text),
      );
      return isIdentity ? `${command.name} ${how}` : undefined;
    }
  }
  return undefined;
}

/** In `"$env:IDENTITY_ENDPOINT?resource=..."` the question mark belongs to the name, to the surprise of its author. */
function isNamed(written: string, name: string): boolean {
  const upper = written.toUpperCase();
  return upper === name || upper.startsWith(`${name}?`);
}

function isFalse(value: { readonly start: number; readonly end: number } | undefined, text: string): boolean {
  return value !== undefined && text.slice(value.start, value.end).toLowerCase() === "$false";
}
