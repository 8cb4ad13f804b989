/** Starts a PowerShell process that waits for one runbook, and runs it. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";

import { AutomationError, describeError } from "../../../core/errors";
import type { HostCallbacks, HostOutcome, HostSession, JobServices } from "../host-session";
import { userCacheFolder } from "../../user-cache-folder";
import { killGroup } from "../process-tree";
import { openChannel, type ChannelServer } from "./channel-server";
import { compiledHostPath } from "./compiled-host";
import {
  jobInput,
  jobLine,
  powerShellHostArguments,
  type PowerShellEdition,
  type PowerShellHostMode,
  type PowerShellJob,
} from "./host-arguments";
import { parseHostMessage, type HelloMessage, type HostMessage } from "./host-message";
import { MessageReader } from "./message-reader";
import { answerRequest } from "./request-answers";
import { StrayText } from "./stray-text";

export interface PowerShellHostOptions {
  readonly interpreterPath: string;
  /** Before all others, e.g. `tool run pwsh --` of dotnet. */
  readonly leadingArguments?: readonly string[];
  readonly edition: PowerShellEdition;
  /** Folder that contains `powershell/host.ps1`. */
  readonly hostsFolder: string;
  /** What keeps the host's compiled classes; undefined: the user's cache folder. */
  readonly cacheFolder?: string;
  /** Of the PowerShell process and all it starts; undefined values are left out. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  /** How long PowerShell may take to report; 60 s without it. */
  readonly startTimeoutMs?: number;
  /**
   * Sees every line of the channel; for recordings. The token of `hello` is among them, and a job that went ahead on standard input is
   * shown after `hello`, as the line it is for a waiting host.
   */
  readonly onLine?: (direction: "from-host" | "to-host", line: string) => void;
}

export interface PowerShellVersion {
  /** e.g. `7.6.5` */
  readonly version: string;
  /** `Core` or `Desktop` */
  readonly edition: string;
}

/** A PowerShell process for exactly one job. */
export interface PowerShellHost {
  readonly pid: number | undefined;
  /** Resolves when a job would start at once; rejects with interpreter-missing or interpreter-failed. */
  readonly ready: Promise<PowerShellVersion>;
  /** false once the process is gone: a waiting host can die like any other. */
  readonly isAlive: boolean;
  /** Resolves when the process is gone; rejects never. */
  readonly exited: Promise<void>;
  /** Once only. Does not have to wait for `ready`. */
  run(job: PowerShellJob, services: JobServices, callbacks: HostCallbacks): HostSession;
  /** Ends the process, whatever it does. Idempotent. */
  dispose(): void;
}

/** warm: loads common modules before it reports, for hosts that wait while nothing runs. */
export function startPowerShellHost(options: PowerShellHostOptions, mode: PowerShellHostMode): PowerShellHost {
  return new HostProcess(options, mode);
}

interface Run {
  readonly job: PowerShellJob;
  readonly reader: MessageReader;
  readonly callbacks: HostCallbacks;
}

class HostProcess implements PowerShellHost {
  readonly ready: Promise<PowerShellVersion>;
  readonly exited: Promise<void>;
  readonly #options: PowerShellHostOptions;
  readonly #mode: PowerShellHostMode;
  readonly #channel: ChannelServer;
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable> | undefined;
  readonly #stdout = new StrayText("the console", (message) => this.#notice(message));
  readonly #stderr = new StrayText("standard error", (message) => this.#notice(message));
  readonly #startTimer: NodeJS.Timeout;
  #resolveReady: (version: PowerShellVersion) => void = () => undefined;
  #rejectReady: (error: AutomationError) => void = () => undefined;
  #resolveExited: () => void = () => undefined;
  #hello: HelloMessage | undefined;
  #isReady = false;
  #startProblem: AutomationError | undefined;
  #run: Run | undefined;
  /** The job went ahead on standard input, which saves a cold host a wait: a job on the channel follows its hello. */
  #isJobAhead = false;
  #isJobSent = false;
  #isStopRequested = false;
  #exit: { code: number | null; signal: string | null } | undefined;
  #isChannelClosed = false;
  #isGone = false;

