/**
 * A job that runs in Azure as one of core's jobs: its state and streams are read again and again, with few requests.
 *
 * A request for the state each time, less often while the job writes and writes; one for the streams only while it can write. The
 * pause grows while nothing happens. Lists of records carry summaries only (specs/azure-apis.md 1.4): whole records are read for the
 * first ones, later ones when somebody wants to see them. What goes wrong while reading is told and tried again: the job goes on in
 * Azure without us. test/bench/azure-run.bench.ts counts the requests.
 */
import { describeError, isCancelled } from "../../core/errors";
import type { Job, JobEvent, JobResult, JobStatus } from "../../core/job";
import { isFinalStatus } from "../../core/job";
import type { Json } from "../../core/json";
import type { RunbookType } from "../../core/runbook";
import type { StreamRecord } from "../../core/stream";
import { AzureError } from "../arm/azure-error";
import type { Clock } from "../arm/clock";
import type { AzureStreamRecord, StreamSummary } from "./job-streams";
import type { AzureJobStatus } from "./jobs";
import { streamBounded } from "./map-bounded";

/** Where the job is read; one for jobs, one for test jobs. */
export interface JobSource {
  state(signal: AbortSignal): Promise<JobState>;
  /** Oldest first. `since`: records from then on, those of that very time again. */
  summaries(since: string | undefined, signal: AbortSignal): AsyncIterable<StreamSummary>;
  record(id: string, signal?: AbortSignal): Promise<AzureStreamRecord>;
  stop(): Promise<void>;
  suspend(): Promise<void>;
  resume(): Promise<void>;
}

export interface JobState {
  readonly status: AzureJobStatus;
  readonly exception: string;
  readonly creationTime: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface WatchedJobOptions {
  /** What the person knows the job by. */
  readonly id: string;
  readonly runbook: string;
  readonly runbookType: RunbookType;
  /** e.g. "aa-prod · Azure sandbox" */
  readonly where: string;
  readonly source: JobSource;
  readonly clock: Clock;
}

/** Pauses between two looks. */
const shortestPauseMs = 2_000;
const longestPauseMs = 10_000;
/** A job in the queue has nothing to show: it is looked at less. */
const longestQueuedPauseMs = 20_000;
const longestTroublePauseMs = 60_000;
/** A job that writes and writes runs: so long nobody asks for its state. */
const freshStateMs = 10_000;
const looksThatProveIt = 2;
/** Records that are read whole as they come; each is a request. */
export const wholeRecords = 60;
const readAtOnce = 4;
/** What listeners that come late get again. */
const mostKept = 20_000;

export class WatchedAzureJob implements Job {
  readonly id: string;
  readonly runbookName: string;
  readonly completed: Promise<JobResult>;
  readonly #options: WatchedJobOptions;
  readonly #listeners = new Set<(event: JobEvent) => void>();
  readonly #connectionListeners = new Set<(text: string) => void>();
  readonly #kept: JobEvent[] = [];
  readonly #seen = new Set<string>();
  /** Ids of the records in the order in which they were told. */
  readonly #recordIds: string[] = [];
  readonly #end = new AbortController();
  #status: JobStatus = "New";
  #since: string | undefined;
  #readAhead = 0;
  /** When the state was read that says that it runs; undefined: it is to be asked next. */
  #runningSince: number | undefined;
  /** Looks in a row that brought records. */
  #wroteInRow = 0;
  #wake: (() => void) | undefined;
  #isStopAsked = false;
  #connection = "";

  constructor(options: WatchedJobOptions) {
    this.#options = options;
    this.id = options.id;
    this.runbookName = options.runbook;
    this.completed = this.#watch();
  }

  get status(): JobStatus {
    return this.#status;
  }

