/** What every form of `run --output` offers to the command. */
import type { JobEvent } from "../../core/job";

export interface JobRenderer {
  /** The events of one file's job (and its children) follow; `rootJobId` tells them apart. */
  begin(rootJobId: string): void;
  event(event: JobEvent): void;
  /** A file whose job could not even start. */
  notStarted(runbook: string, reason: string): void;
  /** Everything is done: forms that write one document write it now. */
  end(): void;
}
