/** Says what a job starts: program, arguments, environment, files. Pure; the engine carries it out. */
import { posix, win32 } from "node:path";

import type { RunbookFile } from "../../core/runbook";
import type { Interpreter } from "./interpreter";
import { powerShellHostArguments } from "./powershell/host-arguments";

export interface SandboxEnvironmentRequest {
  readonly interpreter: Interpreter;
  readonly hostsFolder: string;
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly accountId: string;
  readonly sandboxId: string;
  readonly endpoint: {
    readonly sandboxUrl: string;
    readonly secret: string;
    /** What the endpoint lays over `environment`; undefined: must not exist. */
    readonly variables: Readonly<Record<string, string | undefined>>;
  };
}

export interface RunPlanRequest extends SandboxEnvironmentRequest {
  readonly runbook: RunbookFile;
  /** The runbook's text, which may be unsaved. */
  readonly text: string;
  readonly isUnsaved: boolean;
  /** Whether the file on disk begins with a byte order mark. */
  readonly hasByteOrderMark: boolean;
  /** This job's own folder; it exists for the job's life only. */
  readonly jobFolder: string;
}

export interface PlannedFile {
  readonly path: string;
  readonly text: string;
}

export interface RunPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** To be written before the start; all below the job's folder. */
  readonly files: readonly PlannedFile[];
  /** What the host runs: the runbook's own path, or a copy's. */
  readonly scriptPath: string;
  /** What differs from the service, or from the file, in words for a person. */
  readonly notes: readonly string[];
}

/** Names that steer this program or the editor it runs in, and are no business of a runbook. */
const ownNames = /^(RUNBOOK_WORKBENCH_.*|ELECTRON_.*|VSCODE_.*|PYTHONINSPECT)$/i;

export function isOwnName(name: string): boolean {
  return ownNames.test(name);
}

export function planRun(request: RunPlanRequest): RunPlan {
  const { interpreter, platform } = request;
  const env = planSandboxEnvironment(request);
  const cwd = interpreter.folder ?? request.jobFolder;
  const path = platform === "win32" ? win32 : posix;
  if (interpreter.runtime === "python-3") {
    // The runbook's path, text and arguments go through standard input: nothing of them stands in a process list.
    const host = path.join(request.hostsFolder, "python", "runbook_host.py");
    const args = [...interpreter.leadingArguments, host];
    return { command: interpreter.path, args, env, cwd, files: [], scriptPath: request.runbook.path, notes: [] };
  }
  const copy = planPowerShellCopy(request);
  const host = powerShellHostArguments({
    edition: interpreter.runtime === "powershell-5.1" ? "5.1" : "7",
    platform,
    hostsFolder: request.hostsFolder,
    mode: "cold",
  });
  const args = [...interpreter.leadingArguments, ...host];
  return { command: interpreter.path, args, env, cwd, ...copy };
}

/**
 * PowerShell runs files only. An unsaved text becomes a file of the same name in the job's folder; so does a text with letters
 * that Windows PowerShell 5.1 would misread for want of a byte order mark (specs/runbook-analysis.md).
 */
function planPowerShellCopy(request: RunPlanRequest): Pick<RunPlan, "files" | "scriptPath" | "notes"> {
  const { runbook, text, interpreter } = request;
  const isMisread = interpreter.runtime === "powershell-5.1" && !request.hasByteOrderMark && /[^\0-\u007f]/.test(text);
  if (!request.isUnsaved && !isMisread) {
    return { files: [], scriptPath: runbook.path, notes: [] };
  }
  const path = (request.platform === "win32" ? win32 : posix).join(request.jobFolder, `${runbook.name}.ps1`);
  const reason = request.isUnsaved
    ? "The unsaved text runs from a temporary copy"
    : "Windows PowerShell 5.1 would misread this file without a byte order mark; a temporary copy with one runs";
  return {
    files: [{ path, text: `\ufeff${text.replace(/^\ufeff/, "")}` }],
    scriptPath: path,
    notes: [`${reason}: $PSScriptRoot is the copy's folder.`],
  };
}

/** The environment of a job's process: signals of a sandbox over what the person has. */
export function planSandboxEnvironment(request: SandboxEnvironmentRequest): Readonly<Record<string, string>> {
  const { platform, interpreter, endpoint } = request;
  const path = platform === "win32" ? win32 : posix;
  const env = new Environment(platform);
  for (const [name, value] of Object.entries(request.environment)) {
    if (!isOwnName(name)) {
      env.set(name, value);
    }
  }
  for (const [name, value] of Object.entries(endpoint.variables)) {
    env.set(name, value);
  }
  // Signals of a sandbox that runbooks test for (specs/assets-and-jobs.md 4.4).
  env.set("AZUREPS_HOST_ENVIRONMENT", "AzureAutomation/");
  env.set("AUTOMATION_ASSET_SANDBOX_ID", request.sandboxId);
  env.set("AUTOMATION_ASSET_ENDPOINT", endpoint.sandboxUrl);
  env.set("AUTOMATION_ASSET_ACCOUNTID", request.accountId);
  env.set("TZ", "UTC");
  if (!endpoint.variables["IDENTITY_HEADER"]) {
    // A hybrid worker without identity sets none of the four; asset calls still need the job's secret.
    env.set("RUNBOOK_WORKBENCH_SANDBOX_SECRET", endpoint.secret);
  }
  if (interpreter.runtime === "python-3") {
    const python = path.join(request.hostsFolder, "python");
    env.set("PYTHONPATH", [python, env.get("PYTHONPATH")].filter(Boolean).join(path.delimiter));
    env.set("PYTHONUNBUFFERED", "1");
    env.set("PYTHONIOENCODING", "utf-8");
    env.set("PYTHONDONTWRITEBYTECODE", "1");
  }
  return env.values();
}

/** Variables by name; on Windows a name in another case is the same variable. */
class Environment {
  readonly #isWindows: boolean;
  readonly #values = new Map<string, string>();

  constructor(platform: NodeJS.Platform) {
    this.#isWindows = platform === "win32";
  }

  get(name: string): string | undefined {
    return this.#values.get(this.#keyOf(name));
  }

  set(name: string, value: string | undefined): void {
    this.#values.delete(this.#keyOf(name));
    if (value !== undefined) {
      this.#values.set(name, value);
    }
  }

  values(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  #keyOf(name: string): string {
    if (!this.#isWindows || this.#values.has(name)) {
      return name;
    }
    const lower = name.toLowerCase();
    return [...this.#values.keys()].find((key) => key.toLowerCase() === lower) ?? name;
  }
}
