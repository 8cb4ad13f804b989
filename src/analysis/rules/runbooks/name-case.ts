import { findNamed } from "../account-names";
import { isCertain, renameEdit } from "../asset-names";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";
import { variablesPage } from "../sources";

/** RW104: the right name in other letters. */
export const nameCase: Rule = {
  code: "RW104",
  id: "name-case",
  title: "Asset name differs by case only",
  severity: "information",
  reason:
    "The service compares names without case, so the runbook works. Text search, pipelines that compare names by letter and people do " +
    "not: write the name as the account has it.",
  sources: [variablesPage, { title: "Assets compare by name without case" }],
  needsAccount: true,
  examples: {
    bad: [{ language: "powershell", text: '$region = Get-AutomationVariable -Name "region"\n', needsAccount: true }],
    good: [{ language: "powershell", text: '$region = Get-AutomationVariable -Name "Region"\n', needsAccount: true }],
  },
  check: { powershell: checkCalls, python: checkCalls },
};

function checkCalls(file: PowerShellFile | PythonFile, report: Report): void {
  if (file.account === undefined) {
    return;
  }
  for (const call of file.scan.assets) {
    const known = isCertain(call) ? findNamed(file.account, call.kind, call.name ?? "") : undefined;
    if (known === undefined || known.name === call.name) {
      continue;
    }
    const edit = renameEdit(file, call, known.name);
    report({
      message: `The ${call.kind} is called "${known.name}".`,
      start: call.nameStart,
      end: call.nameEnd,
      ...(edit && { fix: { title: `Write "${known.name}"`, edits: [edit], isSafeForAll: true } }),
    });
  }
}
