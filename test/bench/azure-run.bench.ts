/**
 * Requests of a test job in Azure that is watched, by kind, against the naive loop: every 2 s the state, the list of records, and each new
 * record whole. The fake resource manager answers over HTTP, time is made up: a job of three minutes is over in a moment, and the numbers
 * are the same on every machine. How late records and the end are seen is printed too: few requests are easy for who comes late.
 * `npx tsx test/bench/azure-run.bench.ts`; prints numbers and never fails on them.
 */
import type { AzureAccount } from "../../src/azure/account/azure-account";
import { testJobSource } from "../../src/azure/account/job-sources";
import { WatchedAzureJob } from "../../src/azure/account/watched-job";
import type { FakeJob } from "../support/fake-arm/arm-state";
import { startFakeSession, type FakeSession } from "../support/fake-arm/fake-session";
import type { TestClock } from "../support/fake-arm/test-clock";

const second = 1000;
const minute = 60 * second;
const naivePauseMs = 2 * second;

/** When what happens, in milliseconds from the start. */
interface Script {
  readonly name: string;
  readonly startsAt: number;
  readonly runsAt: number;
  readonly endsAt: number;
  readonly records: readonly number[];
  /** Goals: of the naive loop's requests a minute; half of the records are known so much later. */
  readonly mostShare: number;
  readonly mostDelayMs: number;
}

const every = (ms: number, from: number, to: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / ms) }, (_, index) => from + index * ms);

const scripts: readonly Script[] = [
  {
    name: "short, 10 s, 8 records",
    // Every third request of its naive loop is a record, which we want too.
    mostShare: 0.6,
    mostDelayMs: 3 * second,
    startsAt: 8 * second,
    runsAt: 12 * second,
    endsAt: 22 * second,
    records: [...every(200, 12 * second, 13 * second), 21.2 * second, 21.5 * second, 21.8 * second],
  },
  {
    name: "three minutes, a record every 15 s",
    mostShare: 0.5,
    mostDelayMs: 5 * second,
    startsAt: 20 * second,
    runsAt: 30 * second,
    endsAt: 30 * second + 3 * minute,
    records: every(15 * second, 31 * second, 30 * second + 3 * minute),
  },
  {
    name: "three minutes, silent in between",
    mostShare: 0.5,
    mostDelayMs: 5 * second,
    startsAt: 20 * second,
    runsAt: 30 * second,
    endsAt: 30 * second + 3 * minute,
    records: [31 * second, 30 * second + 3 * minute - 500],
  },
  {
    name: "three minutes, four records a second",
    mostShare: 0.5,
    mostDelayMs: 2 * second,
    startsAt: 20 * second,
    runsAt: 30 * second,
    endsAt: 30 * second + 3 * minute,
    records: every(250, 31 * second, 30 * second + 3 * minute),
  },
  {
    name: "five minutes in the queue, then short",
    mostShare: 0.1,
    // The pause that has grown in the queue.
    mostDelayMs: 20 * second,
    startsAt: 5 * minute,
    runsAt: 5 * minute + 4 * second,
    endsAt: 5 * minute + 14 * second,
    records: every(second, 5 * minute + 5 * second, 5 * minute + 10 * second),
  },
];

interface Counts {
  readonly state: number;
  readonly lists: number;
  readonly bodies: number;
  readonly all: number;
}

interface Watched {
  readonly counts: Counts;
  /** Until whoever watches knows the end. */
  readonly tookMs: number;
  /** Of each record, from being written until it is known. */
  readonly delaysMs: readonly number[];
  readonly endDelayMs: number;
}

type Watch = (account: AzureAccount, clock: TestClock, onRecord: (number: number) => void) => Promise<void>;

const ours: Watch = async (account, clock, onRecord) => {
  const job = new WatchedAzureJob({
    id: "job",
    runbook: "Stop-Vm",
    runbookType: "PowerShell",
    where: "aa-prod",
    source: testJobSource(account, "Stop-Vm", undefined),
    clock,
  });
  let told = 0;
  job.onEvent((event) => event.type === "stream" && onRecord(told++));
  await job.completed;
};

