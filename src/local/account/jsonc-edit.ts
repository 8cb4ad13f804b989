/**
 * Changes one property of a JSON text with comments and leaves every other character as it is. jsonc-parser's own `modify` moves
 * the comment behind the last property to the inserted one and drops it on removal, so only its scanner and tree are used here.
 */
import { createScanner, type Edit, type Node } from "jsonc-parser";
import type { Json } from "../../core/json";
import { findProperty, parseText, valueOf } from "./jsonc-text";

/** Values of jsonc-parser's SyntaxKind, a const enum that cannot be imported as values (isolatedModules). */
const commaToken = 5;
const lineCommentTrivia = 12;
const blockCommentTrivia = 13;
const lineBreakTrivia = 14;
const trivia = 15;

/** How far a one-line form may reach before a value is spread over lines. */
const lineWidth = 100;

/** Sets (undefined: removes) properties of an object that stands alone in `text`. A key may be a path. */
export function editObjectText(
  text: string,
  changes: readonly { readonly path: readonly string[]; readonly value: Json | undefined }[],
  style: TextStyle,
): string {
  let result = text;
  for (const { path, value } of changes) {
    const { root } = parseText(result, "");
    result = applyEdits(result, editsForPath(result, root, path, value, style));
  }
  return result;
}

function editsForPath(
  text: string,
  object: Node,
  path: readonly string[],
  value: Json | undefined,
  style: TextStyle,
): Edit[] {
  const [key = "", ...rest] = path;
  const property = findProperty(object, key);
  const node = valueOf(property);
  if (rest.length > 0 && node?.type === "object") {
    return editsForPath(text, node, rest, value, style);
  }
  if (value === undefined) {
    return property && rest.length === 0 ? removeProperty(text, object, property) : [];
  }
  const whole = rest.reduceRight<Json>((inner, name) => ({ [name]: inner }), value);
  return node ? [replaceValue(text, node, whole, style)] : insertProperties(text, object, [[key, whole]], style);
}

/** How the file is written, so that what is added looks like the rest. */
export interface TextStyle {
  readonly eol: string;
  /** One step of indentation. */
  readonly indent: string;
  /** Indentation of the first line's owner, where the text was cut out of a file. */
  readonly base?: string;
}

/** The text with edits of places that do not overlap. At the same place, the earlier edit's content comes first. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const edit of [...edits].sort((a, b) => a.offset - b.offset)) {
    parts.push(text.slice(from, edit.offset), edit.content);
    from = edit.offset + edit.length;
  }
  return parts.join("") + text.slice(from);
}

/** Line end and indentation of a text, by its first lines. */
export function styleOf(text: string): TextStyle {
  const indent = /^([ \t]+)"/m.exec(text)?.[1];
  return { eol: /\r\n|\n/.exec(text)?.[0] ?? "\n", indent: indent ?? "  " };
}

/** An edit that puts another value in a node's place. */
export function replaceValue(text: string, node: Node, value: Json, style: TextStyle): Edit {
  return {
    offset: node.offset,
    length: node.length,
    content: format(value, lineIndent(text, node.offset, style), style),
  };
}

/** Edits that add properties at the end of an object, behind the comment of the property that was last. */
export function insertProperties(
  text: string,
  object: Node,
  entries: readonly (readonly [string, Json])[],
  style: TextStyle,
): Edit[] {
  const last = object.children?.at(-1);
  const open = object.offset + 1;
  const end = last ? last.offset + last.length : open;
  const { comma, tail, close } = scanAfter(text, end);
  const baseIndent = lineIndent(text, object.offset, style);
  if (last && !/[\r\n]/.test(text.slice(open, last.offset))) {
    // An object on one line stays on one line.
    const added = entries.map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(", ");
    return [{ offset: end, length: 0, content: `, ${added}` }];
  }
  const indent = last ? lineIndent(text, last.offset, style) : baseIndent + style.indent;
  const lines = entries.map(([key, value]) => `${indent}${JSON.stringify(key)}: ${format(value, indent, style)}`);
  const added = style.eol + lines.join(`,${style.eol}`);
  if (!last) {
    // Comments of an empty object stay above what is added.
    const closing = /[\r\n][ \t]*$/.test(text.slice(open, close)) ? "" : style.eol + baseIndent;
    return [{ offset: lastTextBefore(text, open, close), length: 0, content: added + closing }];
  }
  const edits: Edit[] = [{ offset: tail, length: 0, content: comma === undefined ? added : `${added},` }];
  return comma === undefined ? [{ offset: end, length: 0, content: "," }, ...edits] : edits;
}

