/**
 * What the command line adds to a hello-world runbook: `run hello.py` against node's own start plus the bare interpreter's, in turns so that a
 * busy machine disturbs all of them alike. Target (docs/cli.md): at most 60 ms, judged by the lower quartiles.
 * `npm run bench -- cli`; the build must be there.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { pythonPath } from "../support/job-run";

const rounds = 25;
const mostAddedMs = 60;
const program = resolve(__dirname, "../../dist/cli.js");

interface Candidate {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly timesMs: number[];
}

function main(): void {
  if (!existsSync(program)) {
    throw new Error('dist/cli.js is not there: run "npm run build" first.');
  }
  const folder = mkdtempSync(join(tmpdir(), "rw-bench-"));
  try {
    const script = join(folder, "hello.py");
    writeFileSync(script, 'print("hello")\n');
    const python = pythonPath();
    const candidate = (name: string, command: string, ...args: string[]): Candidate => ({
      name,
      command,
      args,
      timesMs: [],
    });
    const node = candidate("node -e 0", process.execPath, "-e", "0");
    const bare = candidate("bare python3", python, script);
    const version = candidate("cli --version", process.execPath, program, "--version");
    const run = candidate("cli run hello.py", process.execPath, program, "run", script, "--interpreter", python);
    const all = [node, bare, version, run];
    for (let round = 0; round <= rounds; round++) {
      for (const one of all) {
        const time = measure(one, folder);
        if (round > 0) {
          one.timesMs.push(time); // the first round warms the disk's cache
        }
      }
    }
    for (const one of all) {
      print(`cli: ${one.name}: ${quantile(one, 0.25).toFixed(0)} ms (median ${quantile(one, 0.5).toFixed(0)} ms)`);
    }
    const base = quantile(node, 0.25) + quantile(bare, 0.25);
    const added = quantile(run, 0.25) - base;
    print(`cli: run adds ${added.toFixed(0)} ms to node + python3, ${(quantile(run, 0.25) / base).toFixed(2)} x`);
    print(`cli: goal at most ${mostAddedMs} ms: ${added <= mostAddedMs ? "met" : "missed"}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure({ name, command, args }: Candidate, folder: string): number {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  const elapsed = performance.now() - startedAt;
  if (status !== 0) {
    throw new Error(`${name} ended with ${status ?? "a signal"}: ${stderr}`);
  }
  return elapsed;
}

function quantile({ timesMs }: Candidate, at: number): number {
  const sorted = [...timesMs].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * at)] ?? 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

main();
