/**
 * The jobs of this workspace, whoever started them: which run in this window, which ran in it or in an earlier one. The status bar,
 * the Jobs view and the test pane read it and listen to it. Needs no editor, so that tests drive it as it is.
 */
import type { Disposable } from "../core/disposable";
import type { Job, JobStatus } from "../core/job";

export type JobPlace =
  | { readonly kind: "local" }
  /** `accountId`: ARM id of the Automation account. */
  | { readonly kind: "azure"; readonly accountId: string; readonly accountName: string };

/** What is said about a job when it starts. */
export interface JobStart {
  readonly where: JobPlace;
  /** Which part started it; `run` is the terminal. */
  readonly startedBy: "run" | "testPane" | "debug" | "other";
  /** Absolute path of the runbook's file, where there is one. */
  readonly runbookPath?: string | undefined;
  /** The runbook may get real tokens of the person: said for as long as it runs (specs/identity-endpoint.md 9.9). */
  readonly usesOwnTokens: boolean;
  /** Brings the job's output to the front. Stays callable after the job is final. */
  readonly reveal: () => void;
}

/** A job as it stands now: a snapshot, replaced when something changes. */
export interface JobEntry extends Omit<JobStart, "reveal"> {
  readonly id: string;
  readonly runbook: string;
  readonly status: JobStatus;
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  /** undefined while it runs. */
  readonly durationMs: number | undefined;
  /** Why it failed; "" otherwise. Holds no secret: events are masked where they arise. */
  readonly exception: string;
}

/** Where jobs outlive their window. */
export interface JobMemory {
  /** Oldest first. What cannot be read is left out. */
  read(): readonly JobEntry[];
  write(jobs: readonly JobEntry[]): void;
}

interface Kept {
  entry: JobEntry;
  /** undefined: an earlier window started it. */
  readonly start: JobStart | undefined;
  /** undefined once it is final: a job holds all its records. Also for a job of an earlier window. */
  job: Job | undefined;
}

/** Finished jobs that are remembered. */
const mostFinished = 100;

export class JobRegistry implements Disposable {
  readonly #listeners = new Set<() => void>();
  readonly #mostFinished: number;
  readonly #now: () => number;
  readonly #memory: JobMemory | undefined;
  #known: Map<string, Kept> | undefined;

  /** `memory`: where jobs outlive the window; it is read when somebody first asks for jobs. */
  constructor(
    options: { readonly mostFinished?: number; readonly now?: () => number; readonly memory?: JobMemory } = {},
  ) {
    this.#mostFinished = options.mostFinished ?? mostFinished;
    this.#now = options.now ?? Date.now;
    this.#memory = options.memory;
  }

  /** Fires when a job came, changed its state or was forgotten. Assignable to the editor's Event<void>. */
  readonly onDidChange = (listener: () => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  /** Follows a job until it is final and remembers it afterwards. */
  add(job: Job, start: JobStart): void {
    const startedMs = this.#now();
    const { where, startedBy, runbookPath, usesOwnTokens } = start;
    const kept: Kept = {
      job,
      start,
      entry: {
        where,
        startedBy,
        runbookPath,
        usesOwnTokens,
        id: job.id,
        runbook: job.runbookName,
        status: job.status,
        startedMs,
        durationMs: undefined,
        exception: "",
      },
    };
    // One that is found again after a reload is the newest again.
    this.#jobs.delete(job.id);
    this.#jobs.set(job.id, kept);
    this.#remember();
    const subscription = job.onEvent((event) => {
      if (event.type === "status" && event.jobId === job.id) {
        kept.entry = { ...kept.entry, status: event.status };
        this.#changed();
      }
    });
    this.#changed();
    void job.completed.then((result) => {
      subscription.dispose();
      kept.job = undefined;
      kept.entry = {
        ...kept.entry,
        status: result.status,
        durationMs: result.durationMs,
        exception: result.exception ?? "",
      };
      this.#forgetOldest();
      this.#remember();
      this.#changed();
    });
  }

  /** Running ones first, each group the newest first. */
  get all(): readonly JobEntry[] {
    return [...this.running, ...this.finished];
  }

  get running(): readonly JobEntry[] {
    return this.#entries((kept) => kept.job !== undefined);
  }

  /** Those that this window follows no longer: final ones, and jobs in Azure that an earlier window left. */
  get finished(): readonly JobEntry[] {
    return this.#entries((kept) => kept.job === undefined);
  }

  find(id: string): JobEntry | undefined {
    return this.#jobs.get(id)?.entry;
  }

  /** The job itself while it runs. */
  jobOf(id: string): Job | undefined {
    return this.#jobs.get(id)?.job;
  }

  /** Resolves when it has ended; a job that is final or unknown is left alone. */
  async stop(id: string): Promise<void> {
    await this.#jobs.get(id)?.job?.stop();
  }

  /** Brings the job's output to the front; false: this window did not start it. */
  reveal(id: string): boolean {
    const start = this.#jobs.get(id)?.start;
    start?.reveal();
    return start !== undefined;
  }

  /** Forgets the jobs that are not followed. */
  clearFinished(): void {
    for (const [id, kept] of this.#jobs) {
      if (kept.job === undefined) {
        this.#jobs.delete(id);
      }
    }
    this.#remember();
    this.#changed();
  }

  /** Ends the jobs of this machine: the editor goes away. Jobs in Azure go on there. */
  dispose(): void {
    this.#listeners.clear();
    for (const { job, entry } of this.#known?.values() ?? []) {
      if (entry.where.kind === "local") {
        void job?.stop();
      }
    }
    this.#known?.clear();
  }

  get #jobs(): Map<string, Kept> {
    this.#known ??= new Map(
      (this.#memory?.read() ?? []).map((entry) => [entry.id, { entry, start: undefined, job: undefined }]),
    );
    return this.#known;
  }

  #remember(): void {
    this.#memory?.write([...this.#jobs.values()].map(({ entry }) => entry));
  }

  #entries(isWanted: (kept: Kept) => boolean): readonly JobEntry[] {
    return [...this.#jobs.values()]
      .filter(isWanted)
      .map((kept) => kept.entry)
      .reverse();
  }

  #forgetOldest(): void {
    const finished = [...this.#jobs].filter(([, kept]) => kept.job === undefined);
    for (const [id] of finished.slice(0, Math.max(0, finished.length - this.#mostFinished))) {
      this.#jobs.delete(id);
    }
  }

  #changed(): void {
    for (const listener of this.#listeners) {
      listener();
    }
  }
}