const naive: Watch = async (account, clock, onRecord) => {
  const known = new Set<string>();
  for (;;) {
    const { status } = await account.testJobs.get("Stop-Vm");
    for (const { id } of await account.testJobs.streams("Stop-Vm").all()) {
      if (!known.has(id)) {
        await account.testJobs.record("Stop-Vm", id);
        onRecord(known.size);
        known.add(id);
      }
    }
    if (status === "Completed") {
      return;
    }
    await clock.delay(naivePauseMs);
  }
};

export async function run(): Promise<void> {
  for (const script of scripts) {
    const [mine, theirs] = [await measure(script, ours), await measure(script, naive)];
    const [perMinute, naivePerMinute] = [mine, theirs].map(({ counts, tookMs }) => (counts.all * minute) / tookMs) as [
      number,
      number,
    ];
    const delay = percentile(mine.delaysMs, 0.5);
    print(`azure run: ${script.name}`);
    print(`  watched:    ${inWords(mine)}`);
    print(`  naive loop: ${inWords(theirs)}`);
    const ratio = perMinute / naivePerMinute;
    const isMet = ratio <= script.mostShare && delay <= script.mostDelayMs;
    print(
      `  ${ratio.toFixed(2)} x of the naive loop's requests a minute; goal <= ${script.mostShare.toFixed(2)} x, half of the records known within ${inSeconds(script.mostDelayMs)}: ${isMet ? "met" : "missed"}`,
    );
  }
}

function inWords({ counts, tookMs, delaysMs, endDelayMs }: Watched): string {
  const perMinute = (count: number): string => ((count * minute) / tookMs).toFixed(1);
  const { state, lists, bodies, all } = counts;
  return [
    `${perMinute(all)} requests a minute (state ${perMinute(state)}, lists ${perMinute(lists)}, bodies ${perMinute(bodies)}; ${all} in all)`,
    `records known after ${inSeconds(percentile(delaysMs, 0.5))}, 95 % within ${inSeconds(percentile(delaysMs, 0.95))}`,
    `the end after ${inSeconds(endDelayMs)}`,
  ].join("; ");
}

async function measure(script: Script, watch: Watch): Promise<Watched> {
  const session = await startFakeSession();
  try {
    return await play(session, script, watch);
  } finally {
    await session.stop();
  }
}

async function play({ arm, held, account, clock }: FakeSession, script: Script, watch: Watch): Promise<Watched> {
  held.addRunbook("Stop-Vm", { draft: "param()" });
  await account.testJobs.start("Stop-Vm");
  const job = held.runbooks.get("Stop-Vm")?.testJob;
  if (job === undefined) {
    throw new Error("The test job was not started");
  }
  const startedAt = clock.now();
  const sent = arm.exchanges.length;
  clock.onDelay = (ms) => happen(job, script, startedAt, clock.now() + ms);
  const knownAt: number[] = [];
  await watch(account, clock, (number) => (knownAt[number] = clock.now() - startedAt));
  const targets = arm.exchanges.slice(sent).map(({ target }) => target.replace(/\?.*/, ""));
  const count = (isIt: (path: string) => boolean): number => targets.filter(isIt).length;
  if (knownAt.length !== script.records.length) {
    throw new Error(`${knownAt.length} of ${script.records.length} records came`);
  }
  const tookMs = clock.now() - startedAt;
  return {
    counts: {
      state: count((path) => path.endsWith("/testJob")),
      lists: count((path) => path.endsWith("/streams")),
      bodies: count((path) => path.includes("/streams/")),
      all: targets.length,
    },
    tookMs,
    delaysMs: script.records.map((at, number) => (knownAt[number] ?? 0) - at),
    endDelayMs: tookMs - script.endsAt,
  };
}

/** What Azure has done by then. */
function happen(job: FakeJob, script: Script, startedAt: number, now: number): void {
  const at = now - startedAt;
  job.status =
    at >= script.endsAt ? "Completed" : at >= script.runsAt ? "Running" : at >= script.startsAt ? "Activating" : "New";
  for (let next = job.streams.length; (script.records[next] ?? Number.POSITIVE_INFINITY) <= at; next++) {
    const time = new Date(startedAt + (script.records[next] ?? 0)).toISOString();
    job.streams.push({ id: `s${next}`, time, type: "Output", text: `record ${next}`, value: {} });
  }
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function inSeconds(ms: number): string {
  return `${(ms / second).toFixed(1)} s`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (require.main === module) {
  void run();
}
