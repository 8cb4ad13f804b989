/** Converts one given value to the type of a PowerShell parameter, where PowerShell alone would refuse or misread it. */
import { isJsonObject, type Json } from "./json";
import type { ParameterDefinition } from "./parameter";

export type ConvertedValue =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly message: string };

type TypeFamily =
  | { readonly kind: "text" | "number" | "boolean" | "dictionary" | "date" | "guid" | "credential" | "any" | "other" }
  | { readonly kind: "integer"; readonly min: bigint; readonly max: bigint }
  | { readonly kind: "array"; readonly element: string };

/** Values as the service hands them over; what PowerShell checks itself (ValidateScript, enums) is left to it. */
export function convertValue(parameter: ParameterDefinition, given: Json): ConvertedValue {
  const converted = convertTo(parameter.typeName, given);
  if (!converted.ok) {
    return { ok: false, message: `Parameter "${parameter.name}" [${parameter.typeName}]: ${converted.message}` };
  }
  const refusal = checkDeclaredValues(parameter, converted.value);
  return refusal === undefined ? converted : { ok: false, message: `Parameter "${parameter.name}": ${refusal}` };
}

/** Whether a text needs no conversion: [object], [string] and their like. */
export function acceptsAnyText(parameter: ParameterDefinition): boolean {
  const { kind } = familyOf(parameter.typeName);
  return kind === "any" || kind === "text";
}

function convertTo(typeName: string, given: Json): ConvertedValue {
  const nullable = /^(?:system\.)?nullable\[(.+)\]$/i.exec(typeName.trim());
  if (nullable) {
    return given === null || given === "" ? accept(null) : convertTo(nullable[1] ?? "", given);
  }
  const family = familyOf(typeName);
  switch (family.kind) {
    case "text":
      return toText(given);
    case "integer":
      return toInteger(given, family.min, family.max);
    case "number":
      return toNumber(given);
    case "boolean":
      return toBoolean(given);
    case "array":
      return toArray(given, family.element);
    case "dictionary":
      return toDictionary(given);
    case "date":
      return toDate(given);
    case "guid":
      return toGuid(given);
    case "credential":
      return toCredentialName(given);
    case "any":
      return typeof given === "string" ? toAny(given) : accept(given);
    case "other":
      return accept(given);
  }
}

const integerRanges = mapOf<readonly [bigint, bigint]>({
  byte: [0n, 255n],
  sbyte: [-128n, 127n],
  int16: [-32768n, 32767n],
  uint16: [0n, 65535n],
  int32: [-2147483648n, 2147483647n],
  uint32: [0n, 4294967295n],
  int64: [-9223372036854775808n, 9223372036854775807n],
  uint64: [0n, 18446744073709551615n],
});
const integerAliases = mapOf({
  int: "int32",
  uint: "uint32",
  long: "int64",
  ulong: "uint64",
  short: "int16",
  ushort: "uint16",
});
const otherFamilies = mapOf<Exclude<TypeFamily["kind"], "integer" | "array">>({
  string: "text",
  double: "number",
  float: "number",
  single: "number",
  decimal: "number",
  bool: "boolean",
  boolean: "boolean",
  switch: "boolean",
  "management.automation.switchparameter": "boolean",
  switchparameter: "boolean",
  hashtable: "dictionary",
  "collections.hashtable": "dictionary",
  "collections.idictionary": "dictionary",
  datetime: "date",
  guid: "guid",
  pscredential: "credential",
  "management.automation.pscredential": "credential",
  object: "any",
  psobject: "any",
  pscustomobject: "any",
  "": "any",
});

function familyOf(typeName: string): TypeFamily {
  const name = typeName
    .trim()
    .toLowerCase()
    .replace(/^system\./, "");
  if (name.endsWith("[]")) {
    return { kind: "array", element: name.slice(0, -2) };
  }
  if (name === "array") {
    return { kind: "array", element: "" };
  }
  const range = integerRanges.get(integerAliases.get(name) ?? name);
  return range ? { kind: "integer", min: range[0], max: range[1] } : { kind: otherFamilies.get(name) ?? "other" };
}

/** A map, because a type may well be named like a member of Object.prototype. */
function mapOf<T>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  return new Map(Object.entries(entries));
}

function accept(value: Json): ConvertedValue {
  return { ok: true, value };
}

function refuse(message: string): ConvertedValue {
  return { ok: false, message };
}

function toText(given: Json): ConvertedValue {
  if (typeof given === "string") {
    return accept(given === "[EmptyString]" ? "" : given);
  }
  // Webhook data and other objects reach a [string] parameter as their JSON text.
  return accept(isJsonObject(given) || Array.isArray(given) ? JSON.stringify(given) : given);
}

