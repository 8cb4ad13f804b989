import { nearestNames } from "../../../core/nearest-names";
import type { PowerShellFile } from "../powershell-file";
import type { PythonFile } from "../python-file";
import type { Report, Rule } from "../rule";

/** RW100: a comment switches off a code that no rule has. Made from the list of all codes, which holds this one as well. */
export function unknownSuppression(codes: () => readonly string[]): Rule {
  const check = (file: PowerShellFile | PythonFile, report: Report): void => {
    for (const suppression of file.scan.suppressions) {
      for (const { code, start, end } of suppression.codes) {
        const all = codes();
        if (all.includes(code)) {
          continue;
        }
        const [near] = nearestNames(code, all);
        report({
          message: `No rule has the code "${code}".${near === undefined ? "" : ` Did you mean "${near}"?`}`,
          start,
          end,
          ...(near !== undefined && {
            fix: { title: `Change to ${near}`, edits: [{ start, end, text: near }], isSafeForAll: false },
          }),
          tag: "unnecessary",
        });
      }
    }
  };
  return {
    code: "RW100",
    id: "unknown-suppression",
    title: "Suppression of a code that no rule has",
    severity: "warning",
    reason:
      "A comment `# runbook-workbench disable-next-line RW102 reason` (also `disable` for its own line and `disable-file`) switches " +
      "findings off; without a code it switches off all. A code that no rule has switches nothing off, so the finding that its author " +
      "meant is still there, or will come back unseen.",
    sources: [{ title: "How to suppress findings: the list of all rules" }],
    examples: {
      bad: [
        { language: "powershell", text: "# runbook-workbench disable-next-line RW192\nGet-Date\n" },
        { language: "python", text: "# runbook-workbench disable-file RW999\n" },
      ],
      good: [
        {
          language: "powershell",
          text: "param($Name)\n# runbook-workbench disable-next-line RW102 serves every connection\nGet-AutomationConnection -Name $Name\n",
        },
      ],
    },
    check: { powershell: check, python: check },
  };
}
