/** One job on this machine, from its request to its result: preparation, process, streams, limits, children, clean-up. */
import { writeFile } from "node:fs/promises";

import { AutomationError, cancelled, describeError } from "../../core/errors";
import type { IdentityRequestEntry } from "../../core/identity";
import type { JobEvent, JobResult, JobStatus, LimitName } from "../../core/job";
import { isFinalStatus } from "../../core/job";
import { missingModules } from "../../core/missing-module";
import type { StreamRecord } from "../../core/stream";
import { SecretMask } from "../../core/secret-mask";
import { EventLog } from "./event-log";
import { HostControl, type EndManner } from "./host-control";
import type { HostOutcome } from "./host-session";
import { jobEvent } from "./job-event";
import { openJobSandbox, planJob } from "./job-sandbox";
import { limitEnds, LimitWatch, serviceLimits } from "./limits";
import type { RunPlan } from "./plan";
import type { PowerShellHost } from "./powershell/start-powershell-host";
import { prepareRun, type PreparedRun } from "./prepare-run";
import { endGroup } from "./process-tree";
import type { EngineOptions, LocalRunbookJob, RunRequest } from "./run-request";
import { SandboxServices, type ChildJobs } from "./sandbox-services";
import { startHost } from "./start-host";

const defaultStartTimeoutMs = { "python-3": 10_000, "powershell-7": 30_000, "powershell-5.1": 30_000 };
const defaultMemorySampleMs = process.platform === "linux" ? 1000 : 2000;

export interface LocalJobOptions {
  readonly id: string;
  readonly request: RunRequest;
  readonly engine: EngineOptions;
  /** Child jobs of this one, which it waits for and stops with itself. */
  readonly children: ChildJobs & { readonly all: () => readonly LocalJob[] };
}

/** What a job's process needs. */
interface HostRun {
  readonly prepared: PreparedRun;
  readonly plan: RunPlan;
  readonly services: SandboxServices;
  readonly limits: LimitWatch;
  readonly secrets: Promise<readonly string[]>;
  readonly sandboxId: string;
  readonly waitingHost: PowerShellHost | undefined;
}

/** How a job ends that something else than its runbook ended. */
interface ForcedEnd {
  readonly status: "Stopped" | "Failed";
  readonly exception: string | undefined;
}

/** What the last events of a job say of its exception. */
interface Failure {
  readonly exception?: string;
  readonly script?: string;
  readonly line?: number;
}

export class LocalJob implements LocalRunbookJob {
  readonly id: string;
  readonly runbookName: string;
  readonly accepted: Promise<void>;
  readonly completed: Promise<JobResult>;
  readonly #options: LocalJobOptions;
  readonly #mask = new SecretMask();
  readonly #log: EventLog;
  readonly #startedAt = Date.now();
  /** Aborted at the end: whatever waits for something inside this job stops waiting. */
  readonly #ending = new AbortController();
  readonly #host = new HostControl();
  /** PowerShell modules that a notice has named as missing. */
  readonly #missingModules = new Set<string>();
  readonly #memoryListeners = new Set<(bytes: number) => void>();
  #peakMemory = 0;
  #status: JobStatus = "New";
  #exception: string | undefined;
  #refusal: AutomationError | undefined;
  #forcedEnd: ForcedEnd | undefined;
  #prepared: PreparedRun | undefined;
  #accept: () => void = () => undefined;
  #refuse: (error: AutomationError) => void = () => undefined;

  constructor(options: LocalJobOptions) {
    this.#options = options;
    this.id = options.id;
    this.runbookName = options.request.runbook.name;
    this.#log = new EventLog(this.id, this.#mask);
    this.accepted = new Promise((resolve, reject) => {
      this.#accept = resolve;
      this.#refuse = reject;
    });
    // Whoever does not ask learns of a refusal through `completed`.
    this.accepted.catch(() => undefined);
    this.#log.add({ type: "status", status: "New" });
    this.completed = this.#run();
  }

  get status(): JobStatus {
    return this.#status;
  }

  get exception(): string | undefined {
    return this.#exception;
  }

  get refusal(): AutomationError | undefined {
    return this.#refusal;
  }

  /** Nothing new may begin in this job. */
  get isEnding(): boolean {
    return this.#ending.signal.aborted;
  }

  onEvent(listener: (event: JobEvent) => void): { dispose(): void } {
    return this.#log.subscribe(listener);
  }

