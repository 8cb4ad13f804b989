/** Runs one Python runbook through runbook_host.py. */
import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";

import { AutomationError, describeError } from "../../../core/errors";
import type { HostCallbacks, HostOutcome, HostSession } from "../host-session";
import type { RunPlan } from "../plan";
import { endGroup, interruptProcess, killGroup, spawnGroup } from "../process-tree";
import { OutputReader } from "./output-reader";

export interface PythonRun {
  readonly plan: RunPlan;
  /** The runbook's text where it is not the file's. */
  readonly unsavedText: string | undefined;
  readonly parameters: readonly string[];
  readonly startTimeoutMs: number;
  readonly callbacks: HostCallbacks;
}

/** How much of an interpreter's own complaint a message shows. */
const longestComplaint = 2000;
/** For what still stands in the pipes once every process of the job is gone. */
const drainMs = 1000;

export function startPythonHost(run: PythonRun): HostSession {
  return new PythonSession(run);
}

class PythonSession implements HostSession {
  readonly finished: Promise<HostOutcome>;
  readonly #run: PythonRun;
  readonly #child;
  #isRunning = false;
  #isReading = true;
  #isStopping = false;
  #isTooSlow = false;
  /** Until the runbook begins; from then on it takes as long as it takes. */
  #startTimer: NodeJS.Timeout | undefined;
  #failure: { readonly text: string; readonly line: number } | undefined;
  /** What was written before the host was up: the interpreter's own complaint. */
  #complaint = "";

