/** The small words of the trees: shortened ids, values. */
import type { Json } from "../../../core/json";

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
