/**
 * The PowerShell host against a bare `pwsh -NoProfile -File` that writes to a pipe: time to the first output, cold and warm, and
 * 100,000 records. Both sides take turns, so that other work on the machine disturbs them alike; starts are judged by the lower quartiles,
 * since other work only ever adds to them, and the medians stand beside. The session runs in this process, so node's own start is not in
 * the numbers. `npx tsx test/bench/powershell.bench.ts`; prints ratios, never fails on them.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import process from "node:process";

import { startPowerShellHost } from "../../src/local/sandbox/powershell/start-powershell-host";
import { baseEnvironment, hostsFolder, noServices, pwshPath } from "../host/powershell/support/run-script";

interface Timing {
  readonly firstMs: number;
  readonly wholeMs: number;
}

const startRounds = 15;

const typical = `function Get-Part([int] $Count) { foreach ($i in 1..$Count) { Write-Output "part $i" } }
Get-Part 3 | Where-Object { $_ -ne 'part 2' } | ForEach-Object { $_.ToUpper() }
@{ name = 'typical'; parts = @(1, 2, 3) } | ConvertTo-Json`;

async function main(): Promise<void> {
  if (pwshPath === undefined) {
    process.stdout.write("skipped: no pwsh\n");
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "rbw-bench-"));
  try {
    await compareStarts("hi", '"hi"', 1.6, folder);
    await compareStarts("a typical runbook", typical, 1.4, folder);
    const floods: readonly (readonly [string, string])[] = [
      ["100,000 Write-Output", "for ($i = 0; $i -lt 100000; $i++) { Write-Output $i }"],
      ["100,000 strings", 'for ($i = 0; $i -lt 100000; $i++) { "line $i" }'],
      [
        "100,000 mixed records",
        'for ($i = 0; $i -lt 25000; $i++) { Write-Output $i; Write-Warning "w"; Write-Verbose "v" -Verbose; Write-Host "h" }',
      ],
    ];
    for (const [name, text] of floods) {
      await compareFlood(name, text, folder);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareStarts(name: string, text: string, target: number, folder: string): Promise<void> {
  const path = script(folder, text);
  const [bare, cold, warm]: [number[], number[], number[]] = [[], [], []];
  await runBare(path); // fills the disk's cache
  for (let round = 0; round < startRounds; round++) {
    bare.push((await runBare(path)).firstMs);
    cold.push((await runOurs(path, "cold")).firstMs);
    warm.push((await runOurs(path, "warm")).firstMs);
  }
  report(`cold, ${name}, first output`, lowerQuartile(cold), lowerQuartile(bare), target, median(cold) / median(bare));
  report(`warm, ${name}, first output`, lowerQuartile(warm), lowerQuartile(bare), 0.15, median(warm) / median(bare));
}

async function compareFlood(name: string, text: string, folder: string): Promise<void> {
  const path = script(folder, text);
  const [bare, ours]: [number[], number[]] = [[], []];
  const before = process.memoryUsage().rss;
  let peak = before;
  for (let round = 0; round < 3; round++) {
    bare.push((await runBare(path)).wholeMs);
    ours.push((await runOurs(path, "cold")).wholeMs);
    peak = Math.max(peak, process.memoryUsage().rss);
  }
  report(name, median(ours), median(bare), 1.5);
  process.stdout.write(`  memory of this process: +${Math.round((peak - before) / 1024 / 1024)} MB\n`);
}

async function runBare(path: string): Promise<Timing> {
  const start = performance.now();
  const child = spawn(pwshPath ?? "", ["-NoProfile", "-File", path], {
    env: { ...baseEnvironment() },
    stdio: ["ignore", "pipe", "ignore"],
    // A session of its own, as our host has: Linux shares a busy machine out between sessions.
    detached: true,
  });
  let firstMs: number | undefined;
  child.stdout.on("data", () => {
    firstMs ??= performance.now() - start;
  });
  await once(child, "close");
  return { firstMs: firstMs ?? Number.NaN, wholeMs: performance.now() - start };
}

async function runOurs(path: string, mode: "cold" | "warm"): Promise<Timing> {
  let start = performance.now();
  const host = startPowerShellHost(
    {
      interpreterPath: pwshPath ?? "",
      edition: "7",
      hostsFolder,
      environment: baseEnvironment(),
      cwd: tmpdir(),
      platform: process.platform,
    },
    mode,
  );
  if (mode === "warm") {
    await host.ready;
    start = performance.now();
  }
  let firstMs: number | undefined;
  const session = host.run(
    { runbookPath: path, jobId: "11111111-1111-4111-8111-111111111111", parameters: {} },
    noServices,
    {
      onRunning: () => undefined,
      onNotice: () => undefined,
      onRecord: () => {
        firstMs ??= performance.now() - start;
      },
    },
  );
  const outcome = await session.finished;
  if (outcome.kind !== "completed") {
    throw new Error(outcome.exception);
  }
  return { firstMs: firstMs ?? Number.NaN, wholeMs: performance.now() - start };
}

function script(folder: string, text: string): string {
  const path = join(folder, "runbook.ps1");
  writeFileSync(path, text);
  return path;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function lowerQuartile(values: readonly number[]): number {
  return quantile(values, 0.25);
}

function quantile(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * at)] ?? Number.NaN;
}

function report(name: string, ours: number, bare: number, target: number, medianRatio?: number): void {
  const ratio = ours / bare;
  const verdict = ratio <= target ? "within" : "over";
  const beside = medianRatio === undefined ? "" : `, medians ${medianRatio.toFixed(2)}x`;
  process.stdout.write(
    `${name}: ${ours.toFixed(0)} ms against ${bare.toFixed(0)} ms = ${ratio.toFixed(2)}x (${verdict} ${target}x${beside})\n`,
  );
}

export { main };

if (require.main === module) {
  void main();
}
