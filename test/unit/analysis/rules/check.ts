/** Checks a text and prints its findings the way an editor would show them. */
import { scanKindOf, scanText } from "../../../../src/analysis/scan-file";
import { scanMetadata } from "../../../../src/analysis/metadata/scan-metadata";
import { checkScan } from "../../../../src/analysis/rules/check-file";
import type { CheckContext } from "../../../../src/analysis/rules/check-context";
import type { Finding } from "../../../../src/core/finding";

export type CheckOptions = Partial<Omit<CheckContext, "text">>;

export { checkExample } from "../../../../src/analysis/rules/check-example";

export function check(text: string, options: CheckOptions = {}): readonly Finding[] {
  const path = options.path ?? "Runbook.ps1";
  const kind = scanKindOf(path) ?? "powershell";
  const scan = kind === "metadata" ? scanMetadata(text) : scanText(kind, text);
  return checkScan(scan, { ...options, text, path });
}

/** `RW101 ‹$name›` for each finding, in order. */
export function marks(text: string, findings: readonly Finding[]): readonly string[] {
  return findings.map(({ code, start, end }) => `${code} ‹${text.slice(start, end)}›`);
}
