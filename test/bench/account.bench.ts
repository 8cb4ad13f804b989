/**
 * What it costs to change one asset among many: a set among 5,000 assets against a bare atomic write of a file of that size (temporary
 * file, fsync, rename), in turns. Goal: under 50 ms.
 */
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";

import { createLocalAccount } from "../../src/local/account/open-account";

const rounds = 25;
const goalMs = 50;

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rw-bench-"));
  try {
    const places = { environment: {}, configurationFolder: join(folder, "config") };
    const account = await createLocalAccount(join(folder, "work"), places);
    const variables = Object.fromEntries(
      Array.from({ length: 5000 }, (_, at) => [
        `Plain${at}`,
        { value: `value ${at}`, description: `what ${at} is for` },
      ]),
    );
    writeFileSync(account.assetsPath, JSON.stringify({ variables }, null, 2));
    const set: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const bytes = readFileSync(account.assetsPath);
      bare.push(timed(() => writeDirectly(join(folder, "bare.json"), bytes)));
      const start = performance.now();
      await account.saveVariable(round % 2 ? `New${round}` : `Plain${round * 100}`, { value: round });
      set.push(performance.now() - start);
    }
    const ratio = median(set) / median(bare);
    process.stdout.write(
      `account: a set among 5,000 assets ${median(set).toFixed(1)} ms, ${ratio.toFixed(1)} x of a bare atomic write ` +
        `(${median(bare).toFixed(1)} ms); goal ${goalMs} ms: ${median(set) <= goalMs ? "met" : "missed"}\n`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeDirectly(path: string, bytes: Uint8Array): void {
  const file = openSync(`${path}.tmp`, "w");
  writeSync(file, bytes);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.tmp`, path);
}

function timed(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

void main();