/** Edits that take out a property with its own line's comment. Comments on lines of their own stay. */
export function removeProperty(text: string, object: Node, property: Node): Edit[] {
  const siblings = object.children ?? [];
  const index = siblings.indexOf(property);
  const end = property.offset + property.length;
  const { comma, tail } = scanAfter(text, end);
  const lineStart = startOfLine(text, property.offset);
  const ownsLine = text.slice(lineStart, property.offset).trim() === "";
  const rest = /^[ \t]*(\r\n|\n|\r)/.exec(text.slice(tail));
  const previous = siblings[index - 1];
  const edits: Edit[] = [];
  const previousEnd = previous ? previous.offset + previous.length : 0;
  if (comma === undefined && previous && /^[ \t]*,[ \t]*$/.test(text.slice(previousEnd, property.offset))) {
    return [{ offset: previousEnd, length: end - previousEnd, content: "" }];
  }
  if (comma === undefined && previous) {
    const before = scanAfter(text, previousEnd).comma;
    if (before !== undefined) {
      edits.push({ offset: before, length: 1, content: "" });
    }
  }
  if (ownsLine && rest && lineStart > 0) {
    edits.push({ offset: lineStart, length: tail + rest[0].length - lineStart, content: "" });
  } else {
    const next = siblings[index + 1];
    const stop =
      next && !/[\r\n]/.test(text.slice(end, next.offset)) ? next.offset : comma === undefined ? end : comma + 1;
    edits.push({ offset: property.offset, length: stop - property.offset, content: "" });
  }
  return edits;
}

/** What follows a value: its comma, the end of the comments on the same line, and the next token after comma and comments. */
function scanAfter(text: string, offset: number): { comma: number | undefined; tail: number; close: number } {
  const scanner = createScanner(text, false);
  scanner.setPosition(offset);
  let comma: number | undefined;
  let tail = offset;
  let isSameLine = true;
  for (;;) {
    const token: number = scanner.scan();
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    if (token === commaToken && comma === undefined) {
      comma = start;
      tail = end;
      isSameLine = true;
    } else if (token === lineCommentTrivia || token === blockCommentTrivia) {
      isSameLine &&= !/[\r\n]/.test(text.slice(start, end));
      tail = isSameLine ? end : tail;
    } else if (token === lineBreakTrivia) {
      isSameLine = false;
    } else if (token !== trivia) {
      return { comma, tail, close: start };
    }
  }
}

function lastTextBefore(text: string, from: number, to: number): number {
  return from + text.slice(from, to).trimEnd().length;
}

function startOfLine(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

/** Indentation of the line on which an offset stands. */
export function lineIndent(text: string, offset: number, style: TextStyle): string {
  const start = startOfLine(text, offset);
  const indent = /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? "";
  return start === 0 && indent === "" ? (style.base ?? "") : indent;
}

/** JSON on one line where it is short and flat, else spread over lines with the file's own indentation and line ends. */
function format(value: Json, indent: string, style: TextStyle): string {
  const oneLine = oneLineForm(value);
  if (oneLine !== undefined && indent.length + oneLine.length <= lineWidth) {
    return oneLine;
  }
  return JSON.stringify(value, null, style.indent).replaceAll("\n", style.eol + indent);
}

function oneLineForm(value: Json): string | undefined {
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value);
  }
  const inner = Object.values<Json>(value);
  if (inner.some((item) => typeof item === "object" && item !== null)) {
    return undefined;
  }
  if (Array.isArray(value)) {
    return `[${inner.map((item) => JSON.stringify(item)).join(", ")}]`;
  }
  const parts = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${JSON.stringify(item)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}
