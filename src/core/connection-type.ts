/** What the fields of a connection may hold, as its connection type says. Pure: files and sealing are the account's. */
import { isSameName, type ConnectionField, type ConnectionFieldType, type ConnectionTypeAsset } from "./asset";
import type { Json } from "./json";
import { nearestNames } from "./nearest-names";

/**
 * The types that every account has. Fields, types and flags as the service lists them (published answer
 * `getAllConnectionTypes_First100.json` of API 2015-10-31, where these three are the ones with `isGlobal: true`).
 */
export const builtInConnectionTypes: readonly ConnectionTypeAsset[] = [
  builtIn("Azure", ["AutomationCertificateName", "SubscriptionID"]),
  builtIn("AzureClassicCertificate", ["SubscriptionName", "SubscriptionId", "CertificateAssetName"]),
  builtIn("AzureServicePrincipal", ["ApplicationId", "TenantId", "CertificateThumbprint", "SubscriptionId"]),
];

/** Why a field cannot be set. The message never holds the value of an encrypted field. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export type FieldResult =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: FieldProblem };

/** The type of a field, also for the short spellings that newer REST samples use; undefined for a type we do not know. */
export function fieldTypeOf(field: Pick<ConnectionField, "typeName">): ConnectionFieldType | undefined {
  switch (
    field.typeName
      .trim()
      .toLowerCase()
      .replace(/^system\./, "")
  ) {
    case "string":
      return "System.String";
    case "int32":
    case "int":
      return "System.Int32";
    case "boolean":
    case "bool":
      return "System.Boolean";
    default:
      return undefined;
  }
}

/** The field of that name, compared without case: PowerShell reads connections as hashtables, whose keys ignore case. */
export function findField(fields: readonly ConnectionField[], name: string): ConnectionField | undefined {
  return fields.find((field) => isSameName(field.name, name));
}

/** Text that a person typed, as the value that the field's type wants. A type we do not know keeps the text. */
export function parseFieldValue(field: ConnectionField, text: string): FieldResult {
  switch (fieldTypeOf(field)) {
    case "System.Int32":
      return parseInt32(field, text.trim());
    case "System.Boolean":
      return parseBoolean(field, text.trim());
    case "System.String":
    case undefined:
      return { ok: true, value: text };
  }
}

/** Checks a typed value against the field's type; undefined when it fits. */
export function checkFieldValue(field: ConnectionField, value: Json): FieldProblem | undefined {
  switch (fieldTypeOf(field)) {
    case "System.Int32":
      return typeof value === "number" && Number.isInteger(value) && isInt32(value)
        ? undefined
        : problemOf(field, "a whole number from -2147483648 to 2147483647", value);
    case "System.Boolean":
      return typeof value === "boolean" ? undefined : problemOf(field, "true or false", value);
    case "System.String":
      return typeof value === "string" ? undefined : problemOf(field, "a text", value);
    case undefined:
      return undefined;
  }
}

/**
 * Checks the fields of a connection against its type: unknown names (with the nearest ones), values that do not fit, mandatory
 * fields that are missing. `null` stands for a field without value. Fields of `present` have a value already and stay as they are
 * where `fields` does not name them.
 */
export function checkConnection(
  type: Pick<ConnectionTypeAsset, "name" | "fields">,
  fields: Readonly<Record<string, Json>>,
  present: readonly string[] = [],
): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const named = new Set<string>();
  const missing = new Set(type.fields.filter((field) => !field.isOptional).map((field) => field.name));
  for (const name of present) {
    missing.delete(findField(type.fields, name)?.name ?? "");
  }
  for (const [name, value] of Object.entries(fields)) {
    const field = findField(type.fields, name);
    if (field === undefined) {
      problems.push({ field: name, message: unknownFieldMessage(type, name) });
    } else if (named.has(field.name)) {
      problems.push({ field: name, message: `The field "${field.name}" is given twice; names compare without case.` });
    } else {
      named.add(field.name);
      if (value === null) {
        if (!field.isOptional) {
          missing.add(field.name);
        }
        continue;
      }
      missing.delete(field.name);
      const problem = checkFieldValue(field, value);
      if (problem) {
        problems.push(problem);
      }
    }
  }
  for (const name of missing) {
    problems.push({
      field: name,
      message: `The field "${name}" is missing; the connection type "${type.name}" makes it mandatory.`,
    });
  }
  return problems;
}

function unknownFieldMessage(type: Pick<ConnectionTypeAsset, "name" | "fields">, name: string): string {
  const names = type.fields.map((field) => field.name);
  const near = nearestNames(name, names);
  const known = near.length > 0 ? `Did you mean ${quoteList(near)}?` : `Its fields are ${quoteList(names)}.`;
  return `The connection type "${type.name}" has no field "${name}". ${known}`;
}

function quoteList(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

function parseInt32(field: ConnectionField, text: string): FieldResult {
  const value = /^[+-]?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return isInt32(value)
    ? { ok: true, value: value === 0 ? 0 : value }
    : { ok: false, problem: problemOf(field, "a whole number from -2147483648 to 2147483647", text) };
}

/** The words of the ISE add-on, which parses the lower-cased text as JSON (specs/assets-and-jobs.md 4.1), and PowerShell's. */
function parseBoolean(field: ConnectionField, text: string): FieldResult {
  switch (text.toLowerCase()) {
    case "true":
    case "$true":
      return { ok: true, value: true };
    case "false":
    case "$false":
      return { ok: true, value: false };
    default:
      return { ok: false, problem: problemOf(field, "true or false", text) };
  }
}

function isInt32(value: number): boolean {
  return value >= -2147483648 && value <= 2147483647;
}

function problemOf(field: ConnectionField, wanted: string, value: Json): FieldProblem {
  const shown = field.isEncrypted ? "what was given" : shorten(JSON.stringify(value));
  return { field: field.name, message: `The field "${field.name}" (${field.typeName}) wants ${wanted}, not ${shown}.` };
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function builtIn(name: string, fieldNames: readonly string[]): ConnectionTypeAsset {
  return {
    kind: "connection-type",
    name,
    description: "",
    isEncrypted: false,
    source: "built-in",
    moduleName: "",
    path: undefined,
    fields: fieldNames.map((field) => ({
      name: field,
      typeName: "System.String",
      isEncrypted: false,
      isOptional: false,
    })),
  };
}
