/**
 * The extension inside a real VS Code: its activation in a quiet window, and what an edit in a 700-line runbook costs until its diagnostics stand.
 * "Own" is time in our code and in what that calls, taken from a CPU profile of the extension host: VS Code's own work, other
 * extensions, other programs and our wait for a pause in typing are not in it. Goals: activation 5 ms, own work of an edit 16 ms (p95, one frame).
 * `npm run bench -- editor`; the build must be there.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { ensureVsCodeHost } from "../../scripts/setup/vscode-host.mjs";
import { bundleForEditor, runInEditor } from "../../scripts/vscode/in-editor.mjs";
import { createLocalAccount } from "../../src/local/account/open-account";
import { generateRunbook } from "../host/oracle/generated-runbooks";
import type { EditorMeasurement } from "./editor/measurement";

const root = resolve(__dirname, "../..");
/** The fastest counts: other programs can only add to it. */
const activations = 5;
const edits = 150;
const leastLines = 700;
const mostActivationMs = 5;
const mostEditMs = 16;

async function main(): Promise<void> {
  if (!existsSync(join(root, "dist/extension.js"))) {
    throw new Error('dist/extension.js is not there: run "npm run build" first.');
  }
  await ensureVsCodeHost(root);
  const outdir = join(root, "out/bench");
  await bundleForEditor({ files: ["editor/in-host.ts"], outbase: __dirname, outdir });
  const index = join(outdir, "editor/in-host.js");
  const folder = mkdtempSync(join(tmpdir(), "vb-"));
  try {
    const measured: EditorMeasurement[] = [];
    for (let round = 0; round <= activations; round++) {
      measured.push(await measure(join(folder, String(round)), index, round === activations ? edits : 0));
    }
    report(measured);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

async function measure(place: string, index: string, count: number): Promise<EditorMeasurement> {
  const workspace = join(place, "workspace");
  mkdirSync(workspace, { recursive: true });
  if (count > 0) {
    const account = await createLocalAccount(workspace, { name: "benchAccount" });
    await account.saveVariable("RetryCount", { value: 3 });
    writeFileSync(join(workspace, "Long.ps1"), longRunbook());
  }
  const result = join(place, "result.json");
  await runInEditor({
    index,
    workspace,
    place,
    env: { RUNBOOK_WORKBENCH_BENCH_RESULT: result, RUNBOOK_WORKBENCH_BENCH_EDITS: String(count) },
  });
  const measured = JSON.parse(readFileSync(result, "utf8")) as EditorMeasurement | { readonly failure: string };
  if ("failure" in measured) {
    throw new Error(measured.failure);
  }
  return measured;
}

/** Whole scripts one after the other, so that the text is balanced. */
function longRunbook(): string {
  let text = "";
  for (let seed = 1; text.split("\n").length < leastLines; seed++) {
    text += generateRunbook(seed, { statements: 20, hasWorkflows: false });
  }
  return text;
}

function report(measured: readonly EditorMeasurement[]): void {
  const own = measured.map(({ activateMs }) => activateMs);
  const whole = measured.flatMap(({ wholeMs }) => wholeMs ?? []);
  const busy = measured.flatMap(({ busyMs }) => busyMs ?? []);
  print(`${measured.length} starts of VS Code: activate() ${spread(own)}`);
  print(
    `reading the file included: ${spread(whole)}; the extension host busy in the second from then: ${spread(busy)}`,
  );
  goal("activation", Math.min(...own), mostActivationMs);
  const { lines = 0, found = 0, firstMs = 0, ownMs = [], latencies = [] } = measured.at(-1) ?? {};
  print(
    `runbook of ${lines} lines with ${found} findings: ${firstMs.toFixed(0)} ms from opening it to the first of them`,
  );
  print(`${ownMs.length} edits, own work up to the diagnostics: ${spread(ownMs)}`);
  print(`the same edits by the clock, the wait for a pause in typing included: ${spread(latencies)}`);
  goal("edit to diagnostics, own work, p95", at(ownMs, 0.95), mostEditMs);
  const kilobytes = (file: string): number => statSync(join(root, "dist", file)).size / 1000;
  const chunks = readdirSync(join(root, "dist/chunks")).filter((file) => file.endsWith(".js"));
  const largest = chunks.map((file) => ({ file, size: kilobytes(`chunks/${file}`) })).sort((a, b) => b.size - a.size);
  print(`dist/extension.js ${kilobytes("extension.js").toFixed(0)} KB, ${chunks.length} chunks, the largest:`);
  largest.slice(0, 6).forEach(({ file, size }) => print(`  ${file} ${size.toFixed(0)} KB`));
}

function goal(what: string, value: number, most: number): void {
  print(`goal ${what} at most ${most} ms: ${value <= most ? "met" : "missed"} (${value.toFixed(1)} ms)`);
}

function spread(values: readonly number[]): string {
  const shown = [0, 0.5, 0.95, 1].map((part) => at(values, part).toFixed(1));
  return `least ${shown[0]} ms, p50 ${shown[1]} ms, p95 ${shown[2]} ms, most ${shown[3]} ms`;
}

function at(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

function print(line: string): void {
  process.stdout.write(`editor: ${line}\n`);
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  const output = (error as { readonly output?: string }).output;
  process.stderr.write(output ?? "");
  process.exitCode = 1;
});