function toInteger(given: Json, min: bigint, max: bigint): ConvertedValue {
  if (typeof given === "number" && !Number.isInteger(given)) {
    return refuse(`${given} is not a whole number.`);
  }
  if (typeof given !== "string" && typeof given !== "number") {
    return refuse(`${show(given)} is not a whole number.`);
  }
  const text = String(given).trim();
  if (!/^[+-]?(\d+|0x[0-9a-f]+)$/i.test(text)) {
    return refuse(`${show(given)} is not a whole number.`);
  }
  const isNegative = text.startsWith("-");
  const magnitude = BigInt(text.replace(/^[+-]/, ""));
  const value = isNegative ? -magnitude : magnitude;
  if (value < min || value > max) {
    return refuse(`${text} is outside ${min.toString()} to ${max.toString()}.`);
  }
  // Beyond 2^53 a JSON number would lose digits; PowerShell reads the text.
  return accept(Number.isSafeInteger(Number(value)) ? Number(value) : value.toString());
}

function toNumber(given: Json): ConvertedValue {
  if (typeof given === "number") {
    return accept(given);
  }
  const text = typeof given === "string" ? given.trim() : "";
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) {
    // PowerShell itself would take "1,5" for 15 (specs/powershell-host.md 5).
    const hint = /^\d+,\d+$/.test(text) ? ' Use a point: "1.5".' : "";
    return refuse(`${show(given)} is not a number.${hint}`);
  }
  const value = Number(text);
  return accept(Number.isFinite(value) ? value : text);
}

function toBoolean(given: Json): ConvertedValue {
  if (typeof given === "boolean") {
    return accept(given);
  }
  if (typeof given === "number") {
    return accept(given !== 0);
  }
  const text = typeof given === "string" ? given.trim().toLowerCase() : "";
  if (text === "true" || text === "$true" || text === "1") {
    return accept(true);
  }
  if (text === "false" || text === "$false" || text === "0") {
    return accept(false);
  }
  return refuse(`${show(given)} is neither true nor false.`);
}

function toArray(given: Json, element: string): ConvertedValue {
  let items: Json = given;
  if (typeof given === "string" && given.trim().startsWith("[") && given !== "[EmptyString]") {
    const parsed = parseJson(given);
    if (!parsed.ok) {
      return parsed;
    }
    items = parsed.value;
  }
  if (items === null) {
    return accept(null);
  }
  const converted: Json[] = [];
  // PowerShell makes an array of one of a single value.
  for (const [index, item] of (Array.isArray(items) ? (items as readonly Json[]) : [items]).entries()) {
    const one = convertTo(element, item);
    if (!one.ok) {
      return refuse(`item ${index + 1}: ${one.message}`);
    }
    converted.push(one.value);
  }
  return accept(converted);
}

function toDictionary(given: Json): ConvertedValue {
  if (typeof given !== "string") {
    return given === null || isJsonObject(given) ? accept(given) : refuse(`${show(given)} is not a JSON object.`);
  }
  const parsed = parseJson(given);
  if (!parsed.ok) {
    return refuse(`${show(given)} is not a JSON object. Write it as {"Name":"value"}.`);
  }
  return isJsonObject(parsed.value) ? parsed : refuse(`${show(given)} is not a JSON object.`);
}

function toDate(given: Json): ConvertedValue {
  if (typeof given === "string" && given.trim() !== "" && !Number.isNaN(Date.parse(given))) {
    return accept(given.trim());
  }
  return refuse(`${show(given)} is not a date. Write it as 2030-01-31T13:00:00Z.`);
}

function toGuid(given: Json): ConvertedValue {
  const text = typeof given === "string" ? given.trim() : "";
  return /^[{(]?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}[)}]?$/i.test(text)
    ? accept(text)
    : refuse(`${show(given)} is not a GUID.`);
}

/** The service looks up a credential asset of that name (docs: runbook-input-parameters). */
function toCredentialName(given: Json): ConvertedValue {
  return typeof given === "string" && given.trim() !== ""
    ? accept(given)
    : refuse("give the name of a credential asset.");
}

/** Objects and arrays come from JSON text; any other text stays text. */
function toAny(given: string): ConvertedValue {
  const text = given.trim();
  if (given === "[EmptyString]") {
    return accept("");
  }
  if (!text.startsWith("{") && !text.startsWith("[")) {
    return accept(given);
  }
  const parsed = parseJson(text);
  return parsed.ok ? parsed : accept(given);
}

function parseJson(text: string): ConvertedValue {
  try {
    return accept(JSON.parse(text) as Json);
  } catch (error) {
    return refuse(`the text is no valid JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** ValidateSet and ValidateRange: PowerShell would refuse them too, only later. */
function checkDeclaredValues(parameter: ParameterDefinition, value: Json): string | undefined {
  const items: readonly Json[] = Array.isArray(value) ? (value as readonly Json[]) : [value];
  if (parameter.allowedValues.length > 0) {
    const allowed = new Set(parameter.allowedValues.map((text) => text.toLowerCase()));
    const wrong = items.find(
      (item) => !allowed.has((typeof item === "string" ? item : JSON.stringify(item)).toLowerCase()),
    );
    if (wrong !== undefined) {
      return `${show(wrong)} is not one of ${parameter.allowedValues.map((text) => `"${text}"`).join(", ")}.`;
    }
  }
  const { range } = parameter;
  const outside = range && items.find((item) => typeof item === "number" && (item < range.min || item > range.max));
  return range && outside !== undefined ? `${show(outside)} is outside ${range.min} to ${range.max}.` : undefined;
}

function show(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
