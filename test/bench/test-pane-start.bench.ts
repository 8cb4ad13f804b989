/**
 * From the start message of the test pane's view to the first record that is posted back to it, with a cold and with a waiting
 * PowerShell, against a bare `pwsh -NoProfile -File` that writes to a pipe. The pane's session, the job engine, the sandbox and
 * PowerShell are real; the view and the editor around them are not. All three take turns, so that other work on the machine disturbs them
 * alike; judged by the lower quartiles, since other work only ever adds, the medians stand beside. Goals: no more than 1.6 times the bare
 * start when cold, as PowerShell itself starts inside it; a third of it when one waits.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import process from "node:process";

import { WarmPool } from "../../src/local/sandbox/warm-pool";
import { hostsFolder, JobWorkspace, powerShellPath } from "../support/job-run";
import { openPane } from "../unit/features/test-pane/support/pane-harness";

const rounds = 15;
const runbookText = 'param([string] $Name = "world")\nWrite-Output "Hello $Name"\n';

async function main(): Promise<void> {
  const pwsh = powerShellPath();
  if (pwsh === undefined) {
    process.stdout.write("skipped: no pwsh\n");
    return;
  }
  const work = new JobWorkspace();
  const pool = new WarmPool({ hostsFolder, tempFolder: work.jobsFolder });
  try {
    const { path } = work.add("Bare.ps1", runbookText);
    const [bare, cold, warm]: [number[], number[], number[]] = [[], [], []];
    await bareStart(pwsh, path); // fills the disk's cache
    for (let round = 0; round < rounds; round++) {
      bare.push(await bareStart(pwsh, path));
      cold.push(await paneStart(work, undefined));
      warm.push(await paneStart(work, pool));
    }
    report("cold", cold, bare, 1.6);
    report("warm", warm, bare, 0.33);
  } finally {
    await pool.dispose();
    work.dispose();
  }
}

/** Milliseconds to the first output. */
async function bareStart(pwsh: string, path: string): Promise<number> {
  const start = performance.now();
  // A session of its own, as our host has: Linux shares a busy machine out between sessions.
  const child = spawn(pwsh, ["-NoProfile", "-File", path], { stdio: ["ignore", "pipe", "ignore"], detached: true });
  let firstMs = Number.NaN;
  child.stdout.once("data", () => (firstMs = performance.now() - start));
  child.stdout.resume();
  await once(child, "close");
  return firstMs;
}

/** The same through a pane that is open; with a pool, a PowerShell waits when the key is pressed. */
async function paneStart(work: JobWorkspace, warmPool: WarmPool | undefined): Promise<number> {
  let firstMs: number | undefined;
  let start = 0;
  let tell: () => void = () => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  const pane = await openPane({
    text: runbookText,
    launch: (_request, runbook) =>
      work.engine({ ...(warmPool && { warmPool }) }).start({ account: work.account, runbook }),
    later: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return { dispose: () => clearTimeout(timer) };
    },
    onPosted: (message) => {
      if (message.type === "records" && message.records.length > 0) {
        firstMs ??= performance.now() - start;
      }
      const ended = message.type === "update" && ["Completed", "Failed"].includes(message.state.run?.status ?? "");
      if (ended) {
        tell();
      }
    },
  });
  try {
    writeFileSync(pane.session.runbook.path, runbookText);
    if (warmPool) {
      await work.engine({ warmPool }).keepWarm({ account: work.account });
    }
    start = performance.now();
    await pane.send({ type: "start" });
    await Promise.all([pane.ended(1), told]);
    const { status, exception } = pane.state().run;
    if (status !== "Completed" || pane.records()[0]?.text !== "Hello world") {
      throw new Error(`The runbook ended as ${status}: ${exception}`);
    }
    return firstMs ?? Number.NaN;
  } finally {
    await pane.dispose();
  }
}

function report(name: string, ours: readonly number[], bare: readonly number[], goal: number): void {
  const [our, their] = [quantile(ours, 0.25), quantile(bare, 0.25)];
  const ratio = our / their;
  const medians = (quantile(ours, 0.5) / quantile(bare, 0.5)).toFixed(2);
  process.stdout.write(
    `${name}: first output in the pane after ${our.toFixed(0)} ms against ${their.toFixed(0)} ms = ${ratio.toFixed(2)}x ` +
      `(medians ${medians}x), goal ${goal}x: ${ratio <= goal ? "met" : "MISSED"}\n`,
  );
}

function quantile(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * at)] ?? Number.NaN;
}

void main();
