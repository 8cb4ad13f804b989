/** The small words of the trees: times, shortened ids, values. Needs no editor: the translation comes with the call. */
import type { Json } from "../../../core/json";

/** The part of `vscode.l10n` that the model needs. */
export interface L10n {
  t(message: string, ...args: readonly (string | number | boolean)[]): string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** How long ago a moment was: relative under a day, else its date. "" for a time that cannot be read. */
export function timeAgo(timeMs: number, nowMs: number, l10n: L10n): string {
  if (Number.isNaN(timeMs)) {
    return "";
  }
  const passed = nowMs - timeMs;
  if (passed < minuteMs) {
    return l10n.t("just now");
  }
  if (passed < hourMs) {
    return l10n.t("{0} min ago", Math.floor(passed / minuteMs));
  }
  return passed < dayMs ? l10n.t("{0} h ago", Math.floor(passed / hourMs)) : dateOf(timeMs);
}

/** When something will happen: relative under a day, else its date. */
export function timeUntil(timeMs: number, nowMs: number, l10n: L10n): string {
  const left = timeMs - nowMs;
  if (Number.isNaN(timeMs)) {
    return "";
  }
  if (left < minuteMs) {
    return l10n.t("now");
  }
  if (left < hourMs) {
    return l10n.t("in {0} min", Math.floor(left / minuteMs));
  }
  return left < dayMs ? l10n.t("in {0} h", Math.floor(left / hourMs)) : dateOf(timeMs);
}

/** The local date, as ISO writes it: no doubt about day and month. */
export function dateOf(timeMs: number): string {
  const date = new Date(timeMs);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** How long a job took; "" when that is not known. */
export function durationWords(ms: number, l10n: L10n): string {
  if (Number.isNaN(ms) || ms < 0) {
    return "";
  }
  if (ms < 60_000) {
    return l10n.t("{0} s", (ms / 1000).toFixed(1));
  }
  const minutes = Math.floor(ms / 60_000);
  return minutes < 60
    ? l10n.t("{0} min {1} s", minutes, Math.floor((ms % 60_000) / 1000))
    : l10n.t("{0} h {1} min", Math.floor(minutes / 60), minutes % 60);
}

/** `3f2f…91c0`: enough to tell ids apart; the tooltip has the whole. */
export function shortId(id: string): string {
  return id.length > 12 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id;
}

/** One line of at most `length` characters; line ends show as spaces. */
export function oneLine(text: string, length = 60): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}

/** A variable's value on one line, and the type it has, in the service's words. */
export function valueWords(value: Json): { readonly value: string; readonly type: string } {
  switch (typeof value) {
    case "string":
      return { value: value === "" ? '""' : oneLine(value, 40), type: "String" };
    case "boolean":
      return { value: String(value), type: "Boolean" };
    case "number":
      return { value: String(value), type: numberType(value) };
    default:
      return value === null
        ? { value: "null", type: "Null" }
        : { value: oneLine(JSON.stringify(value), 40), type: "JSON" };
  }
}

function numberType(value: number): string {
  if (!Number.isInteger(value)) {
    return "Double";
  }
  return value >= -2147483648 && value <= 2147483647 ? "Int32" : "Int64";
}

/** The facts that are there, with the mark between them that the trees use. */
export function facts(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined && text !== "").join(" · ");
}
