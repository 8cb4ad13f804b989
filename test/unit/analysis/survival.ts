/** Everything the editor asks of a text while it is typed, and how long that takes. */
import { performance } from "node:perf_hooks";
import process from "node:process";
import { completeRunbook } from "../../../src/analysis/completion/complete";
import { describeRunbook } from "../../../src/analysis/describe-runbook";
import { hoverAt } from "../../../src/analysis/hover/hover";
import { inventoryOf } from "../../../src/analysis/references/inventory";
import { checkScan } from "../../../src/analysis/rules/check-file";
import { exampleAccount } from "../../../src/analysis/rules/example-account";
import { scanText } from "../../../src/analysis/scan-file";
import { mutatedTexts, type MutatedText } from "./mutated-texts";

/** No input may take longer, in milliseconds. */
export const longestMs = 50;

export interface Survival {
  readonly inputs: number;
  readonly bytes: number;
  readonly findings: number;
  /** Texts that made something throw, with what it threw; no more than ten. */
  readonly thrown: readonly { readonly text: string; readonly error: string }[];
  /** Texts that took too long however often they were tried; no more than ten. */
  readonly slow: readonly string[];
  /** Inputs over the limit at the first time, by the clock: other programs stop any run for a while. */
  readonly slowOnce: number;
  /** Longest time that an input took, milliseconds: by the clock, or processor time in the best of three more runs where that was too long. */
  readonly longest: number;
}

export function survive(seed: number, count: number): Survival {
  const thrown: { readonly text: string; readonly error: string }[] = [];
  const slow: string[] = [];
  let bytes = 0;
  let findings = 0;
  let slowOnce = 0;
  let longest = 0;
  for (const input of mutatedTexts(seed, count)) {
    bytes += input.text.length;
    try {
      const start = performance.now();
      findings += analyse(input);
      let ms = performance.now() - start;
      if (ms > longestMs) {
        slowOnce++;
        ms = Math.min(ms, processorTime(input), processorTime(input), processorTime(input));
        if (ms > longestMs && slow.length < 10) {
          slow.push(input.text);
        }
      }
      longest = Math.max(longest, ms);
    } catch (error) {
      if (thrown.length < 10) {
        thrown.push({
          text: input.text,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      }
    }
  }
  return { inputs: count, bytes, findings, thrown, slow, slowOnce, longest };
}

/** Number of findings. */
function analyse({ kind, text, caret }: MutatedText): number {
  const scan = scanText(kind, text);
  const path = kind === "metadata" ? "Contoso-Automation.json" : kind === "python" ? "runbook.py" : "Runbook.ps1";
  const bytes = { encoding: "utf-8", hasByteOrderMark: false } as const;
  const findings = checkScan(scan, { text, path, account: exampleAccount, bytes, filesBeside: [] });
  if (scan.language !== "metadata") {
    completeRunbook(text, scan, caret, exampleAccount);
    hoverAt(scan, caret, exampleAccount);
    // Each reads the text again, which would make the most of the time; they share the scan's code.
    if (text.length % 8 === 0) {
      describeRunbook(text, scan.language);
      inventoryOf(path, text, scan.language);
    }
  }
  return findings.length;
}

/** Milliseconds of this process: what other programs take of the machine does not count. */
function processorTime(input: MutatedText): number {
  const before = process.cpuUsage();
  analyse(input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
