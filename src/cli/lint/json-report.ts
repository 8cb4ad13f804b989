/** `lint --output json`, exactly as docs/cli.md says: one file a line. */
import type { Console } from "../console";
import type { LintReport } from "./lint-report";

export function jsonReport(console: Pick<Console, "result">): LintReport {
  let separator = "\n";
  console.result('{"version":1,"files":[');
  return {
    file({ shown, kind, findings, positionOf }) {
      const entry = {
        path: shown,
        kind,
        findings: findings.map(({ code, severity, message, start, end, fix }) => ({
          code,
          severity,
          message,
          start: positionOf(start),
          end: positionOf(end),
          fix: fix !== undefined,
        })),
      };
      console.result(separator + JSON.stringify(entry));
      separator = ",\n";
    },
    end: (summary) => console.result(`\n],"summary":${JSON.stringify(summary)}}\n`),
  };
}