  onMemory(listener: (bytes: number) => void): { dispose(): void } {
    this.#memoryListeners.add(listener);
    return { dispose: () => void this.#memoryListeners.delete(listener) };
  }

  async stop(): Promise<void> {
    this.#forceEnd({ status: "Stopped", exception: undefined });
    await Promise.all(this.#options.children.all().map((child) => child.stop()));
    await this.completed;
  }

  /** A child's events are this job's too, with the child's own id. */
  adopt(child: LocalJob): void {
    child.onEvent((event) => {
      this.#log.pass(event);
      if (event.type === "status" && event.jobId === child.id) {
        const { time, jobId, status } = event;
        this.#log.pass({ type: "child", time, jobId, parentJobId: this.id, runbook: child.runbookName, status });
      }
    });
  }

  notice(message: string): void {
    this.#log.add({ type: "notice", message });
  }

  #setStatus(status: JobStatus, failure: Failure = {}): void {
    this.#status = status;
    this.#log.add({ type: "status", status, ...failure });
  }

  async #run(): Promise<JobResult> {
    const { signal } = this.#options.request;
    const onAbort = (): void => this.#forceEnd({ status: "Stopped", exception: undefined });
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) {
      onAbort();
    }
    let outcome: HostOutcome;
    try {
      outcome = await this.#runSandbox();
    } catch (error) {
      outcome = { kind: "failed", exception: undefined, exitCode: null, startError: asAutomationError(error) };
    }
    signal?.removeEventListener("abort", onAbort);
    return this.#finish(outcome);
  }

  async #finish(outcome: HostOutcome): Promise<JobResult> {
    this.#ending.abort();
    const forced = this.#forcedEnd;
    if (outcome.startError && !forced) {
      this.#refusal = outcome.startError;
    }
    // Without effect for a job whose runbook has begun.
    this.#refuse(this.#refusal ?? endBeforeBegin(forced));
    const status = forced?.status ?? outcomeStatus[outcome.kind];
    const exception = forced
      ? forced.exception
      : outcome.startError
        ? describeError(outcome.startError)
        : outcome.exception;
    this.#exception = exception === undefined ? undefined : this.#mask.text(exception);
    const durationMs = Date.now() - this.#startedAt;
    const failure: Failure = exception === undefined ? {} : { exception, ...(!forced && placeOf(outcome)) };
    this.#openLog(undefined);
    this.#nameMissingModules(outcome.errorId, outcome.exception ?? "");
    this.#setStatus(status, failure);
    await this.#awaitChildren();
    const { exitCode } = outcome;
    const ended = { status, durationMs, exitCode };
    const peakMemory = this.#peakMemory;
    this.#log.add({ type: "result", ...ended, ...failure, ...(peakMemory > 0 && { peakMemory }) });
    return { ...ended, exception: this.#exception };
  }

  /** In Azure a child job lives on by itself; here nothing outlives the job that a person started. */
  async #awaitChildren(): Promise<void> {
    const open = this.#options.children.all().filter((child) => !isFinalStatus(child.status));
    if (open.length > 0 && this.#forcedEnd) {
      await Promise.all(open.map((child) => child.stop()));
    } else if (open.length > 0) {
      const names = open.map((child) => `"${child.runbookName}"`).join(", ");
      this.notice(`The job is done and waits for its child jobs, which would go on by themselves in Azure: ${names}.`);
    }
    await Promise.all(this.#options.children.all().map((child) => child.completed));
  }

  async #runSandbox(): Promise<HostOutcome> {
    const { request, engine } = this.#options;
    const { account } = request;
    this.#setStatus("Activating");
    const secrets = account.secretTexts();
    secrets.catch(() => undefined); // awaited below, once there is a process to end
    const [prepared, details] = await Promise.all([prepareRun(request, engine), account.details()]);
    this.#prepared = prepared;
    const limits = this.#createLimitWatch();
    limits.checkParameters(prepared.parameters);
    const services = new SandboxServices({
      account,
      log: this.#log,
      mask: this.#mask,
      children: this.#options.children,
      signal: this.#ending.signal,
    });
    const { sandbox, host } = await openJobSandbox({
      request,
      engine,
      details,
      interpreter: prepared.interpreter,
      mask: this.#mask,
    });
    try {
      sandbox.attach({ services, onIdentityRequest: (entry) => this.#onIdentityRequest(entry) });
      this.#mask.add(sandbox.endpoint.secret);
      const plan = planJob({ request, engine, details, prepared, sandbox });
      await Promise.all(plan.files.map((file) => writeFile(file.path, file.text, { mode: 0o600 })));
      if (this.#forcedEnd) {
        return { kind: "stopped", exception: undefined, exitCode: null };
      }
      return await this.#runHost({
        prepared,
        plan,
        services,
        limits,
        secrets,
        sandboxId: sandbox.id,
        waitingHost: host,
      });
    } finally {
      limits.stop();
      if (host?.isAlive === true) {
        host.dispose();
        await host.exited;
      }
      await sandbox.close();
    }
  }

  async #runHost(run: HostRun): Promise<HostOutcome> {
    const { prepared, plan, limits, secrets } = run;
    const { request, engine } = this.#options;
    const maskReady = secrets.then((texts) => {
      for (const text of texts) {
        this.#mask.add(text);
      }
    });
    maskReady.catch(() => undefined); // awaited below
    const session = startHost({
      interpreter: prepared.interpreter,
      plan,
      jobId: this.id,
      description: prepared.description,
      parameters: prepared.parameters,
      runbook: request.runbook,
      debug: request.debug,
      baseEnvironment: request.environment ?? process.env,
      unsavedText: request.text === undefined ? undefined : prepared.text,
      hostsFolder: engine.hostsFolder,
      services: run.services,
      waitingHost: run.waitingHost,
      startTimeoutMs: engine.startTimeoutMs ?? defaultStartTimeoutMs[prepared.interpreter.runtime],
      callbacks: {
        onRunning: (version = "") => {
          this.#accept();
          if (!this.#forcedEnd) {
            this.#setStatus("Running");
          }
          void maskReady.then(
            () => this.#openLog(version),
            () => undefined,
          );
        },
        onRecord: (record) => this.#onRecord(record, limits),
        onNotice: (message) => this.notice(message),
      },
    });
    this.#host.attach(session);
    limits.start(session.pid);
    const timeout = this.#startTimeout();
    for (const note of plan.notes) {
      this.notice(note);
    }
    try {
      await maskReady;
      if (this.#forcedEnd) {
        this.#host.askToStop();
      }
      return await session.finished;
    } catch (error) {
      // Without the secrets nothing of the runbook's output may be shown.
      session.kill();
      await session.finished;
      throw error;
    } finally {
      clearTimeout(timeout);
      this.#host.detach();
      if (session.pid !== undefined) {
        endGroup(session.pid, run.sandboxId);
      }
    }
  }

  #onRecord(record: StreamRecord, limits: LimitWatch): void {
    this.#log.addRecord(record);
    if (record.stream === "Error") {
      this.#nameMissingModules(record.typeName, record.text);
    }
    limits.checkRecord(record);
    // A job that is to end is read in any case.
    if (!this.#forcedEnd) {
      this.#host.holdBack(this.#options.request.whenRoom);
    }
  }

  /** Each module once: where one command is missing, its neighbours are too. */
  #nameMissingModules(errorKind: string | undefined, text: string): void {
    for (const { name, message } of errorKind === undefined ? [] : missingModules(errorKind, text)) {
      if (!this.#missingModules.has(name)) {
        this.#missingModules.add(name);
        this.#log.add({ type: "notice", message, about: "missingModule", module: name });
      }
    }
  }

  /** The log opens with the event that says what runs. `version` undefined: it never ran. */
  #openLog(version: string | undefined): void {
    if (this.#log.isOpen) {
      return;
    }
    this.#log.open(jobEvent(this.#options.request, this.#prepared, version));
  }

  #onIdentityRequest({ time, ...request }: IdentityRequestEntry): void {
    this.#log.pass({ type: "identity", time, jobId: this.id, ...request });
  }

  #createLimitWatch(): LimitWatch {
    const { request, engine } = this.#options;
    return new LimitWatch({
      limits: { ...serviceLimits, ...engine.limits },
      memorySampleMs: engine.memorySampleMs ?? defaultMemorySampleMs,
      onExceeded: (name: LimitName, limit, value) => {
        this.#log.add({ type: "limit", name, limit, value });
        if (request.enforceLimits === true) {
          this.#forceEnd(limitEnds[name], "at once");
        }
      },
      onMemory: (bytes) => {
        this.#peakMemory = Math.max(this.#peakMemory, bytes);
        for (const listener of this.#memoryListeners) {
          listener(bytes);
        }
      },
    });
  }

  #startTimeout(): NodeJS.Timeout | undefined {
    const { timeoutMs } = this.#options.request;
    if (timeoutMs === undefined) {
      return undefined;
    }
    const exception = `The job was stopped because it took longer than ${timeoutMs / 1000} s.`;
    return setTimeout(() => this.#forceEnd({ status: "Stopped", exception }), timeoutMs);
  }

  #forceEnd(end: ForcedEnd, how: EndManner = "politely"): void {
    if (this.#forcedEnd || isFinalStatus(this.#status)) {
      return;
    }
    this.#forcedEnd = end;
    if (end.status === "Stopped") {
      this.#setStatus("Stopping");
    }
    // What a runbook waits for inside this job must not keep it.
    this.#ending.abort();
    this.#host.end(how);
  }
}

function endBeforeBegin(forced: ForcedEnd | undefined): AutomationError {
  return forced?.exception === undefined
    ? cancelled("The job was stopped before it began.")
    : new AutomationError("job-failed", forced.exception);
}

function placeOf({ script, line }: HostOutcome): Pick<Failure, "script" | "line"> {
  return { ...(script !== undefined && { script }), ...(line !== undefined && { line }) };
}

const outcomeStatus = { completed: "Completed", failed: "Failed", stopped: "Stopped" } as const;

function asAutomationError(error: unknown): AutomationError {
  return error instanceof AutomationError
    ? error
    : new AutomationError("failed", `The job could not be started: ${describeError(error)}`, { cause: error });
}
