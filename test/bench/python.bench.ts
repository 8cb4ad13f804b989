/**
 * A Python job against bare python3 writing to a pipe: start to first output, 100,000 printed lines, and this process's memory.
 * Both are started from this process in turns, with the same interpreter. `npx tsx test/bench/python.bench.ts`
 */
import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";

import { JobWorkspace, pythonPath } from "../support/job-run";
import type { RunbookFile } from "../../src/core/runbook";

const startRounds = 15;
const floodRounds = 5;
const lines = 100_000;
/** Goals against the bare interpreter. */
const mostStart = { ratio: 1.3, extraMs: 60 };
const mostFlood = 1.5;

export async function main(): Promise<void> {
  const workspace = new JobWorkspace();
  try {
    await benchStart(workspace);
    await benchFlood(workspace);
    await benchMemory(workspace);
  } finally {
    workspace.dispose();
  }
}

async function benchStart(workspace: JobWorkspace): Promise<void> {
  const hello = workspace.add("hello.py", 'print("hi")\n');
  const bare: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < startRounds; round++) {
    bare.push((await runBare(hello)).firstMs);
    ours.push((await runJob(workspace, hello)).firstMs);
  }
  const limit = median(bare) * mostStart.ratio + mostStart.extraMs;
  print(
    `python: start to first output ${ms(bare)} ms bare, ${ms(ours)} ms as a job: ${ratio(ours, bare)} x, goal <= ${limit.toFixed(0)} ms (${mostStart.ratio} x + ${mostStart.extraMs} ms): ${median(ours) <= limit ? "met" : "missed"}`,
  );
}

async function benchFlood(workspace: JobWorkspace): Promise<void> {
  const flood = workspace.add("flood.py", `for i in range(${lines}): print("line", i)\n`);
  const bare: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < floodRounds; round++) {
    const bareRun = await runBare(flood);
    const job = await runJob(workspace, flood);
    if (bareRun.lines !== lines || job.lines !== lines) {
      throw new Error(`Lines were lost: ${bareRun.lines} and ${job.lines} of ${lines}.`);
    }
    bare.push(bareRun.endMs);
    ours.push(job.endMs);
  }
  const isMet = median(ours) / median(bare) <= mostFlood;
  print(
    `python: ${lines} lines ${ms(bare)} ms bare, ${ms(ours)} ms as records: ${ratio(ours, bare)} x, goal <= ${mostFlood} x: ${isMet ? "met" : "missed"}`,
  );
}

async function benchMemory(workspace: JobWorkspace): Promise<void> {
  const flood = workspace.add("long-flood.py", `for i in range(${5 * lines}): print("line", i)\n`);
  await runJob(workspace, flood);
  const before = process.memoryUsage().rss;
  let peak = before;
  await runJob(workspace, flood, () => (peak = Math.max(peak, process.memoryUsage().rss)));
  const grown = (peak - before) / 1024 / 1024;
  print(
    `python: memory of this process ${(before / 1024 / 1024).toFixed(0)} MB before, +${grown.toFixed(0)} MB at most during ${5 * lines} records`,
  );
}

interface Measured {
  readonly firstMs: number;
  readonly endMs: number;
  readonly lines: number;
}

function runBare(runbook: RunbookFile): Promise<Measured> {
  // Python's own habit of writing to a pipe in blocks, whatever this shell says.
  const env = { ...process.env };
  delete env["PYTHONUNBUFFERED"];
  const startedAt = performance.now();
  const child = spawn(pythonPath(), [runbook.path], { stdio: ["ignore", "pipe", "inherit"], env });
  let firstMs = 0;
  let count = 0;
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.stdout.on("data", (chunk: Buffer) => {
      firstMs ||= performance.now() - startedAt;
      count += chunk.toString("utf8").split("\n").length - 1;
    });
    child.once("close", () => resolve({ firstMs, endMs: performance.now() - startedAt, lines: count }));
  });
}

async function runJob(workspace: JobWorkspace, runbook: RunbookFile, onChunk?: () => void): Promise<Measured> {
  const startedAt = performance.now();
  const job = workspace.engine().start({ runbook, account: workspace.account });
  let firstMs = 0;
  let count = 0;
  job.onEvent((event) => {
    if (event.type === "stream") {
      firstMs ||= performance.now() - startedAt;
      if (count++ % 5000 === 0) {
        onChunk?.();
      }
    }
  });
  const { status, exception } = await job.completed;
  if (status !== "Completed") {
    throw new Error(exception);
  }
  return { firstMs, endMs: performance.now() - startedAt, lines: count };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function ms(values: readonly number[]): string {
  return median(values).toFixed(0);
}

function ratio(ours: readonly number[], bare: readonly number[]): string {
  return (median(ours) / median(bare)).toFixed(2);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (require.main === module) {
  void main();
}
