/** Finds where a JSON text stops being one, so that the field can say it while it is typed. */

export interface JsonProblem {
  /** What would have to stand there, as a part of a sentence: "a value". */
  readonly expected: string;
  /** Both 1-based. */
  readonly line: number;
  readonly column: number;
}

class Failure {
  constructor(
    readonly expected: string,
    readonly offset: number,
  ) {}
}

/** undefined: the text is JSON. */
export function findJsonProblem(text: string): JsonProblem | undefined {
  const end = skipSpace(text, 0);
  const after = readValue(text, end, 0);
  const failure = typeof after === "number" ? readEnd(text, after) : after;
  if (failure === undefined) {
    return undefined;
  }
  const before = text.slice(0, failure.offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    expected: failure.expected,
    line: before.split("\n").length,
    column: failure.offset - lineStart + 1,
  };
}

/** Deeper texts are left to the extension. */
const deepest = 200;

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const word = /true|false|null/y;
const space = /[ \t\r\n]*/y;

/** The offset after the value, or why there is none. */
function readValue(text: string, at: number, depth: number): number | Failure {
  const first = text[at];
  if (first === "{" || first === "[") {
    return depth > deepest ? text.length : readItems(text, at, first, depth);
  }
  if (first === '"') {
    return match(string, text, at) ?? new Failure('a text that ends with "', at);
  }
  return match(number, text, at) ?? match(word, text, at) ?? new Failure("a value", at);
}

function readItems(text: string, start: number, open: "{" | "[", depth: number): number | Failure {
  const close = open === "{" ? "}" : "]";
  let at = skipSpace(text, start + 1);
  if (text[at] === close) {
    return at + 1;
  }
  for (;;) {
    if (open === "{") {
      const key = match(string, text, at);
      if (key === undefined) {
        return new Failure('a name in "', at);
      }
      at = skipSpace(text, key);
      if (text[at] !== ":") {
        return new Failure("a colon", at);
      }
      at = skipSpace(text, at + 1);
    }
    const value = readValue(text, at, depth + 1);
    if (typeof value !== "number") {
      return value;
    }
    at = skipSpace(text, value);
    if (text[at] === close) {
      return at + 1;
    }
    if (text[at] !== ",") {
      return new Failure(`a comma or ${close}`, at);
    }
    at = skipSpace(text, at + 1);
  }
}

function readEnd(text: string, after: number): Failure | undefined {
  const end = skipSpace(text, after);
  return end < text.length ? new Failure("the end", end) : undefined;
}

function skipSpace(text: string, at: number): number {
  return match(space, text, at) ?? at;
}

/** The offset after the match of a sticky pattern. */
function match(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
