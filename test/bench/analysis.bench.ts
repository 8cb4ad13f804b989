/**
 * Speed of the PowerShell analysis with all rules on 10 MB of generated runbooks, on one core, against web-tree-sitter with its PowerShell grammar,
 * which only parses: same texts, same process, in turns. Judged by processor time in the best round: what other programs take of the machine
 * can only add to it. The clock's time stands beside. `npx tsx test/bench/analysis.bench.ts`
 */
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";
import type TreeSitter from "@vscode/tree-sitter-wasm";
import { decodeText } from "../../src/analysis/decode-text";
import { scanPowerShell } from "../../src/analysis/powershell/scan-powershell";
import { checkScan } from "../../src/analysis/rules/check-file";
import { rules } from "../../src/analysis/rules/index";
import { exampleAccount } from "../../src/analysis/rules/example-account";
import { generateRunbook } from "../host/oracle/generated-runbooks";

const corpusBytes = 10_000_000;
const rounds = 10;
const leastMegabytesPerSecond = 25;
const leastRatio = 4;

export async function run(): Promise<boolean> {
  const corpus = makeCorpus();
  const size = corpus.reduce((sum, text) => sum + text.length, 0);
  const parser = await loadTreeSitter();
  print(`analysis: ${corpus.length} generated runbooks, ${(size / 1e6).toFixed(1)} MB, ${rounds} rounds in turns`);
  const cold = time(() => checkAll(corpus));
  const scans: Time[] = [];
  const ours: Time[] = [];
  const theirs: Time[] = [];
  // Tree-sitter warms up on a part: it is compiled ahead of time.
  parseAll(parser, corpus.slice(0, 50));
  for (let round = 0; round < rounds; round++) {
    scans.push(time(() => scanAll(corpus)));
    ours.push(time(() => checkAll(corpus)));
    if (round % 3 === 0) {
      theirs.push(time(() => parseAll(parser, corpus)));
    }
  }
  const rates = (times: readonly Time[]): string =>
    `${rate(size, best(times, "processor"))} MB/s of processor time (median ${rate(size, median(times, "processor"))}); ` +
    `by the clock ${rate(size, best(times, "clock"))} (median ${rate(size, median(times, "clock"))})`;
  print(`analysis: scan alone ${rates(scans)}`);
  print(`analysis: scan and ${rules.length} rules ${rates(ours)}; first pass ${rate(size, cold.processor)}`);
  print(`analysis: web-tree-sitter, parse only ${rates(theirs)}`);
  const slowest = Math.max(...corpus.map((text) => Math.min(...[0, 1, 2].map(() => time(() => checkOne(text)).clock))));
  print(`analysis: slowest file ${(slowest * 1000).toFixed(1)} ms`);
  const seconds = best(ours, "processor");
  const ratio = best(theirs, "processor") / seconds;
  const isMet = size / 1e6 / seconds >= leastMegabytesPerSecond && ratio >= leastRatio;
  print(
    `analysis: ${rate(size, seconds)} MB/s, ${ratio.toFixed(1)} x web-tree-sitter; goal >= ${leastMegabytesPerSecond} MB/s and >= ${leastRatio} x: ${isMet ? "met" : "missed"}`,
  );
  return isMet;
}

function makeCorpus(): readonly string[] {
  const texts: string[] = [];
  for (let seed = 1, bytes = 0; bytes < corpusBytes; seed++) {
    const generated = generateRunbook(seed, { statements: 10 + (seed % 90), hasWorkflows: true });
    // In one piece, as a text that was read from a file; a generated one is a tree of its parts.
    const text = decodeText(Buffer.from(generated)).text;
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
interface Time {
  readonly clock: number;
  readonly processor: number;
}

function time(work: () => unknown): Time {
  const before = process.cpuUsage();
  const start = performance.now();
  work();
  const clock = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  return { clock, processor: (user + system) / 1e6 };
}

function best(times: readonly Time[], kind: keyof Time): number {
  return Math.min(...times.map((one) => one[kind]));
}

function median(times: readonly Time[], kind: keyof Time): number {
  const sorted = times.map((one) => one[kind]).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function rate(size: number, seconds: number): string {
  return (size / 1e6 / seconds).toFixed(1);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (require.main === module) {
  void run();
}
