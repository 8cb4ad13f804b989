/**
 * Turns what a person or a parent runbook gives into what a runbook receives, as the service binds it
 * (specs/assets-and-jobs.md 4.5; docs: automation/runbook-input-parameters).
 */
import { nearestNames } from "./nearest-names";
import { isJsonObject, type Json } from "./json";
import type { BindResult, ParameterDefinition, ParameterProblem } from "./parameter";
import { acceptsAnyText, convertValue } from "./parameter-value";
import type { RunbookDescription } from "./runbook";

/** Parameters before binding. Texts come from a person, other JSON values from a file, a webhook or a parent runbook. */
export interface GivenParameters {
  /** By name, without case. For a Python runbook the values count, in their order. */
  readonly named?: Readonly<Record<string, Json>>;
  /** By position; for a PowerShell runbook in the order of its param block. */
  readonly positional?: readonly Json[];
  /**
   * Names (without case) whose texts reach a parameter without a narrower type as they are, even where they look like JSON: PowerShell 7
   * gets WebhookData as one JSON text (docs: automation/automation-webhooks).
   */
  readonly verbatim?: readonly string[];
}

/** All problems at once, so that a person can mend them in one go. Nothing starts with a problem. */
export function bindParameters(description: RunbookDescription, given: GivenParameters): BindResult {
  return description.language === "python" ? bindByPosition(given) : bindByName(description, given);
}

function bindByPosition(given: GivenParameters): BindResult {
  const values: string[] = [];
  const problems: ParameterProblem[] = [];
  const named = inPositionOrder(Object.entries(given.named ?? {}));
  const items = [...(given.positional ?? []).map((value) => ({ name: "", value })), ...named];
  for (const [index, { name, value }] of items.entries()) {
    const text = typeof value === "string" ? withoutEmptyMark(value) : JSON.stringify(value);
    if (text.includes("\0")) {
      problems.push({
        name: name === "" ? String(index + 1) : name,
        message: `Argument ${index + 1} holds a NUL character, which no process argument can.`,
      });
    }
    values.push(text);
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, bound: { kind: "positional", values } };
}

/** The portal names Python's arguments "[PARAMETER 1]", "[PARAMETER 2]", ...: numbers decide, else the order given. */
function inPositionOrder(entries: readonly (readonly [string, Json])[]): readonly { name: string; value: Json }[] {
  const numbered = entries.map(([name, value]) => ({ name, value, position: positionIn(name) }));
  return numbered.every((item) => item.position !== undefined)
    ? numbered.sort((a, b) => (a.position ?? 0) - (b.position ?? 0))
    : numbered;
}

function positionIn(name: string): number | undefined {
  const match = /^\[?\s*(?:parameter)?\s*(\d+)\s*\]?$/i.exec(name);
  return match ? Number(match[1]) : undefined;
}

function bindByName(description: RunbookDescription, given: GivenParameters): BindResult {
  const problems: ParameterProblem[] = [];
  const values = new Map<string, Json>();
  for (const [name, value] of [
    ...positionalAsNamed(description, given, problems),
    ...Object.entries(given.named ?? {}),
  ]) {
    const parameter = findParameter(description, name);
    if (!parameter) {
      // A param block that could not be read may well have it; PowerShell then says what is wrong.
      if (description.problem) {
        values.set(name, value);
      } else {
        problems.push({ name, message: describeUnknown(description, name) });
      }
      continue;
    }
    if (values.has(parameter.name)) {
      problems.push({
        name,
        message: `Parameter "${parameter.name}" is given twice; names are compared without case.`,
      });
      continue;
    }
    const isVerbatim = given.verbatim?.some((item) => item.toLowerCase() === parameter.name.toLowerCase()) === true;
    const converted =
      isVerbatim && acceptsAnyText(parameter) ? { ok: true as const, value } : convertValue(parameter, value);
    if (converted.ok) {
      values.set(parameter.name, converted.value);
    } else {
      problems.push({ name: parameter.name, message: converted.message });
    }
  }
  const refused = new Set(problems.map((problem) => problem.name.toLowerCase()));
  for (const parameter of description.parameters) {
    if (parameter.isMandatory && !values.has(parameter.name) && !refused.has(parameter.name.toLowerCase())) {
      const type = parameter.typeName === "" ? "" : ` [${parameter.typeName}]`;
      problems.push({
        name: parameter.name,
        message: `Parameter "${parameter.name}"${type} is mandatory and has no value.`,
      });
    }
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, bound: { kind: "named", values: Object.fromEntries(values) } };
}

function positionalAsNamed(
  description: RunbookDescription,
  given: GivenParameters,
  problems: ParameterProblem[],
): readonly [string, Json][] {
  const positional = given.positional ?? [];
  if (positional.length > description.parameters.length) {
    problems.push({
      name: String(description.parameters.length + 1),
      message: `${positional.length} values are given by position, the runbook has ${description.parameters.length} parameters.`,
    });
  }
  return positional
    .slice(0, description.parameters.length)
    .map((value, index) => [description.parameters[index]?.name ?? "", value]);
}

function findParameter(description: RunbookDescription, name: string): ParameterDefinition | undefined {
  const wanted = name.toLowerCase();
  return description.parameters.find((parameter) => parameter.name.toLowerCase() === wanted);
}

function describeUnknown(description: RunbookDescription, name: string): string {
  const wanted = name.toLowerCase();
  const owner = description.parameters.find((parameter) =>
    parameter.aliases.some((alias) => alias.toLowerCase() === wanted),
  );
  if (owner) {
    return `"${name}" is only an alias; the service knows the parameter as "${owner.name}".`;
  }
  const names = description.parameters.map((parameter) => parameter.name);
  if (names.length === 0) {
    return `The runbook has no parameter "${name}": it declares none.`;
  }
  const nearest = nearestNames(name, names);
  const list = (nearest.length > 0 ? nearest : names.slice(0, 10)).map((item) => `"${item}"`).join(", ");
  return `The runbook has no parameter "${name}". ${nearest.length > 0 ? "The nearest" : "It has"}: ${list}.`;
}

/** What a person types for an empty text: the service takes an empty box for "not given". */
export const emptyStringMark = "[EmptyString]";

function withoutEmptyMark(text: string): string {
  return text === emptyStringMark ? "" : text;
}

/** Reads a JSON text of parameters: an object by name or an array by position; undefined for anything else. */
export function asGivenParameters(value: unknown): GivenParameters | undefined {
  if (Array.isArray(value)) {
    return { positional: value as readonly Json[] };
  }
  return isJsonObject(value) ? { named: value } : undefined;
}
