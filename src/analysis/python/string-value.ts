/** The text that a Python string literal stands for. */
import type { PythonToken } from "./tokenize-python";

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** undefined for f-strings with expressions in them. */
export function pythonStringValue(text: string, token: PythonToken): string | undefined {
  const raw = text.slice(token.contentStart, token.contentEnd);
  const prefix = /^[A-Za-z]*/.exec(text.slice(token.start, token.start + 2))?.[0].toLowerCase() ?? "";
  if (token.isFormatted && /(?:^|[^{])(?:\{\{)*\{(?!\{)/.test(raw)) {
    return undefined;
  }
  const content = token.isFormatted ? raw.replaceAll("{{", "{").replaceAll("}}", "}") : raw;
  if (prefix.includes("r") || !content.includes("\\")) {
    return content;
  }
  return content.replace(
    /\\(?:\r\n|([\s\S])(?:(?<=x)([0-9a-fA-F]{2})|(?<=u)([0-9a-fA-F]{4})|(?<=U)([0-9a-fA-F]{8}))?)/g,
    (whole: string, character?: string, x?: string, u?: string, long?: string) => {
      const hex = x ?? u ?? long;
      if (hex !== undefined) {
        const point = Number.parseInt(hex, 16);
        return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      }
      if (character === undefined || character === "\n" || character === "\r") {
        return "";
      }
      return escapes[character] ?? whole;
    },
  );
}
