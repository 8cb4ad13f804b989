/** Runs every rule over what a scan found. Nothing is read twice; never throws. */
import type { Finding } from "../../core/finding";
import type { Scan } from "../scan-file";
import type { CheckContext } from "./check-context";
import { rules } from "./index";
import { MetadataFile } from "./metadata-file";
import { PowerShellFile } from "./powershell-file";
import { PythonFile } from "./python-file";
import type { Report, Rule } from "./rule";
import { withoutSuppressed } from "./suppressed";

/** In the order of the text. Rules that are off or that a comment suppresses say nothing. */
export function checkScan(scan: Scan, context: CheckContext): readonly Finding[] {
  const findings: Finding[] = [];
  const run = runnerOf(scan, context);
  for (const rule of rules) {
    const severity = context.severities?.[rule.code] ?? rule.severity;
    if (severity !== "off") {
      const { code } = rule;
      run?.(rule, (finding) => findings.push({ code, severity, ...finding, message: shortened(finding.message) }));
    }
  }
  if (findings.length > 1) {
    findings.sort((a, b) => a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : 1));
  }
  return scan.language === "metadata" ? findings : withoutSuppressed(findings, scan.suppressions, context.text);
}

/** Messages quote names, and a name may be as long as the text. */
function shortened(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage)}\u2026` : message;
}

const longestMessage = 600;

type Runner = (rule: Rule, report: Report) => void;

function runnerOf(scan: Scan, context: CheckContext): Runner | undefined {
  switch (scan.language) {
    case "powershell": {
      const file = new PowerShellFile(scan, context);
      return (rule, report) => rule.check.powershell?.(file, report);
    }
    case "python": {
      const file = new PythonFile(scan, context);
      return (rule, report) => rule.check.python?.(file, report);
    }
    case "metadata": {
      const file = new MetadataFile(scan, context);
      // Other files end in `-Automation.json` too.
      return scan.isMetadata ? (rule, report) => rule.check.metadata?.(file, report) : undefined;
    }
  }
}
