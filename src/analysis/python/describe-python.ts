/** What a Python runbook says about itself: its parameters have positions, not names, so only its docstring is left. */
import type { RunbookDescription } from "../../core/runbook";

/** The module's docstring: the first statement, if it is a string. */
const docstring =
  /^(?:\s|#[^\r\n]*(?:\r\n|\r|\n|$)|\\\r?\n)*[rRuU]?(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"([^"\r\n]*)"|'([^'\r\n]*)')/;

export function describePython(text: string): RunbookDescription {
  const match = docstring.exec(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  const content = match?.[1] ?? match?.[2] ?? match?.[3] ?? match?.[4] ?? "";
  return {
    language: "python",
    type: "Python3",
    declaredName: undefined,
    parameters: [],
    problem: undefined,
    synopsis: (content.trim().split(/\r?\n[ \t]*\r?\n/, 1)[0] ?? "").replace(/\s+/g, " ").trim(),
  };
}
