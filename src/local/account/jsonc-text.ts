/** One JSON file with comments as people keep it: decoded text, syntax tree, line ends, and where an offset stands. */
import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { AutomationError, type FilePosition } from "../../core/errors";
import type { Json } from "../../core/json";

export interface JsoncText {
  readonly path: string;
  /** Without byte order mark. */
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  readonly root: Node;
}

/** Reads a UTF-8 file's bytes. Errors: damaged-file, with line and column of the first fault. */
export function parseJsonc(bytes: Uint8Array, path: string): JsoncText {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AutomationError("damaged-file", `"${path}" is not a text in UTF-8.`, {
      cause,
      hint: "Save it as UTF-8 or restore it from source control; it was not changed.",
      position: { path, line: 1, column: 1 },
    });
  }
  const hasByteOrderMark = text.startsWith("\uFEFF");
  return { path, hasByteOrderMark, ...parseText(hasByteOrderMark ? text.slice(1) : text, path) };
}

/** Parses a text without byte order mark; comments and trailing commas are welcome. Errors: damaged-file. */
export function parseText(text: string, path: string): { text: string; root: Node } {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text, errors, { allowTrailingComma: true });
  } catch (cause) {
    // The parser is recursive: thousands of nested brackets end its stack.
    throw damaged(text, path, 0, "its brackets are nested too deeply", cause);
  }
  const first = errors[0];
  if (first) {
    const hint = /^(<{7}|>{7})( |$)/m.test(text) ? "It holds unresolved merge conflicts: resolve them." : undefined;
    throw damaged(text, path, first.offset, describeFault(first), undefined, hint);
  }
  if (root?.type !== "object") {
    throw damaged(text, path, root?.offset ?? 0, "it must hold one JSON object");
  }
  return { text, root };
}

/** The error for a fault at an offset of a file that is left as it is. */
export function damagedAt(file: JsoncText, offset: number, fault: string): AutomationError {
  return damaged(file.text, file.path, offset, fault);
}

/** Line and column of an offset, both 1-based. CR, LF and CRLF end lines. */
export function positionOf(text: string, path: string, offset: number): FilePosition {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { path, line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

/** The property's node (its children are key and value), exact name; undefined when there is none. */
export function findProperty(object: Node | undefined, key: string): Node | undefined {
  return object?.type === "object" ? object.children?.find((property) => keyOf(property) === key) : undefined;
}

export function keyOf(property: Node): string {
  return String(property.children?.[0]?.value);
}

export function valueOf(property: Node | undefined): Node | undefined {
  return property?.children?.[1];
}

/** The JSON value of a node. */
export function jsonOf(node: Node): Json {
  if (node.type === "array") {
    return (node.children ?? []).map(jsonOf);
  }
  if (node.type === "object") {
    return Object.fromEntries(
      (node.children ?? []).flatMap((property) => {
        const value = valueOf(property);
        return value ? [[keyOf(property), jsonOf(value)]] : [];
      }),
    );
  }
  return node.value as Json;
}

function damaged(
  text: string,
  path: string,
  offset: number,
  fault: string,
  cause?: unknown,
  hint?: string,
): AutomationError {
  return new AutomationError("damaged-file", `"${path}" cannot be used: ${fault}.`, {
    cause,
    hint: hint ?? "Correct it or restore it from source control; it was not changed.",
    position: positionOf(text, path, offset),
  });
}

function describeFault(error: ParseError): string {
  switch (printParseErrorCode(error.error)) {
    case "PropertyNameExpected":
      return "a name in double quotes is expected here";
    case "ValueExpected":
      return "a value is expected here";
    case "ColonExpected":
      return "a colon is expected here";
    case "CommaExpected":
      return "a comma is expected here";
    case "CloseBraceExpected":
      return "a closing brace is missing";
    case "CloseBracketExpected":
      return "a closing bracket is missing";
    case "EndOfFileExpected":
      return "the file goes on after its end";
    case "UnexpectedEndOfString":
      return "a text without closing quote begins here";
    case "UnexpectedEndOfComment":
      return "a comment without end begins here";
    default:
      return "this is not JSON";
  }
}
