import type { AutomationError } from "../../core/errors";
import type { JobServices } from "../../core/job-services";
import type { StreamRecord } from "../../core/stream";

/** How a runbook ended, seen from its host process. */
export interface HostOutcome {
  /** failed: a terminating error, a crash, or a host that never came up; `exception` says which. */
  readonly kind: "completed" | "failed" | "stopped";
  /** The terminating error as the service shows it. */
  readonly exception: string | undefined;
  /** PowerShell's FullyQualifiedErrorId of the exception, where known. */
  readonly errorId?: string;
  readonly script?: string;
  readonly line?: number;
  /** Exit code of the runbook (PowerShell `exit 3`, Python's sys.exit); null when it was killed. */
  readonly exitCode: number | null;
  /** Why the runbook's own code never began (interpreter-missing, interpreter-failed, permission-denied). */
  readonly startError?: AutomationError;
}

export interface HostCallbacks {
  /** The host is up and the runbook's own code begins. `version` is the interpreter's own, e.g. `7.6.5`. */
  onRunning(version?: string): void;
  /** In the order the runbook wrote them. `timeMs`: when it wrote the record (ms since 1970), where the host tells. */
  onRecord(record: StreamRecord, timeMs?: number): void;
  /** Something the emulation wants said (JobEvent "notice"). */
  onNotice(message: string): void;
}

/** A process (and its group) that runs one runbook. */
export interface HostSession {
  readonly pid: number | undefined;
  /** Asks the runbook to end (its `finally` blocks run). The engine calls kill() when that takes too long. */
  requestStop(): void;
  /** Ends the whole process tree at once. Idempotent. */
  kill(): void;
  /** false: what the runbook writes is left in its pipes, so that it waits like any program with a slow reader. */
  setReading(isReading: boolean): void;
  /** Resolves once the process is gone and every record was handed over; rejects never. */
  readonly finished: Promise<HostOutcome>;
}

export type { JobServices };
