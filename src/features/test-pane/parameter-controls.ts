/** The fields of a runbook's parameters: which control a type wants, and what helps to fill it. */
import type { ParameterDefinition } from "../../core/parameter";
import type { RunbookDescription } from "../../core/runbook";
import type { ControlKind, ParameterControl } from "../../protocol/test-pane";

/** `credentialNames`: of the account that the run would use. */
export function parameterControls(
  description: RunbookDescription,
  credentialNames: readonly string[],
): readonly ParameterControl[] {
  return description.parameters.map((parameter) => controlOf(parameter, credentialNames));
}

/** Whether a text in this field is likely a secret: then it is neither remembered nor saved. Better one too many than one too few. */
export function isSensitiveName(name: string): boolean {
  return /passw(or)?d|passphrase|secret|pwd|token|api_?key|access_?key|account_?key|sas_?(key|url|uri)|connection_?string/i.test(
    name,
  );
}

function controlOf(parameter: ParameterDefinition, credentialNames: readonly string[]): ParameterControl {
  const type = plainType(parameter.typeName);
  const kind = kindOf(parameter, type);
  return {
    name: parameter.name,
    kind,
    typeName: parameter.typeName,
    isMandatory: parameter.isMandatory,
    defaultText: parameter.defaultText ?? "",
    help: parameter.help,
    choices: kind === "choice" ? parameter.allowedValues : kind === "credential" ? credentialNames : [],
    acceptsOthers: kind === "credential",
    ...(parameter.range && { range: parameter.range }),
    isInteger: integerTypes.has(type),
    shape: shapeOf(type),
    acceptsEmptyString: kind === "text" || kind === "json",
    isSensitive: (kind === "text" || kind === "json") && isSensitiveName(parameter.name),
    isWebhookData: parameter.name.toLowerCase() === "webhookdata",
  };
}

function kindOf(parameter: ParameterDefinition, type: string): ControlKind {
  if (parameter.allowedValues.length > 0 && !type.endsWith("[]")) {
    return "choice";
  }
  if (integerTypes.has(type) || numberTypes.has(type)) {
    return "number";
  }
  if (booleanTypes.has(type)) {
    return "checkbox";
  }
  if (type === "datetime") {
    return "date";
  }
  if (type === "pscredential" || type === "management.automation.pscredential") {
    return "credential";
  }
  return type.endsWith("[]") || jsonTypes.has(type) ? "json" : "text";
}

/** Without namespace System and Nullable[], in lower case; generic collections as what they hold. */
function plainType(typeName: string): string {
  const name = typeName
    .trim()
    .toLowerCase()
    .replace(/^system\./, "");
  const nullable = /^nullable\[(.+)\]$/.exec(name);
  return nullable ? plainType(nullable[1] ?? "") : name;
}

function shapeOf(type: string): ParameterControl["shape"] {
  if (type === "array" || type.endsWith("[]")) {
    return "array";
  }
  return dictionaryTypes.has(type) ? "object" : "any";
}

const integerTypes = new Set(
  "byte sbyte int16 uint16 int32 uint32 int64 uint64 int uint long ulong short ushort".split(" "),
);
const numberTypes = new Set(["double", "float", "single", "decimal"]);
const booleanTypes = new Set(["bool", "boolean", "switch", "switchparameter", "management.automation.switchparameter"]);
const dictionaryTypes = new Set(["hashtable", "collections.hashtable", "collections.idictionary"]);
const jsonTypes = new Set([...dictionaryTypes, "array", "object", "psobject", "pscustomobject"]);
