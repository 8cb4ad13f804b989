/** What a person may know about an asset at a glance: type, value, where it is from. Sealed values have no text here at all. */
import type { Asset, Certificate, Connection, ConnectionField, ConnectionTypeAsset } from "../../core/asset";
import type { Json } from "../../core/json";
import type { KnownAccount } from "../references/known-account";

/** The kinds in words. */
export const kindWords: Readonly<Record<Asset["kind"], string>> = {
  variable: "variable",
  credential: "credential",
  connection: "connection",
  certificate: "certificate",
  "connection-type": "connection type",
};

const mostCharacters = 120;

/** One or two words: the type. */
export function assetDetail(asset: Asset): string {
  switch (asset.kind) {
    case "variable":
      return asset.isEncrypted ? "encrypted" : valueType(asset.value);
    case "credential":
      return asset.userName;
    case "connection":
      return asset.connectionType;
    case "certificate":
      return `expires ${asset.expiryTime.slice(0, 10)}`;
    case "connection-type":
      return asset.source;
  }
}

/** Markdown of a few lines. */
export function assetMarkdown(asset: Asset, account: Pick<KnownAccount, "name">): string {
  const head = `**${escapeMarkdown(asset.name)}** · ${kindWords[asset.kind]} in ${escapeMarkdown(account.name)}`;
  const parts = [head, ...(asset.description === "" ? [] : [escapeMarkdown(asset.description)]), ...factsOf(asset)];
  return parts.join("\n\n");
}

function factsOf(asset: Asset): readonly string[] {
  switch (asset.kind) {
    case "variable":
      return [asset.isEncrypted ? "Encrypted" : `${valueType(asset.value)} ${code(valueText(asset.value))}`];
    case "credential":
      return [`User name ${code(asset.userName)}`];
    case "connection":
      return [`Type ${escapeMarkdown(asset.connectionType)}`, connectionFields(asset)];
    case "certificate":
      return certificateFacts(asset);
    case "connection-type":
      return [typeFields(asset)];
  }
}

function connectionFields(connection: Connection): string {
  return Object.entries(connection.fields)
    .map(([name, field]) => `- ${code(name)} ${field.isEncrypted ? "encrypted" : code(valueText(field.value))}`)
    .join("\n");
}

function certificateFacts({ thumbprint, expiryTime, hasPrivateKey }: Certificate): readonly string[] {
  return [
    `Thumbprint ${code(thumbprint)}`,
    `Expires ${expiryTime.slice(0, 10)}, ${hasPrivateKey ? "with private key" : "without private key"}`,
  ];
}

export function typeFields(type: ConnectionTypeAsset): string {
  return type.fields.map((field) => `- ${code(field.name)} ${fieldFacts(field)}`).join("\n");
}

export function fieldFacts(field: ConnectionField): string {
  const facts = [field.typeName, field.isEncrypted ? "encrypted" : "", field.isOptional ? "optional" : ""];
  return facts.filter((fact) => fact !== "").join(", ");
}

/** The service's words for types of variables. */
function valueType(value: Json): string {
  switch (typeof value) {
    case "string":
      return "String";
    case "number":
      return Number.isInteger(value) ? "Integer" : "Number";
    case "boolean":
      return "Boolean";
    default:
      return value === null ? "Null" : Array.isArray(value) ? "Array" : "Object";
  }
}

function valueText(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
}

/** A code span that whatever the text holds cannot leave. */
export function code(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ");
  if (line.trim() === "") {
    return "(empty)";
  }
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

export function escapeMarkdown(text: string): string {
  return text.replace(/[\r\n]+/g, " ").replace(/[\\`*_{}[\]()#+\-.!<>|~&]/g, "\\$&");
}
