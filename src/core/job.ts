import type { ReadableAssetKind } from "./asset";
import type { IdentityRequestEntry } from "./identity";
import type { Json } from "./json";
import type { RunbookType } from "./runbook";
import type { StreamRecord } from "./stream";

/** The states of a job, in the service's words (specs/assets-and-jobs.md 4.5, REST `JobStatus`). */
export type JobStatus =
  | "New"
  | "Activating"
  | "Running"
  | "Completed"
  | "Failed"
  | "Stopping"
  | "Stopped"
  | "Suspending"
  | "Suspended"
  | "Resuming";

/** Whether a job in this state will never change again. */
export function isFinalStatus(status: JobStatus): boolean {
  return status === "Completed" || status === "Failed" || status === "Stopped";
}

/** The service's limits that a local job watches (specs/assets-and-jobs.md 4.5). */
export type LimitName = "duration" | "memory" | "streamRecord" | "parameterCount" | "parameterSize";

interface JobEventBase {
  /** ISO 8601, UTC */
  readonly time: string;
  readonly jobId: string;
}

/** What ended a job against its will. */
interface JobException {
  readonly exception?: string;
  /** Path of the script and 1-based line where it arose, where known. */
  readonly script?: string;
  readonly line?: number;
}

/**
 * What happens in a job, in the order it happens. These objects are also the lines of `run --output json` (docs/cli.md): what
 * stands here is a contract. No event holds a secret of the account; see SecretMask.
 */
export type JobEvent =
  | (JobEventBase & {
      readonly type: "job";
      readonly runbook: string;
      readonly runbookType: RunbookType;
      /** e.g. `PowerShell 7.6.5 (/usr/bin/pwsh)` */
      readonly interpreter: string;
      readonly parameters: Json;
      /** `runbook-workbench`, or the job id of the parent for a child job. */
      readonly startedBy: string;
    })
  | (JobEventBase & { readonly type: "status"; readonly status: JobStatus } & JobException)
  | (JobEventBase & { readonly type: "stream" } & StreamRecord)
  | (JobEventBase & { readonly type: "identity" } & Omit<IdentityRequestEntry, "time">)
  | (JobEventBase & {
      readonly type: "asset";
      readonly operation: "get" | "set";
      readonly kind: ReadableAssetKind;
      readonly name: string;
      readonly found: boolean;
      readonly script?: string;
      readonly line?: number;
    })
  /** A child job changed its state; `jobId` is the child's. */
  | (JobEventBase & {
      readonly type: "child";
      readonly parentJobId: string;
      readonly runbook: string;
      readonly status: JobStatus;
    })
  | (JobEventBase & {
      readonly type: "limit";
      readonly name: LimitName;
      /** Milliseconds, bytes or a count. */
      readonly limit: number;
      readonly value: number;
    })
  /** Something the emulation wants said about itself, e.g. that a polling delay was shortened. */
  | (JobEventBase & {
      readonly type: "notice";
      readonly message: string;
      /** `missingModule`: names a PowerShell module that the runbook needs and this machine lacks, and how to get it. */
      readonly about?: "missingModule";
      /** That module's name in the PowerShell Gallery. */
      readonly module?: string;
    })
  | (JobEventBase & {
      readonly type: "result";
      readonly status: JobStatus;
      readonly durationMs: number;
      /** The interpreter's exit code, or null when it was killed or never started. */
      readonly exitCode: number | null;
      /** Bytes, the most that the job's processes held at once when they were looked at; absent where that was not measured. */
      readonly peakMemory?: number;
    } & JobException);

export interface JobResult {
  readonly status: "Completed" | "Failed" | "Stopped";
  readonly exception: string | undefined;
  readonly durationMs: number;
  readonly exitCode: number | null;
}

/** A job, wherever it runs. Events of child jobs pass through with their own jobId. */
export interface Job {
  readonly id: string;
  readonly runbookName: string;
  readonly status: JobStatus;
  /** Listeners get every event since the start, in order: what happened before they came is replayed to them at once. */
  onEvent(listener: (event: JobEvent) => void): { dispose(): void };
  /** Ends the job and everything it started, within 2 s; resolves when that is so. Idempotent. */
  stop(): Promise<void>;
  /** Resolves when the job is final; rejects never. */
  readonly completed: Promise<JobResult>;
}
