/** Calls in a Python text as far as rules need them: what stands between the parentheses of a function. */
import type { PythonFile } from "./python-file";

export interface PythonCall {
  /** Index of the name's token. */
  readonly name: number;
  /** Indexes of the first token behind `(` and of the matching `)`. */
  readonly first: number;
  readonly close: number;
}

/** Calls of a plain function such as `print`, not of a method of that name. */
export function callsOf({ tokens }: PythonFile, functionName: string): readonly PythonCall[] {
  const calls: PythonCall[] = [];
  for (let index = 0; index < tokens.length; index++) {
    if (
      tokens[index]?.text === functionName &&
      tokens[index + 1]?.text === "(" &&
      tokens[index - 1]?.text !== "." &&
      tokens[index - 1]?.text !== "def"
    ) {
      calls.push({ name: index, first: index + 2, close: closingOf({ tokens }, index + 1) });
    }
  }
  return calls;
}

function closingOf({ tokens }: Pick<PythonFile, "tokens">, open: number): number {
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const text = tokens[index]?.text;
    if (text === "(" || text === "[" || text === "{") {
      depth++;
    } else if ((text === ")" || text === "]" || text === "}") && --depth === 0) {
      return index;
    }
  }
  return tokens.length;
}

const showing = new Set(["print", "str", "repr", "format", "dumps"]);

/** Whether a place inside a call is shown as it is: no function but `str`, `format` and the like stands around it. */
export function isShownIn({ tokens }: PythonFile, call: PythonCall, offset: number): boolean {
  const stack: boolean[] = [];
  for (let index = call.first; index < call.close; index++) {
    const token = tokens[index];
    if (token === undefined || token.start >= offset) {
      break;
    }
    if (token.text === "(") {
      const before = tokens[index - 1];
      const isCall = before?.kind === "name" || before?.text === ")" || before?.text === "]";
      // The key of `.get("key")` is a read, not a call around it.
      stack.push(!isCall || before.kind !== "name" || showing.has(before.text) || before.text === "get");
    } else if (token.text === ")") {
      stack.pop();
    }
  }
  return stack.every((isShown) => isShown);
}

/** Whether an offset stands inside the call. */
export function isInside({ tokens }: PythonFile, call: PythonCall, offset: number): boolean {
  return offset >= (tokens[call.first]?.start ?? Infinity) && offset < (tokens[call.close]?.start ?? Infinity);
}
