/** Text of a PowerShell script to its syntax, in one pass; never throws, whatever the text is. */
import { StatementParser } from "./statement-parser";
import type { PowerShellSyntax } from "./syntax";

export function parsePowerShell(text: string, start = 0, end = text.length): PowerShellSyntax {
  // A byte order mark that a reader left in place is no part of the script.
  const from = start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
  const parser = new StatementParser(text, from, end);
  const { params, statements } = parser.parseScript();
  return {
    commands: parser.commands,
    assignments: parser.assignments,
    writes: parser.writes,
    members: parser.members,
    variables: parser.variables,
    strings: parser.strings,
    definitions: parser.definitions,
    comments: parser.comments,
    paramBlocks: parser.paramBlocks,
    usings: parser.usings,
    params,
    statements,
    problems: parser.problems,
  };
}
