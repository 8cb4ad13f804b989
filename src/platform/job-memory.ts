/** What outlives a window of its jobs: the facts of the Jobs view, no output and no parameters. */
import { isFinalStatus } from "../core/job";
import type { JobEntry, JobMemory } from "./job-registry";

/** The part of the editor's memory of a workspace that is needed. */
interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<unknown>;
}

const key = "jobs";
/** A reason is a line in a tooltip. */
const mostExceptionChars = 500;

/** `closedWhileRunning`: said of a job that ended with its window. */
export function jobMemory(store: Store, closedWhileRunning: () => string): JobMemory {
  return {
    read() {
      const kept = store.get(key);
      return Array.isArray(kept) ? kept.filter(isEntry).map((entry) => afterItsWindow(entry, closedWhileRunning)) : [];
    },
    write(jobs) {
      const kept = jobs.map((job) => ({ ...job, exception: job.exception.slice(0, mostExceptionChars) }));
      void store.update(key, kept);
    },
  };
}

/** A job of this machine ended with its window; one in Azure went on, and is found again by its test pane. */
function afterItsWindow(entry: JobEntry, closedWhileRunning: () => string): JobEntry {
  const isOver = isFinalStatus(entry.status) || entry.where.kind === "azure";
  // How long it ran was never written.
  const durationMs = entry.durationMs ?? Number.NaN;
  return isOver
    ? { ...entry, durationMs }
    : { ...entry, status: "Stopped", exception: closedWhileRunning(), durationMs };
}

/** Another version of the extension may have written it. */
function isEntry(value: unknown): value is JobEntry {
  const entry = value as Partial<JobEntry> | null;
  return (
    typeof entry === "object" &&
    typeof entry?.id === "string" &&
    typeof entry.runbook === "string" &&
    typeof entry.status === "string" &&
    typeof entry.startedMs === "number" &&
    typeof entry.exception === "string" &&
    (entry.where?.kind === "local" || (entry.where?.kind === "azure" && typeof entry.where.accountId === "string"))
  );
}
