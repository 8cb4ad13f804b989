import type { FindingFix } from "../../../core/finding";
import type { CommandNode } from "../../powershell/syntax";
import type { PowerShellFile } from "../powershell-file";
import type { Rule } from "../rule";
import { outputPage } from "../sources";

/** RW111: text for a console that a job has not. */
export const writeHost: Rule = {
  code: "RW111",
  id: "write-host",
  title: "Write-Host where output is meant",
  severity: "information",
  reason:
    "A job has no console. The streams that the service records and shows are output, error, warning, verbose and progress; what " +
    "`Write-Host` writes is in none of them. Use `Write-Output` for results and `Write-Verbose` for messages. Not said inside " +
    "functions, where `Write-Output` would become part of the function's result.",
  sources: [
    outputPage,
    {
      title: "MicrosoftDocs/azure-docs#22430: there is no host to write to",
      url: "https://github.com/MicrosoftDocs/azure-docs/issues/22430",
    },
  ],
  examples: {
    bad: [{ language: "powershell", text: 'Write-Host "Started $(Get-Date)" -ForegroundColor Green\n' }],
    good: [
      { language: "powershell", text: 'Write-Output "Started $(Get-Date)"\n' },
      { language: "powershell", text: "function Show-Step($Text) {\n  Write-Host $Text\n}\n" },
    ],
  },
  check: {
    powershell(file, report) {
      for (const command of file.commandsNamed("write-host")) {
        if (isInFunction(file, command)) {
          continue;
        }
        const fix = fixOf(command);
        report({
          message: "A job has no console: Write-Host reaches no stream that the service shows.",
          start: command.nameStart,
          end: command.nameEnd,
          ...(fix && { fix }),
        });
      }
    },
  },
};

function isInFunction(file: PowerShellFile, { start }: CommandNode): boolean {
  const kind = file.syntax.definitions[file.scopeAt(start)]?.kind;
  return kind === "function" || kind === "filter" || kind === "class";
}

const colors = new Set(["foregroundcolor", "backgroundcolor", "fore", "foreground", "f", "b", "back", "background"]);

/** undefined where other parameters, or several values that the console would show in one line, stand there. */
function fixOf({ elements, nameStart, nameEnd }: CommandNode): FindingFix | undefined {
  const edits = [{ start: nameStart, end: nameEnd, text: "Write-Output" }];
  let values = 0;
  let from = nameEnd;
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    if (element === undefined) {
      continue;
    }
    if (element.kind === "parameter") {
      if (!colors.has(element.name.toLowerCase())) {
        return undefined;
      }
      const next = element.value ?? elements[++index];
      if (next === undefined || next.kind === "parameter") {
        return undefined;
      }
      // Behind a line continuation the backtick would be left over.
      edits.push({ start: from, end: next.end, text: "" });
      from = next.end;
      continue;
    }
    values++;
    from = element.end;
  }
  return values === 1 ? { title: "Use Write-Output", edits, isSafeForAll: false } : undefined;
}