  constructor(run: PythonRun) {
    this.#run = run;
    const marker = randomBytes(12).toString("hex");
    this.#child = spawnGroup({
      ...run.plan,
      // 3: a socket that tells the process group when this process is gone; not on Windows, where it cannot.
      stdio: ["pipe", "pipe", "pipe", ...(process.platform === "win32" ? [] : ["pipe" as const])],
    });
    this.finished = this.#watch(marker);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  requestStop(): void {
    this.#isStopping = true;
    if (this.pid !== undefined && !interruptProcess(this.pid)) {
      this.kill();
    }
  }

  kill(): void {
    this.#isStopping = true;
    this.#killTree();
  }

  setReading(isReading: boolean): void {
    this.#isReading = isReading;
    for (const pipe of [this.#child.stdout, this.#child.stderr]) {
      if (isReading) {
        pipe?.resume();
      } else {
        pipe?.pause();
      }
    }
  }

  #giveUpStart(): void {
    // Its word may lie in the pipe of a process of ours that was kept busy.
    setImmediate(() => {
      if (!this.#isRunning) {
        this.#isTooSlow = true;
        this.#killTree();
      }
    });
  }

  #killTree(): void {
    if (this.pid !== undefined) {
      killGroup(this.pid);
    }
  }

  async #watch(marker: string): Promise<HostOutcome> {
    const child = this.#child;
    const spawnError = await new Promise<Error | undefined>((resolve) => {
      child.once("spawn", () => resolve(undefined));
      child.once("error", resolve);
    });
    if (spawnError) {
      return this.#didNotStart(`could not be started: ${describeError(spawnError)}.`, spawnError);
    }
    this.#startTimer = setTimeout(() => this.#giveUpStart(), this.#run.startTimeoutMs);
    const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    child.stdio[3]?.on("error", () => undefined);
    this.#sendTask(marker);
    const output = this.#read(marker, child.stdout, (text) => {
      this.#run.callbacks.onRecord({ stream: "Output", text });
    });
    const errors = this.#read(marker, child.stderr, (text) => this.#onErrorText(text));
    const { code, signal } = await exited;
    clearTimeout(this.#startTimer);
    // What the runbook started may hold the pipes open for ever; nothing of it may outlive the runbook.
    if (this.pid !== undefined) {
      endGroup(this.pid, this.#run.plan.env["AUTOMATION_ASSET_SANDBOX_ID"] ?? "");
    }
    const late = setInterval(() => {
      // A reader that was asked to wait still gets all.
      if (this.#isReading) {
        child.stdout?.destroy();
        child.stderr?.destroy();
      }
    }, drainMs);
    await Promise.all([output, errors]);
    clearInterval(late);
    child.stdio[3]?.destroy();
    return this.#outcome(code, signal);
  }

  #sendTask(marker: string): void {
    const { plan, unsavedText, parameters } = this.#run;
    const task = [marker, plan.scriptPath, unsavedText === undefined ? "0" : "1", unsavedText ?? "", ...parameters];
    // The process may be gone before it has read all; its end says why.
    this.#child.stdin?.on("error", () => undefined);
    this.#child.stdin?.end(task.join("\0"));
  }

  #read(marker: string, pipe: Readable | null, onLine: (text: string) => void): Promise<void> {
    const reader = new OutputReader(marker, {
      line: (text) => {
        if (this.#isRunning) {
          onLine(text);
        } else {
          this.#complain(text);
        }
      },
      frame: (kind, payload) => this.#onFrame(kind, payload),
    });
    return new Promise((resolve) => {
      pipe?.on("data", (chunk: Buffer) => reader.push(chunk));
      pipe?.once("close", () => {
        reader.end();
        resolve();
      });
    });
  }

  #onFrame(kind: string, payload: Buffer): void {
    switch (kind) {
      case "h":
        this.#isRunning = true;
        clearTimeout(this.#startTimer);
        this.#run.callbacks.onRunning(payload.toString("utf8"));
        break;
      case "e":
        this.#onErrorText(payload.toString("utf8").replace(/\r?\n$/, ""));
        break;
      case "f": {
        const end = payload.indexOf(0);
        this.#failure = {
          line: Number(payload.toString("latin1", 0, end)),
          text: payload.toString("utf8", end + 1).trimEnd(),
        };
        break;
      }
    }
  }

  #onErrorText(text: string): void {
    if (this.#isRunning) {
      this.#run.callbacks.onRecord({ stream: "Error", text });
    } else {
      this.#complain(text);
    }
  }

  #complain(text: string): void {
    if (this.#complaint.length < longestComplaint) {
      this.#complaint += `${text}\n`;
    }
  }

  #outcome(code: number | null, signal: NodeJS.Signals | null): HostOutcome {
    if (this.#isTooSlow && !this.#isRunning) {
      return this.#didNotStart(`did not start within ${this.#run.startTimeoutMs / 1000} s.`);
    }
    if (this.#isStopping) {
      return { kind: "stopped", exception: undefined, exitCode: code };
    }
    if (!this.#isRunning) {
      const how = code === null ? `was ended by ${signal ?? "a signal"}` : `ended with code ${code}`;
      const said = this.#complaint.trim().slice(0, longestComplaint);
      return this.#didNotStart(`${how} before the runbook began${said === "" ? "." : `: ${said}`}`);
    }
    const failure = this.#failure;
    if (code === 0) {
      return { kind: "completed", exception: undefined, exitCode: 0 };
    }
    // The service fails a job whose process ends with another code than 0 (hybrid worker: `execute_runbook` of its sandbox).
    return {
      kind: "failed",
      exception: failure?.text ?? describeEnd(code, signal),
      exitCode: code,
      ...(failure && failure.line > 0 && { script: this.#run.plan.scriptPath, line: failure.line }),
    };
  }

  #didNotStart(what: string, cause?: Error): HostOutcome {
    const { command } = this.#run.plan;
    const message = `Python (${command}) ${what}`;
    const startError = new AutomationError("interpreter-failed", message, {
      cause,
      hint: 'Check the interpreter, or name another one in the setting "runbookWorkbench.python.path".',
    });
    return { kind: "failed", exception: message, exitCode: null, startError };
  }
}

function describeEnd(code: number | null, signal: NodeJS.Signals | null): string {
  return code === null
    ? `The runbook's process was ended by ${signal ?? "a signal"}.`
    : `The runbook ended with exit code ${code}.`;
}
