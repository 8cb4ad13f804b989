/** What the fields show and send: values are the texts of the protocol, no value means the runbook's default. */
import type { ParameterControl } from "../../../protocol/test-pane";
import { t } from "../words";
import { findJsonProblem } from "./json-check";

export const emptyStringMark = "[EmptyString]";

/** A checkbox that was not touched shows the default; without one that can be read, neither state. */
export function checkboxState(control: ParameterControl, value: string | undefined): "on" | "off" | "unknown" {
  const text = (value ?? control.defaultText).trim().toLowerCase().replace(/^\$/, "");
  if (text === "true" || text === "1") {
    return "on";
  }
  if (text === "false" || text === "0" || (value === undefined && isSwitch(control))) {
    return "off";
  }
  // PowerShell's [bool] without a default is $false.
  return value === undefined && !control.isMandatory && control.defaultText === "" ? "off" : "unknown";
}

export function isSwitch(control: ParameterControl): boolean {
  return /^(system\.)?(management\.automation\.)?switch(parameter)?$/i.test(control.typeName);
}

export interface SelectOption {
  readonly value: string;
  readonly label: string;
}

/** The entries of a drop-down: "" is the default, or asks to choose. A value that is not among the choices stays visible. */
export function selectOptions(control: ParameterControl, value: string | undefined): readonly SelectOption[] {
  const unset = control.isMandatory
    ? { value: "", label: t("Choose…") }
    : { value: "", label: control.defaultText === "" ? t("(default)") : t("(default: {0})", control.defaultText) };
  const others =
    value !== undefined && value !== "" && !control.choices.includes(value) ? [{ value, label: value }] : [];
  return [unset, ...control.choices.map((choice) => ({ value: choice, label: choice })), ...others];
}

/** Whether the browser's date field can hold the text; a time zone or another form needs a text field. */
export function isLocalDate(value: string): boolean {
  return value === "" || /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?$/.test(value);
}

/** What is wrong with the text itself, before the runbook's types are asked; undefined: nothing. */
export function jsonProblem(control: ParameterControl, text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === "" || (control.acceptsEmptyString && trimmed === emptyStringMark)) {
    return undefined;
  }
  if (control.shape === "any" && !/^[[{]/.test(trimmed)) {
    // [object] takes any text.
    return undefined;
  }
  const problem = findJsonProblem(text);
  if (problem !== undefined) {
    return t("Not JSON at line {0}, column {1}: {2} is missing.", problem.line, problem.column, problem.expected);
  }
  if (control.shape === "object" && !trimmed.startsWith("{")) {
    return t('Not a JSON object: write it as {"Name": "value"}.');
  }
  // One value becomes an array of one in PowerShell.
  return undefined;
}

/** JSON with two spaces, or the text itself where it is none. */
export function formatJson(text: string): string {
  return findJsonProblem(text) === undefined ? JSON.stringify(JSON.parse(text), undefined, 2) : text;
}

export function placeholderOf(control: ParameterControl): string {
  if (control.defaultText !== "") {
    return t("default: {0}", control.defaultText);
  }
  if (control.kind === "json") {
    return control.shape === "array" ? '["a", "b"]' : '{"name": "value"}';
  }
  return "";
}

/** What stands under the field, after the runbook's own help. */
export function hintsOf(control: ParameterControl): readonly string[] {
  const hints: string[] = [];
  if (control.range !== undefined) {
    hints.push(t("{0} to {1}.", control.range.min, control.range.max));
  }
  if (control.isSensitive) {
    hints.push(t("Not remembered and not saved."));
  }
  return hints;
}
