/** Runs runbooks given as text through the real engine and collects what happens; leaves nothing behind. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import { describeRunbook } from "../../src/analysis/describe-runbook";
import type { JobAccount } from "../../src/core/account";
import type { JobEvent, JobResult } from "../../src/core/job";
import { languageOfFile, type RunbookFile } from "../../src/core/runbook";
import type { StreamName } from "../../src/core/stream";
import { InterpreterFinder } from "../../src/local/sandbox/interpreter";
import { LocalJobEngine } from "../../src/local/sandbox/local-job-engine";
import type { EngineOptions, LocalRunbookJob, RunRequest } from "../../src/local/sandbox/run-request";
import { MemoryAccount } from "./memory-account";

export const hostsFolder = resolve(__dirname, "../../src/local/hosts");

let python: string | undefined;
/** The real program behind a shim on PATH, which takes longer to start than Python itself. Throws where there is none. */
export function pythonPath(): string {
  python ??= execFileSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).trim();
  return python;
}

/** Whether a PowerShell 7 stands on PATH. */
export function powerShellPath(): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, process.platform === "win32" ? "pwsh.exe" : "pwsh"))
    .find((path) => existsSync(path));
}

export type TestRequest = Partial<Omit<RunRequest, "runbook">>;

export class JobRun {
  readonly job: LocalRunbookJob;
  readonly events: JobEvent[] = [];

  constructor(job: LocalRunbookJob) {
    this.job = job;
    job.onEvent((event) => this.events.push(event));
  }

  get result(): Promise<JobResult> {
    return this.job.completed;
  }

  /** Texts of a stream of this job, without its children's. */
  texts(stream: StreamName): readonly string[] {
    return this.of("stream").flatMap((event) =>
      event.stream === stream && event.jobId === this.job.id ? [event.text] : [],
    );
  }

  of<T extends JobEvent["type"]>(type: T): readonly Extract<JobEvent, { type: T }>[] {
    return this.events.filter((event): event is Extract<JobEvent, { type: T }> => event.type === type);
  }

  /** Resolves at the first event of which that is true, past or to come; rejects when the job ends without one. */
  async until(isIt: (event: JobEvent) => boolean): Promise<JobEvent> {
    return new Promise((resolve, reject) => {
      this.job.onEvent((event) => {
        if (isIt(event)) {
          resolve(event);
        } else if (event.type === "result" && event.jobId === this.job.id) {
          reject(new Error(`The job ended before that: ${JSON.stringify(this.events.slice(-5))}`));
        }
      });
    });
  }

  async untilOutput(text: string): Promise<void> {
    await this.until((event) => event.type === "stream" && event.text.includes(text));
  }
}

/** A folder of runbooks for one test file: `dispose` in `after`. */
export class JobWorkspace {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "jobs-")));
  readonly jobsFolder = join(this.folder, "temp");
  readonly account: MemoryAccount;
  #count = 0;

  constructor(account = new MemoryAccount()) {
    this.account = account;
    mkdirSync(this.jobsFolder);
  }

  /** Writes a runbook and makes it known to the account. */
  add(fileName: string, text: string | Buffer): RunbookFile {
    const path = join(this.folder, fileName);
    writeFileSync(path, text);
    if (!this.account.runbooks.includes(path)) {
      this.account.runbooks.push(path);
    }
    const language = languageOfFile(path);
    assert.ok(language, `${fileName} is no runbook`);
    return { name: fileName.replace(/\.\w+$/, ""), path, language };
  }

  engine(options: Partial<EngineOptions> = {}): LocalJobEngine {
    return new LocalJobEngine({
      hostsFolder,
      describe: describeRunbook,
      interpreters: new InterpreterFinder({ pythonPath: pythonPath() }),
      tempFolder: this.jobsFolder,
      ...options,
    });
  }

  start(runbook: RunbookFile, request: TestRequest = {}, options: Partial<EngineOptions> = {}): JobRun {
    const account: JobAccount = this.account;
    return new JobRun(this.engine(options).start({ account, runbook, ...request }));
  }

  startPython(text: string | Buffer, request: TestRequest = {}, options: Partial<EngineOptions> = {}): JobRun {
    return this.start(this.add(`runbook${++this.#count}.py`, text), request, options);
  }

  startPowerShell(text: string, request: TestRequest = {}, options: Partial<EngineOptions> = {}): JobRun {
    return this.start(this.add(`runbook${++this.#count}.ps1`, text), request, options);
  }

  async runPython(
    text: string | Buffer,
    request: TestRequest = {},
    options: Partial<EngineOptions> = {},
  ): Promise<JobRun> {
    const run = this.startPython(text, request, options);
    await run.result;
    return run;
  }

  /** No job's folder is left. */
  assertClean(): void {
    assert.deepEqual(readdirSync(this.jobsFolder), []);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Whether a process lives (a zombie does not). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  if (process.platform !== "linux") {
    return true;
  }
  try {
    const status = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    return !status.trim().startsWith("Z");
  } catch {
    return false;
  }
}
