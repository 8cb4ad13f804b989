/** The types of variables that the portal offers (specs/assets-and-jobs.md 4.1), JSON for arrays and objects, and their texts. */
import type { Json } from "../../../core/json";
import type { Localize } from "../../../core/localize";

export const variableTypes = ["String", "Integer", "Boolean", "DateTime", "JSON", "Null"] as const;
export type VariableType = (typeof variableTypes)[number];

export type ValueResult =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly problem: string };

/** A date is kept as a text in the service as well, so its text is shown as a string. */
export function variableTypeOf(value: Json): VariableType {
  switch (typeof value) {
    case "string":
      return "String";
    case "boolean":
      return "Boolean";
    case "number":
      return Number.isSafeInteger(value) ? "Integer" : "JSON";
    default:
      return value === null ? "Null" : "JSON";
  }
}

/** The problem never repeats the text: it may be a secret. */
export function variableValue(type: VariableType, text: string, l10n: Localize): ValueResult {
  switch (type) {
    case "String":
      return { ok: true, value: text };
    case "Null":
      return { ok: true, value: null };
    case "Boolean": {
      const word = text.trim().toLowerCase();
      return word === "true" || word === "false"
        ? { ok: true, value: word === "true" }
        : { ok: false, problem: l10n.t("true or false") };
    }
    case "Integer": {
      const value = Number(text);
      return /^\s*[+-]?\d+\s*$/.test(text) && Number.isSafeInteger(value)
        ? { ok: true, value: value === 0 ? 0 : value }
        : { ok: false, problem: l10n.t("This is no whole number.") };
    }
    case "DateTime": {
      // Without an offset the service takes a time for UTC.
      const isOpen = /^\s*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?\s*$/.test(text);
      const hasTime = /[T ]\d/.test(text.trim());
      // The engine's own parser takes almost any text with a number in it.
      const isDate = /^\s*\d{4}-\d\d-\d\d(?:\D|$)/.test(text);
      const time = Date.parse(isOpen && hasTime ? `${text.trim().replace(" ", "T")}Z` : text);
      return !isDate || Number.isNaN(time)
        ? { ok: false, problem: l10n.t("This is no date. Write it as 2026-01-31T12:00:00Z.") }
        : { ok: true, value: new Date(time).toISOString() };
    }
    case "JSON":
      try {
        return { ok: true, value: JSON.parse(text) as Json };
      } catch {
        return { ok: false, problem: l10n.t("This is no valid JSON.") };
      }
  }
}