  constructor(options: PowerShellHostOptions, mode: PowerShellHostMode) {
    this.#options = options;
    this.#mode = mode;
    this.ready = new Promise((resolve, reject) => {
      this.#resolveReady = resolve;
      this.#rejectReady = reject;
    });
    // Whoever runs a job learns of a failed start through the session.
    this.ready.catch(() => undefined);
    this.exited = new Promise((resolve) => (this.#resolveExited = resolve));
    this.#startTimer = setTimeout(() => this.#giveUp(startTimeout(options)), options.startTimeoutMs ?? 60_000);
    this.#channel = openChannel(options.platform, {
      onLine: (line) => this.#onLine(line),
      onClose: () => this.#onChannelClosed(),
      onError: (error) => this.#giveUp(error),
    });
    this.#child = this.#spawn();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get isAlive(): boolean {
    return this.#exit === undefined && this.#startProblem === undefined;
  }

  run(job: PowerShellJob, services: JobServices, callbacks: HostCallbacks): HostSession {
    if (this.#run !== undefined) {
      throw new Error("A PowerShell host runs one job only.");
    }
    const reader = new MessageReader(callbacks, (request) => {
      void answerRequest(request, services, (message) => callbacks.onNotice(message)).then((line) => this.#send(line));
    });
    this.#run = { job, reader, callbacks };
    this.#sendJob();
    const finished = this.exited.then(() => this.#outcome(reader));
    return {
      pid: this.pid,
      requestStop: () => this.#requestStop(),
      kill: () => this.dispose(),
      setReading: (isReading) => this.#channel.setReading(isReading),
      finished,
    };
  }

  dispose(): void {
    this.#isStopRequested = true;
    // A paused channel would never tell its end.
    this.#channel.setReading(true);
    this.#end();
  }

  #spawn(): ChildProcessByStdio<Writable, Readable, Readable> | undefined {
    const {
      interpreterPath,
      leadingArguments = [],
      edition,
      hostsFolder,
      cacheFolder,
      environment,
      cwd,
      platform,
    } = this.#options;
    const child = spawn(
      interpreterPath,
      [
        ...leadingArguments,
        ...powerShellHostArguments({
          edition,
          platform,
          hostsFolder,
          mode: this.#mode,
          compiledPath: compiledHostPath(
            hostsFolder,
            { path: interpreterPath, leadingArguments, cwd },
            cacheFolder ?? userCacheFolder(),
          ),
        }),
      ],
      {
        cwd,
        env: { ...environment },
        // A group of its own: what the runbook starts can be ended with it.
        detached: platform !== "win32",
        windowsHide: true,
        stdio: ["pipe", "pipe", "pipe"],
      },
    );
    child.on("error", (error) => this.#onSpawnError(error));
    child.on("exit", (code, signal) => this.#onExit(code, signal));
    child.stdout.on("data", (chunk: Buffer) => this.#stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => this.#stderr.push(chunk));
    // A host that dies before it reads its input is told by "exit".
    child.stdin.on("error", () => undefined);
    void this.#channel.listening.then(
      () => child.stdin.end(this.#input()),
      () => undefined,
    );
    return child;
  }

  #input(): string {
    const address = `${this.#channel.address}\n${this.#channel.token}\n`;
    if (this.#mode === "warm" || this.#run === undefined || this.#isStopRequested) {
      return address;
    }
    this.#isJobAhead = true;
    return address + jobInput(this.#run.job);
  }

  #onLine(line: string): void {
    this.#options.onLine?.("from-host", line);
    const message = parseHostMessage(line);
    if (this.#hello === undefined) {
      this.#onFirst(message);
    } else if (message !== undefined) {
      this.#onMessage(message);
    }
  }

  #onFirst(message: HostMessage | undefined): void {
    if (message?.t !== "hello" || !this.#channel.hasToken(message.token)) {
      this.#giveUp(
        new AutomationError(
          "interpreter-failed",
          "Another program than PowerShell answered on the channel of this job.",
        ),
      );
      return;
    }
    this.#hello = message;
    if (this.#mode === "cold") {
      this.#becomeReady(message);
    }
  }

  #onMessage(message: HostMessage): void {
    if (message.t === "warm" && this.#hello !== undefined) {
      this.#becomeReady(this.#hello);
      return;
    }
    const reader = this.#run?.reader;
    reader?.accept(message);
    if (reader?.hasEnded === true) {
      // Nothing of a job outlives it, children of the runbook included; and PowerShell's own way out takes its time.
      this.#end();
    }
  }

  #becomeReady(hello: HelloMessage): void {
    this.#isReady = true;
    clearTimeout(this.#startTimer);
    this.#resolveReady({ version: hello.version, edition: hello.edition });
    this.#sendJob();
  }

