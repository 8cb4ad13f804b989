/** Watches a job for the service's limits: each is told once, and may end the job as the service would. */
import type { LimitName } from "../../core/job";
import type { Json } from "../../core/json";
import type { BoundParameters } from "../../core/parameter";
import type { StreamRecord } from "../../core/stream";
import { memoryUse } from "./memory-use";

/** specs/assets-and-jobs.md 4.5 */
export const serviceLimits: Readonly<Record<LimitName, number>> = {
  duration: 3 * 60 * 60 * 1000,
  memory: 400 * 1024 * 1024,
  streamRecord: 1024 * 1024,
  parameterCount: 50,
  parameterSize: 512 * 1024,
};

/** How the service ends a job beyond a limit (docs: automation/troubleshoot/runbooks). */
export const limitEnds: Readonly<
  Record<LimitName, { readonly status: "Failed" | "Stopped"; readonly exception: string }>
> = {
  duration: {
    status: "Stopped",
    exception: "The job was evicted and subsequently reached a Stopped state. The job cannot continue running.",
  },
  memory: {
    status: "Failed",
    exception: "The job was tried three times but it failed: it used more than 400 MB of memory.",
  },
  streamRecord: {
    status: "Failed",
    exception:
      "The runbook job failed due to a job stream being larger than 1MB, this is the limit supported by an Azure Automation sandbox.",
  },
  parameterCount: { status: "Failed", exception: "A runbook takes 50 parameters at most." },
  parameterSize: { status: "Failed", exception: "The parameters of a job take 512 KB at most." },
};

/** Jobs that are over in a moment are measured too: the pauses grow from here. */
const firstSampleMs = 50;

export interface LimitWatchOptions {
  readonly limits: Readonly<Record<LimitName, number>>;
  readonly memorySampleMs: number;
  /** Once for each limit. */
  readonly onExceeded: (name: LimitName, limit: number, value: number) => void;
  /** Every sample, in bytes, before the limit is compared with it. */
  readonly onMemory?: (bytes: number) => void;
}

export class LimitWatch {
  readonly #options: LimitWatchOptions;
  readonly #told = new Set<LimitName>();
  #durationTimer: NodeJS.Timeout | undefined;
  #memoryTimer: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: LimitWatchOptions) {
    this.#options = options;
  }

  checkParameters(bound: BoundParameters): void {
    const values: Json = bound.kind === "named" ? bound.values : bound.values;
    this.#check("parameterCount", Object.keys(values).length);
    this.#check("parameterSize", Buffer.byteLength(JSON.stringify(values)));
  }

  checkRecord(record: StreamRecord): void {
    const { streamRecord } = this.#options.limits;
    // A character takes three bytes at most: most records need no counting.
    if (record.text.length * 3 > streamRecord) {
      this.#check("streamRecord", Buffer.byteLength(record.text));
    }
  }

  start(pid: number | undefined): void {
    const { limits, memorySampleMs } = this.#options;
    const startedAt = Date.now();
    this.#durationTimer = setTimeout(() => this.#check("duration", Date.now() - startedAt), limits.duration + 1);
    if (pid !== undefined) {
      this.#sampleAfter(Math.min(firstSampleMs, memorySampleMs), pid);
    }
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#durationTimer);
    clearTimeout(this.#memoryTimer);
  }

  #sampleAfter(ms: number, pid: number): void {
    if (this.#isStopped) {
      return;
    }
    this.#memoryTimer = setTimeout(() => void this.#sample(ms, pid), ms);
    this.#memoryTimer.unref();
  }

  async #sample(pauseMs: number, pid: number): Promise<void> {
    const bytes = await memoryUse(pid);
    if (bytes !== undefined && !this.#isStopped) {
      this.#options.onMemory?.(bytes);
      this.#check("memory", bytes);
    }
    this.#sampleAfter(Math.min(pauseMs * 2, this.#options.memorySampleMs), pid);
  }

  #check(name: LimitName, value: number): void {
    const limit = this.#options.limits[name];
    if (value <= limit || this.#told.has(name)) {
      return;
    }
    this.#told.add(name);
    this.#options.onExceeded(name, limit, value);
  }
}
