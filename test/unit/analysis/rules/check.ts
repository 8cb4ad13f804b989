/** Checks a text and prints its findings the way an editor would show them. */
import { scanKindOf, scanText } from "../../../../src/analysis/scan-file";
import { scanMetadata } from "../../../../src/analysis/metadata/scan-metadata";
import { checkScan } from "../../../../src/analysis/rules/check-file";
import { exampleAccount } from "../../../../src/analysis/rules/example-account";
import type { CheckContext } from "../../../../src/analysis/rules/check-context";
import type { RuleExample } from "../../../../src/analysis/rules/rule";
import type { Finding } from "../../../../src/core/finding";

export type CheckOptions = Partial<Omit<CheckContext, "text">>;

const names = { powershell: "Runbook.ps1", python: "runbook.py", metadata: "Contoso-Automation.json" } as const;

export function check(text: string, options: CheckOptions = {}): readonly Finding[] {
  const path = options.path ?? names.powershell;
  const kind = scanKindOf(path) ?? "powershell";
  const scan = kind === "metadata" ? scanMetadata(text) : scanText(kind, text);
  return checkScan(scan, { ...options, text, path });
}

export function checkExample(example: RuleExample, text = example.text): readonly Finding[] {
  const { bytes, filesBeside } = example;
  return check(text, {
    path: example.path ?? names[example.language],
    account: example.needsAccount === true ? exampleAccount : undefined,
    bytes,
    filesBeside,
  });
}

/** `RW101 ‹$name›` for each finding, in order. */
export function marks(text: string, findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code, start, end }) => `${code} ‹${text.slice(start, end)}›`);
}
