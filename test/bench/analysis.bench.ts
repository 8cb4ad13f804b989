/**
 * Speed of the PowerShell analysis with all rules on 10 MB of generated runbooks, on one core, against web-tree-sitter with its PowerShell grammar,
 * which only parses: same texts, same process, in turns. `npx tsx test/bench/analysis.bench.ts`
 */
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import type TreeSitter from "@vscode/tree-sitter-wasm";
import { scanPowerShell } from "../../src/analysis/powershell/scan-powershell";
import { checkScan } from "../../src/analysis/rules/check-file";
import { rules } from "../../src/analysis/rules/index";
import { exampleAccount } from "../../src/analysis/rules/example-account";
import { generateRunbook } from "../host/oracle/generated-runbooks";

const corpusBytes = 10_000_000;
const rounds = 5;
const leastMegabytesPerSecond = 25;
const leastRatio = 4;

export async function run(): Promise<boolean> {
  const corpus = makeCorpus();
  const size = corpus.reduce((sum, text) => sum + text.length, 0);
  const parser = await loadTreeSitter();
  print(`analysis: ${corpus.length} generated runbooks, ${(size / 1e6).toFixed(1)} MB`);
  const cold = time(() => checkAll(corpus));
  const ours: number[] = [];
  const scans: number[] = [];
  const theirs: number[] = [];
  // Tree-sitter warms up on a part: it is compiled ahead of time.
  parseAll(parser, corpus.slice(0, 50));
  for (let round = 0; round < rounds; round++) {
    scans.push(time(() => scanAll(corpus)));
    ours.push(time(() => checkAll(corpus)));
    if (round % 2 === 0) {
      theirs.push(time(() => parseAll(parser, corpus)));
    }
  }
  const rate = (seconds: number): number => size / 1e6 / seconds;
  const warm = rate(median(ours));
  const baseline = rate(median(theirs));
  const times = corpus.map((text) => time(() => checkOne(text))).sort((a, b) => a - b);
  const slowest = times.at(-1) ?? 0;
  print(`analysis: scan alone ${rate(median(scans)).toFixed(1)} MB/s`);
  print(
    `analysis: scan and ${rules.length} rules ${warm.toFixed(1)} MB/s (first pass ${rate(cold).toFixed(1)}), slowest file ${ms(slowest)} ms`,
  );
  print(`analysis: web-tree-sitter, parse only ${baseline.toFixed(1)} MB/s: ${(warm / baseline).toFixed(1)} x`);
  const isMet = warm >= leastMegabytesPerSecond && warm / baseline >= leastRatio;
  print(`analysis: goal >= ${leastMegabytesPerSecond} MB/s and >= ${leastRatio} x: ${isMet ? "met" : "missed"}`);
  return isMet;
}

function makeCorpus(): readonly string[] {
  const texts: string[] = [];
  for (let seed = 1, bytes = 0; bytes < corpusBytes; seed++) {
    const text = generateRunbook(seed, { statements: 10 + (seed % 90), hasWorkflows: true });
    texts.push(text);
    bytes += text.length;
  }
  return texts;
}

/** A sum, so that no call can be dropped. */
function scanAll(corpus: readonly string[]): number {
  let calls = 0;
  for (const text of corpus) {
    calls += scanPowerShell(text).assets.length;
  }
  return calls;
}

/** As the editor does it: with an account, so that no rule is left out. */
function checkOne(text: string): number {
  return checkScan(scanPowerShell(text), { text, path: "Runbook.ps1", account: exampleAccount }).length;
}

function checkAll(corpus: readonly string[]): number {
  let findings = 0;
  for (const text of corpus) {
    findings += checkOne(text);
  }
  return findings;
}

async function loadTreeSitter(): Promise<TreeSitter.Parser> {
  const require = createRequire(__filename);
  const folder = dirname(require.resolve("@vscode/tree-sitter-wasm"));
  const library = require("@vscode/tree-sitter-wasm") as typeof TreeSitter;
  await library.Parser.init({ locateFile: (name: string) => join(folder, name) });
  const parser = new library.Parser();
  parser.setLanguage(await library.Language.load(await readFile(join(folder, "tree-sitter-powershell.wasm"))));
  return parser;
}

function parseAll(parser: TreeSitter.Parser, corpus: readonly string[]): void {
  for (const text of corpus) {
    parser.parse(text)?.delete();
  }
}

/** Seconds */
function time(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function ms(seconds: number): string {
  return (seconds * 1000).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (require.main === module) {
  void run();
}
