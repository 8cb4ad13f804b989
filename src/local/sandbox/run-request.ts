/** What a caller of the job engine gives and gets. */
import type { JobAccount } from "../../core/account";
import type { AutomationError } from "../../core/errors";
import type { Fidelity } from "../../core/identity";
import type { Job, LimitName } from "../../core/job";
import type { GivenParameters } from "../../core/parameter-binding";
import type { DescribeRunbook, RunbookFile, RuntimeId } from "../../core/runbook";
import type { AvailableIdentities, ScenarioName, TokenSource } from "../endpoint/endpoint";
import type { DebugWish } from "./debug/start-debug-host";
import type { InterpreterFinder } from "./interpreter";
import type { WarmPool } from "./warm-pool";

export interface RunRequest {
  readonly runbook: RunbookFile;
  /** The text of an unsaved editor; undefined: the file's. */
  readonly text?: string | undefined;
  readonly parameters?: GivenParameters | undefined;
  readonly account: JobAccount;
  /** undefined: by the runbook's type. Errors: invalid-usage when it cannot run that language. */
  readonly runtime?: RuntimeId | undefined;
  /** A path that wins over settings and search. */
  readonly interpreterPath?: string | undefined;
  /** undefined: what the account has. */
  readonly identities?: AvailableIdentities | undefined;
  /** undefined: cloud. */
  readonly fidelity?: Fidelity | undefined;
  readonly scenario?: ScenarioName | undefined;
  /** Makes the token source of this run and of its child jobs; undefined: emulated tokens. */
  readonly createTokenSource?: (() => TokenSource | Promise<TokenSource>) | undefined;
  /** true: a job beyond a limit of the service ends as there; false: it is warned only. */
  readonly enforceLimits?: boolean | undefined;
  /** The job is stopped after this time. */
  readonly timeoutMs?: number | undefined;
  /** undefined: `runbook-workbench`. */
  readonly startedBy?: string | undefined;
  /** A debugger runs the runbook, child jobs run as usual; undefined: the engine starts it. */
  readonly debug?: DebugWish | undefined;
  /** Aborting stops the job. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Asked after each record. A promise says that whoever shows the records has fallen behind: the runbook's output is not read until it
   * resolves. undefined: there is room.
   */
  readonly whenRoom?: (() => Promise<void> | undefined) | undefined;
  /** Environment of the runbook before the sandbox's own variables; undefined: this process's. */
  readonly environment?: NodeJS.ProcessEnv | undefined;
}

/** The parts of a request that a waiting sandbox is made for. */
export type WarmRequest = Pick<RunRequest, "account" | "runtime" | "interpreterPath" | "identities" | "fidelity">;

export interface EngineOptions {
  /** Absolute path of `src/local/hosts` or its copy in `dist`. */
  readonly hostsFolder: string;
  readonly describe: DescribeRunbook;
  readonly interpreters: InterpreterFinder;
  /** Waiting PowerShells, where a person soon runs another job; whoever made it disposes it. undefined: none. */
  readonly warmPool?: WarmPool | undefined;
  /** Where each job gets a folder of its own for its life; undefined: the system's. */
  readonly tempFolder?: string | undefined;
  /** How long an interpreter may take to come up; undefined: 10 s for Python, 30 s for PowerShell. */
  readonly startTimeoutMs?: number | undefined;
  /** Other limits than the service's, for tests. */
  readonly limits?: Partial<Readonly<Record<LimitName, number>>> | undefined;
  /** How often the memory is looked at; undefined: every second, every other where that starts a process (macOS). */
  readonly memorySampleMs?: number | undefined;
}

/** A job of this machine. */
export interface LocalRunbookJob extends Job {
  /**
   * Resolves when the request proved usable and its process starts; rejects with the AutomationError of one that was refused
   * before (invalid-parameter, file-not-found, interpreter-missing, not-supported, ...). The job is then Failed.
   */
  readonly accepted: Promise<void>;
  /** Why the runbook's own code never began; set at the latest when `completed` resolves. */
  readonly refusal: AutomationError | undefined;
  /**
   * Hears what the job's processes hold in memory, in bytes, about once a second while they run; child jobs have memory of their own.
   * Never where that cannot be read (Windows). These are no events: a job that runs for hours would have more of them than records.
   */
  onMemory(listener: (bytes: number) => void): { dispose(): void };
}
