/** Runs PowerShell text through the real session and a real pwsh, and gathers all that comes of it. */
import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

import type { Json } from "../../../../src/core/json";
import type { JobServices } from "../../../../src/core/job-services";
import type { StreamRecord } from "../../../../src/core/stream";
import type { HostOutcome, HostSession } from "../../../../src/local/sandbox/host-session";
import {
  startPowerShellHost,
  type PowerShellHost,
} from "../../../../src/local/sandbox/powershell/start-powershell-host";

export const hostsFolder = resolve(__dirname, "../../../../src/local/hosts");

/** The pwsh on PATH; undefined without one. */
export const pwshPath = (process.env["PATH"] ?? "")
  .split(delimiter)
  .map((folder) => join(folder, process.platform === "win32" ? "pwsh.exe" : "pwsh"))
  .find((path) => existsSync(path));

let isReasonPrinted = false;

/** For `before`: skips the suite where there is no PowerShell, and says so once. */
export function needPwsh(context: Mocha.Context): string {
  if (pwshPath === undefined) {
    if (!isReasonPrinted) {
      isReasonPrinted = true;
      process.stdout.write("SKIPPED: PowerShell host tests need a pwsh on PATH.\n");
    }
    context.skip();
  }
  return pwshPath;
}

export interface ScriptRun {
  readonly records: readonly StreamRecord[];
  readonly notices: readonly string[];
  /** Lines of the channel from the host. */
  readonly lines: readonly string[];
  /** Parsed `lines`. */
  readonly messages: readonly Record<string, Json>[];
  readonly outcome: HostOutcome;
  readonly path: string;
  readonly jobId: string;
}

export interface ScriptOptions {
  readonly parameters?: Readonly<Record<string, Json>>;
  readonly services?: JobServices;
  readonly mode?: "cold" | "warm";
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly fileName?: string;
  readonly workflowName?: string;
  /** What keeps the host's compiled classes; undefined: the user's own. */
  readonly cacheFolder?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly onRecord?: (record: StreamRecord, session: HostSession) => void;
  readonly onNotice?: (message: string, session: HostSession) => void;
  readonly onLine?: (direction: "from-host" | "to-host", line: string) => void;
  readonly onStart?: (host: PowerShellHost, session: HostSession) => void;
}

/** What a job's environment is without the engine's own variables. */
export function baseEnvironment(): Record<string, string | undefined> {
  return { PATH: process.env["PATH"], HOME: process.env["HOME"], TZ: "UTC", NO_COLOR: "1" };
}

export async function runScript(text: string, options: ScriptOptions = {}): Promise<ScriptRun> {
  const folder = mkdtempSync(join(tmpdir(), "rbw-test-"));
  try {
    const path = join(folder, options.fileName ?? "runbook.ps1");
    writeFileSync(path, text);
    for (const [name, content] of Object.entries(options.files ?? {})) {
      writeFileSync(join(folder, name), content);
    }
    const records: StreamRecord[] = [];
    const notices: string[] = [];
    const lines: string[] = [];
    const jobId = randomUUID();
    const host = startPowerShellHost(
      {
        interpreterPath: pwshPath ?? "pwsh",
        edition: "7",
        hostsFolder,
        ...(options.cacheFolder !== undefined && { cacheFolder: options.cacheFolder }),
        environment: { ...baseEnvironment(), ...options.environment },
        cwd: folder,
        platform: process.platform,
        onLine: (direction, line) => {
          if (direction === "from-host") {
            lines.push(line);
          }
          options.onLine?.(direction, line);
        },
      },
      options.mode ?? "cold",
    );
    if (options.mode === "warm") {
      await host.ready;
    }
    const session: HostSession = host.run(
      { runbookPath: path, jobId, parameters: options.parameters ?? {}, workflowName: options.workflowName },
      options.services ?? noServices,
      {
        onRunning: () => undefined,
        onRecord: (record) => {
          records.push(record);
          options.onRecord?.(record, session);
        },
        onNotice: (message) => {
          notices.push(message);
          options.onNotice?.(message, session);
        },
      },
    );
    options.onStart?.(host, session);
    const outcome = await session.finished;
    const messages = lines.map((line) => JSON.parse(line) as Record<string, Json>);
    return { records, notices, lines, messages, outcome, path, jobId };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** An account with nothing in it. */
export const noServices: JobServices = {
  getAsset: () => Promise.resolve(undefined),
  describeMissing: (kind, name) => Promise.resolve(`There is no ${kind} "${name}" in the account "test".`),
  setVariable: () => Promise.resolve(false),
  startRunbook: () => Promise.reject(new Error("no runbooks here")),
  waitJobs: () => Promise.resolve([]),
};

/** `stream: text` of each record, Progress left out: module loads write some of their own. */
export function streamTexts(run: ScriptRun): readonly string[] {
  return run.records
    .filter((record) => record.stream !== "Progress")
    .map((record) => `${record.stream}: ${record.text}`);
}

/** Processes whose command line holds `text`; for tests that nothing is left. */
export function processesWith(text: string): readonly string[] {
  return execFileSync("ps", ["-eo", "pid,stat,args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(text) && !/^\s*\d+\s+Z/.test(line));
}
