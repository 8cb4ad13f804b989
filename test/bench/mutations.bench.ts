/**
 * A million mutated texts through everything the editor asks of a text: scan, rules, completion, hover. None may throw, none may take more
 * than 50 ms. One process a core, each with a seed of its own. `npx tsx test/bench/mutations.bench.ts [COUNT]`
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { performance } from "node:perf_hooks";
import process from "node:process";
import { longestMs, survive, type Survival } from "../unit/analysis/survival";

const seed = 20_240_607;

async function run(count: number): Promise<void> {
  const processes = Math.max(1, availableParallelism());
  const start = performance.now();
  const parts = await Promise.all(Array.from({ length: processes }, (_, index) => runPart(index, count, processes)));
  const seconds = (performance.now() - start) / 1000;
  const sum = (of: (part: Survival) => number): number => parts.reduce((total, part) => total + of(part), 0);
  const thrown = parts.flatMap((part) => part.thrown);
  const slow = parts.flatMap((part) => part.slow);
  const inputs = sum((part) => part.inputs);
  print(
    `mutations: ${inputs.toLocaleString("en")} texts, ${(sum((part) => part.bytes) / 1e6).toFixed(0)} MB, seed ${seed}, ` +
      `${sum((part) => part.findings).toLocaleString("en")} findings, ${processes} processes, ${seconds.toFixed(0)} s`,
  );
  print(
    `mutations: ${thrown.length} threw, ${slow.length} took more than ${longestMs} ms of the processor ` +
      `(${sum((part) => part.slowOnce)} did by the clock, at first), longest ${Math.max(...parts.map(({ longest }) => longest)).toFixed(1)} ms`,
  );
  for (const { text, error } of thrown) {
    print(`mutations: threw for ${JSON.stringify(text)}: ${error}`);
  }
  for (const text of slow) {
    print(`mutations: slow for ${JSON.stringify(text)}`);
  }
  print(
    `mutations: goal none throws, none over ${longestMs} ms: ${thrown.length + slow.length === 0 ? "met" : "missed"}`,
  );
}

async function runPart(index: number, count: number, processes: number): Promise<Survival> {
  const share = Math.floor(count / processes) + (index < count % processes ? 1 : 0);
  const child = fork(__filename, ["part", String(seed + index), String(share)]);
  const answer = once(child, "message") as Promise<[Survival]>;
  const end = once(child, "exit").then(([code]: (number | null)[]) => {
    throw new Error(`A process with mutated texts ended with ${String(code)} and gave no answer.`);
  });
  const [survival] = await Promise.race([answer, end]);
  return survival;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

const [first, partSeed, share] = process.argv.slice(2);
if (first === "part") {
  process.send?.(survive(Number(partSeed), Number(share)));
  process.disconnect();
} else {
  void run(first === undefined ? 1_000_000 : Number(first));
}