  onEvent(listener: (event: JobEvent) => void): { dispose(): void } {
    for (const event of this.#kept) {
      listener(event);
    }
    this.#listeners.add(listener);
    return { dispose: () => void this.#listeners.delete(listener) };
  }

  /** Why the job's state cannot be read just now; "" when it can again. */
  onConnection(listener: (text: string) => void): { dispose(): void } {
    this.#connectionListeners.add(listener);
    if (this.#connection !== "") {
      listener(this.#connection);
    }
    return { dispose: () => void this.#connectionListeners.delete(listener) };
  }

  /** Asks Azure to end it, which takes a moment; resolves when it has ended. Errors: those of Azure, e.g. conflict. */
  async stop(): Promise<void> {
    if (!isFinalStatus(this.#status) && !this.#isStopAsked) {
      this.#isStopAsked = true;
      try {
        await this.#options.source.stop();
      } catch (error) {
        this.#isStopAsked = false;
        throw error;
      }
      this.lookNow();
    }
    await this.completed;
  }

  async suspend(): Promise<void> {
    await this.#options.source.suspend();
    this.lookNow();
  }

  async resume(): Promise<void> {
    await this.#options.source.resume();
    this.lookNow();
  }

  /** The pause that goes on ends: the person has signed in, or changed the job. */
  lookNow(): void {
    this.#runningSince = undefined;
    this.#wake?.();
  }

  /** No more reading; the job goes on in Azure. `completed` then stays open. */
  detach(): void {
    this.#end.abort();
    this.#listeners.clear();
    this.#connectionListeners.clear();
  }

  /** The whole of the n-th record that was told, from 0; undefined: there is none. Errors: those of Azure. */
  async readRecord(index: number): Promise<StreamRecord | undefined> {
    const id = this.#recordIds[index];
    return id === undefined ? undefined : this.#options.source.record(id, this.#end.signal);
  }

  async #watch(): Promise<JobResult> {
    let pauseMs = shortestPauseMs;
    let isFirst = true;
    for (;;) {
      try {
        let wrote = this.#surelyRuns() ? await this.#readRecords() : undefined;
        let changed = false;
        if (wrote === undefined || wrote === 0) {
          const state = await this.#readState();
          if (state instanceof AzureError) {
            return this.#finish("Stopped", { ...unknownState, exception: describeError(state) });
          }
          if (isFirst) {
            isFirst = false;
            this.#tellJob(state);
          }
          const status = statusOf(state.status);
          changed = status !== this.#status;
          if (mayWrite(status) && (wrote === undefined || changed)) {
            wrote = await this.#readRecords();
          }
          if (changed) {
            // After its records: nothing comes behind a final state.
            this.#setStatus(status, state);
          }
          if (isFinalStatus(status)) {
            this.#setConnection("");
            return this.#finish(status, state);
          }
        }
        this.#setConnection("");
        this.#wroteInRow = (wrote ?? 0) > 0 ? this.#wroteInRow + 1 : 0;
        const longest = this.#status === "New" ? longestQueuedPauseMs : longestPauseMs;
        pauseMs = changed || (wrote ?? 0) > 0 ? shortestPauseMs : Math.min(longest, pauseMs * 1.5);
        await this.#pause(pauseMs);
      } catch (error) {
        if (this.#end.signal.aborted) {
          return await new Promise<never>(() => undefined);
        }
        this.#runningSince = undefined;
        this.#setConnection(troubleText(error));
        const wanted = error instanceof AzureError ? error.retryAfterMs : undefined;
        pauseMs = Math.min(longestTroublePauseMs, Math.max(wanted ?? 0, pauseMs * 2));
        await this.#pause(Math.max(wanted ?? 0, pauseMs));
      }
    }
  }

  #surelyRuns(): boolean {
    return (
      this.#wroteInRow >= looksThatProveIt &&
      this.#runningSince !== undefined &&
      this.#options.clock.now() - this.#runningSince < freshStateMs
    );
  }

  /** An error: the job cannot be found any more. */
  async #readState(): Promise<JobState | AzureError> {
    try {
      const state = await this.#options.source.state(this.#end.signal);
      this.#runningSince = statusOf(state.status) === "Running" ? this.#options.clock.now() : undefined;
      return state;
    } catch (error) {
      if (isGone(error)) {
        return error;
      }
      throw error;
    }
  }

  async #readRecords(): Promise<number> {
    const fresh: StreamSummary[] = [];
    for await (const summary of this.#options.source.summaries(this.#since, this.#end.signal)) {
      if (!this.#seen.has(summary.id)) {
        fresh.push(summary);
      }
    }
    fresh.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
    const whole = fresh.slice(0, Math.max(0, wholeRecords - this.#readAhead));
    const read = streamBounded(
      whole,
      readAtOnce,
      (summary) => this.#options.source.record(summary.id, this.#end.signal),
      this.#end.signal,
    );
    for await (const record of read) {
      this.#readAhead++;
      this.#tellRecord(record.id, record);
    }
    for (const { id, time, stream, summary } of fresh.slice(whole.length)) {
      this.#tellRecord(id, { time, stream, text: summary });
    }
    return fresh.length;
  }

  #tellRecord(id: string, record: Omit<AzureStreamRecord, "id">): void {
    this.#seen.add(id);
    this.#recordIds.push(id);
    // Records of the same time may come later: the list is asked from that time on, and known ones are left out.
    if (this.#since === undefined || record.time > this.#since) {
      this.#since = record.time;
    }
    const { time, stream, text, value } = record;
    this.#tell({ type: "stream", time, jobId: this.id, stream, text, ...(value !== undefined && { value }) });
  }

  #tellJob(state: JobState): void {
    const { runbook, runbookType, where } = this.#options;
    const parameters: Json = { ...state.parameters };
    const time = state.creationTime === "" ? this.#now() : state.creationTime;
    const facts = { runbook, runbookType, interpreter: where, parameters, startedBy: "runbook-workbench" };
    this.#tell({ type: "job", time, jobId: this.id, ...facts });
    this.#tell({ type: "status", time, jobId: this.id, status: "New" });
  }

