/** Values of literals: what a constant in a script stands for. */
import type { Json } from "../../core/json";
import { doubleQuote, flagsOf, singleQuote } from "./characters";
import type { Expression, Statement, StringNode } from "./syntax";

const backtick = 0x60;

const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\u0007",
  b: "\b",
  e: "\u001b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** The text that a string stands for; variables and `$( )` in it stay as they are written. */
export function stringValue(text: string, node: StringNode): string {
  const written = text.slice(node.contentStart, node.contentEnd);
  const raw = node.isInString ? written.replace(escapedQuote, '"') : written;
  switch (node.style) {
    case "single-here":
      return raw;
    case "single":
      return withoutDoubledQuotes(raw, singleQuote);
    case "double":
    case "double-here":
      return raw.includes("`") || (node.style === "double" && hasQuote(raw))
        ? unescapeDouble(raw, node.style === "double")
        : raw;
    case "bare":
      return isPlainBare(raw) ? raw : unquoteBare(raw);
  }
}

const escapedQuote = /[`"\u201c-\u201e]["\u201c-\u201e]/g;

/** Value of a constant string, undefined for everything else. */
export function constantString(text: string, node: Expression | undefined): string | undefined {
  return node?.kind === "string" && node.parts.length === 0 ? stringValue(text, node) : undefined;
}

function hasQuote(raw: string): boolean {
  for (let index = 0; index < raw.length; index++) {
    if ((flagsOf(raw.charCodeAt(index)) & doubleQuote) !== 0) {
      return true;
    }
  }
  return false;
}

function isPlainBare(raw: string): boolean {
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index);
    if (code === backtick || (flagsOf(code) & (singleQuote | doubleQuote)) !== 0) {
      return false;
    }
  }
  return true;
}

function withoutDoubledQuotes(raw: string, quote: number): string {
  let value = "";
  let from = 0;
  for (let index = 0; index < raw.length; index++) {
    if ((flagsOf(raw.charCodeAt(index)) & quote) !== 0) {
      value += raw.slice(from, index + 1);
      index++;
      from = index + 1;
    }
  }
  return from === 0 ? raw : value + raw.slice(from);
}

function unescapeDouble(raw: string, hasDoubledQuotes: boolean): string {
  let value = "";
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index);
    if (code === backtick && index + 1 < raw.length) {
      const [escaped, length] = unescapeAt(raw, index + 1);
      value += escaped;
      index += length;
    } else {
      value += raw.charAt(index);
      if (hasDoubledQuotes && (flagsOf(code) & doubleQuote) !== 0) {
        index++;
      }
    }
  }
  return value;
}

/** What stands behind a backtick, and how many characters it takes. */
function unescapeAt(raw: string, index: number): readonly [string, number] {
  const character = raw.charAt(index);
  if (character === "u") {
    const hex = /^\{([0-9a-f]{1,6})\}/i.exec(raw.slice(index + 1, index + 9));
    const point = hex === null ? NaN : Number.parseInt(hex[1] ?? "", 16);
    if (hex !== null && point <= 0x10ffff) {
      return [String.fromCodePoint(point), 1 + hex[0].length];
    }
  }
  return [escapes[character] ?? character, 1];
}

function unquoteBare(raw: string): string {
  let value = "";
  for (let index = 0; index < raw.length; index++) {
    const code = raw.charCodeAt(index);
    const quote = flagsOf(code) & (singleQuote | doubleQuote);
    if (code === backtick && index + 1 < raw.length) {
      const [escaped, length] = unescapeAt(raw, index + 1);
      value += escaped;
      index += length;
    } else if (quote !== 0) {
      const close = closingQuote(raw, index + 1, quote);
      const inside = raw.slice(index + 1, close);
      value += quote === singleQuote ? withoutDoubledQuotes(inside, quote) : unescapeDouble(inside, true);
      index = close;
    } else {
      value += raw.charAt(index);
    }
  }
  return value;
}

function closingQuote(raw: string, from: number, quote: number): number {
  for (let index = from; index < raw.length; index++) {
    const code = raw.charCodeAt(index);
    if (code === backtick && quote === doubleQuote) {
      index++;
    } else if ((flagsOf(code) & quote) !== 0) {
      if ((flagsOf(raw.charCodeAt(index + 1)) & quote) === 0) {
        return index;
      }
      index++;
    }
  }
  return raw.length;
}

const numberParts =
  /^([-\u2013-\u2015+]?)(?:0x([0-9a-f]+)|0b([01]+)|((?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?))(?:u?[ysl]|[dnu])?([kmgtp]b)?$/i;
const multipliers: Readonly<Record<string, number>> = {
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
  pb: 1024 ** 5,
};

/** Value of a number as PowerShell writes it (`0x1F`, `10mb`, `-2.5`); undefined where it is none. */
export function numberValue(text: string): number | undefined {
  // A hexadecimal digit can look like a suffix: `0x1d` has none.
  const hex = /^([-\u2013-\u2015+]?)0x([0-9a-f]+)(?:u?[ysl])?$/i.exec(text);
  const match = hex ?? numberParts.exec(text);
  if (match === null) {
    return undefined;
  }
  const sign = match[1] === "" || match[1] === "+" ? 1 : -1;
  if (hex !== null) {
    return sign * Number.parseInt(hex[2] ?? "", 16);
  }
  const value =
    match[2] !== undefined
      ? Number.parseInt(match[2], 16)
      : match[3] !== undefined
        ? Number.parseInt(match[3], 2)
        : Number(match[4]);
  const scaled = sign * value * (multipliers[(match[5] ?? "").toLowerCase()] ?? 1);
  return Number.isFinite(scaled) ? scaled : undefined;
}

/** Value of an expression that is a literal: text, number, truth, null, array or table of literals; undefined for others. */
export function literalValue(text: string, node: Expression | undefined): Json | undefined {
  switch (node?.kind) {
    case "string":
      return constantString(text, node);
    case "number":
      return numberValue(text.slice(node.start, node.end));
    case "variable":
      return constantVariable(node.scope === "" && !node.isSplat ? node.name.toLowerCase() : "");
    case "unary":
      return signedNumber(text, node.operator, node.operand);
    case "paren":
      return statementValue(text, node.statement);
    case "list":
      return allLiterals(text, node.items);
    case "array":
      return arrayValue(text, node.statements);
    case "hashtable":
      return tableValue(text, node.entries);
    default:
      return undefined;
  }
}

function constantVariable(name: string): Json | undefined {
  return name === "true" ? true : name === "false" ? false : name === "null" ? null : undefined;
}

function signedNumber(text: string, operator: string, operand: Expression | undefined): Json | undefined {
  const value = operator === "-" || operator === "+" ? literalValue(text, operand) : undefined;
  return typeof value === "number" ? (operator === "-" ? -value : value) : undefined;
}

function statementValue(text: string, statement: Statement | undefined): Json | undefined {
  const only = statement?.kind === "pipeline" && statement.elements.length === 1 ? statement.elements[0] : undefined;
  return only === undefined || only.kind === "command" ? undefined : literalValue(text, only);
}

function allLiterals(text: string, items: readonly Expression[]): Json | undefined {
  const values: Json[] = [];
  for (const item of items) {
    const value = literalValue(text, item);
    if (value === undefined) {
      return undefined;
    }
    values.push(value);
  }
  return values;
}

function arrayValue(text: string, statements: readonly Statement[]): Json | undefined {
  const values: Json[] = [];
  for (const statement of statements) {
    const value = statementValue(text, statement);
    if (value === undefined) {
      return undefined;
    }
    if (Array.isArray(value)) {
      for (const item of value as readonly Json[]) {
        values.push(item);
      }
    } else {
      values.push(value);
    }
  }
  return values;
}

function tableValue(
  text: string,
  entries: readonly { readonly key: Expression; readonly value: Statement | undefined }[],
): Json | undefined {
  const table: Record<string, Json> = {};
  for (const { key, value } of entries) {
    const name = constantString(text, key) ?? (key.kind === "number" ? text.slice(key.start, key.end) : undefined);
    const content = statementValue(text, value);
    if (name === undefined || content === undefined) {
      return undefined;
    }
    Object.defineProperty(table, name, { value: content, enumerable: true, configurable: true, writable: true });
  }
  return table;
}