  #sendJob(): void {
    if (this.#run === undefined || !this.#isReady || this.#isJobSent || this.#isStopRequested) {
      return;
    }
    this.#isJobSent = true;
    const line = jobLine(this.#run.job);
    if (this.#isJobAhead) {
      this.#show(line);
    } else {
      this.#send(line);
    }
    this.#run.callbacks.onRunning(this.#hello?.version);
  }

  #requestStop(): void {
    if (this.#isStopRequested) {
      return;
    }
    this.#isStopRequested = true;
    if (this.#isJobSent) {
      this.#send("s\n");
    } else {
      this.#end();
    }
  }

  #send(line: string): void {
    this.#show(line);
    this.#channel.send(line);
  }

  #show(line: string): void {
    this.#options.onLine?.("to-host", line.replace(/\n$/, ""));
  }

  #giveUp(error: Error): void {
    this.#startProblem ??=
      error instanceof AutomationError
        ? error
        : new AutomationError("interpreter-failed", `PowerShell could not be started: ${error.message}.`, {
            cause: error,
          });
    this.#end();
  }

  #onSpawnError(error: NodeJS.ErrnoException): void {
    const { interpreterPath, cwd } = this.#options;
    this.#startProblem ??= new AutomationError(
      error.code === "ENOENT" ? "interpreter-missing" : "interpreter-failed",
      `PowerShell could not be started: ${interpreterPath} in ${cwd}: ${error.message}.`,
      { cause: error, hint: "Check the path of PowerShell and the working folder." },
    );
    if (this.pid === undefined) {
      this.#onExit(null, null);
    }
  }

  #end(): void {
    if (this.pid !== undefined) {
      killGroup(this.pid);
    }
    if (this.#hello === undefined) {
      this.#channel.close();
    }
  }

  #onExit(code: number | null, signal: string | null): void {
    if (this.#exit !== undefined) {
      return;
    }
    this.#exit = { code, signal };
    clearTimeout(this.#startTimer);
    // Children of the runbook may live on in the group, and hold the pipes open.
    this.#end();
    this.#finish();
  }

  #onChannelClosed(): void {
    this.#isChannelClosed = true;
    if (this.#exit === undefined && this.pid !== undefined) {
      killGroup(this.pid);
    }
    this.#finish();
  }

  /** Once process and channel are gone, all records were handed over; the pipes get a moment for what they still hold. */
  #finish(): void {
    if (this.#exit === undefined || !this.#isChannelClosed || this.#isGone) {
      return;
    }
    this.#isGone = true;
    const done = (): void => {
      clearTimeout(timer);
      this.#stdout.end();
      if (this.#run?.reader.hasEnded === true) {
        this.#stderr.end();
      }
      this.#rejectReady(this.#startFailure());
      this.#resolveExited();
    };
    const timer = setTimeout(done, 200);
    const child = this.#child;
    if (child === undefined || child.pid === undefined || (child.stdout.closed && child.stderr.closed)) {
      done();
    } else {
      child.once("close", done);
    }
  }

  #startFailure(): AutomationError {
    if (this.#startProblem !== undefined) {
      return this.#startProblem;
    }
    const words = this.#stderr.tail.trim() || this.#stdout.tail.trim();
    const how = this.#exit?.signal ?? `exit code ${this.#exit?.code ?? "unknown"}`;
    return new AutomationError(
      "interpreter-failed",
      `PowerShell ended before it could take a job (${how})${words === "" ? "." : `: ${words}`}`,
      { hint: `Check that ${this.#options.interpreterPath} runs.` },
    );
  }

  #outcome(reader: MessageReader): HostOutcome {
    if (this.#startProblem !== undefined || (!this.#isJobSent && !this.#isStopRequested)) {
      const startError = this.#startFailure();
      return { kind: "failed", exception: describeError(startError), exitCode: this.#exit?.code ?? null, startError };
    }
    const { code, signal } = this.#exit ?? { code: null, signal: null };
    return reader.outcome({ exitCode: code, signal, errorText: this.#stderr.tail }, this.#isStopRequested);
  }

  #notice(message: string): void {
    this.#run?.callbacks.onNotice(message);
  }
}

function startTimeout(options: PowerShellHostOptions): AutomationError {
  const seconds = Math.round((options.startTimeoutMs ?? 60_000) / 1000);
  return new AutomationError(
    "interpreter-failed",
    `PowerShell did not report within ${seconds} s: ${options.interpreterPath}.`,
    {
      hint: "Start it by hand to see what keeps it.",
    },
  );
}