  #setStatus(status: JobStatus, { exception, startTime }: JobState): void {
    const isStart = status === "Running" && (this.#status === "New" || this.#status === "Activating");
    this.#status = status;
    this.#tell({
      type: "status",
      // Noticed a little later, or much later by a window that comes after a reload.
      time: isStart && startTime !== "" ? startTime : this.#now(),
      jobId: this.id,
      status,
      ...(exception !== "" && { exception }),
    });
  }

  #finish(status: JobStatus, state: JobState): JobResult {
    const exception = state.exception === "" ? undefined : state.exception;
    const from = Date.parse(state.startTime || state.creationTime);
    const to = Date.parse(state.endTime);
    const durationMs = Number.isNaN(to - from) ? 0 : Math.max(0, to - from);
    this.#status = status;
    this.#tell({
      type: "result",
      time: this.#now(),
      jobId: this.id,
      status,
      durationMs,
      exitCode: null,
      ...(exception !== undefined && { exception }),
    });
    return { status: status as JobResult["status"], exception, durationMs, exitCode: null };
  }

  #tell(event: JobEvent): void {
    if (this.#kept.length < mostKept) {
      this.#kept.push(event);
    }
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  #setConnection(text: string): void {
    if (text !== this.#connection) {
      this.#connection = text;
      for (const listener of this.#connectionListeners) {
        listener(text);
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    const early = new AbortController();
    this.#wake = () => early.abort();
    try {
      await this.#options.clock.delay(ms, AbortSignal.any([early.signal, this.#end.signal]));
    } catch (error) {
      // Woken early, or detached: the next request then tells.
      if (!isCancelled(error)) {
        throw error;
      }
    } finally {
      this.#wake = undefined;
    }
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

const unknownState: JobState = {
  status: "",
  exception: "",
  creationTime: "",
  startTime: "",
  endTime: "",
  parameters: {},
};

/** The job or its account was deleted, or another test job took its place: how it ended will never be known. */
function isGone(error: unknown): error is AzureError {
  return error instanceof AzureError && ["not-found", "account-not-found", "conflict"].includes(error.code);
}

/** The hint of a 429 is for whoever has to try again; here nobody has. */
function troubleText(error: unknown): string {
  const { retryAfterMs, message } = error instanceof AzureError ? error : { retryAfterMs: undefined, message: "" };
  return retryAfterMs === undefined
    ? `${describeError(error)} The job goes on there.`
    : `${message} The job goes on there; the next look is in ${Math.ceil(retryAfterMs / 1000)} s.`;
}

/** A job that waits for a sandbox writes nothing. */
function mayWrite(status: JobStatus): boolean {
  return status !== "New" && status !== "Activating";
}

/**
 * States that core's jobs do not have become the one a person would call them: Blocked and Disconnected jobs go on when they can,
 * removed ones are over (docs: rest/api/automation/job, JobStatus).
 */
function statusOf(status: AzureJobStatus): JobStatus {
  const known = jobStatuses.find((one) => one === status);
  return known ?? (status === "Removing" ? "Stopped" : "Running");
}

const jobStatuses: readonly JobStatus[] = [
  "New",
  "Activating",
  "Running",
  "Completed",
  "Failed",
  "Stopping",
  "Stopped",
  "Suspending",
  "Suspended",
  "Resuming",
];
