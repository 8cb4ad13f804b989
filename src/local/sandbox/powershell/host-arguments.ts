/** The command line of the PowerShell host, and the values it is sent: pure, so that plans can be compared without PowerShell. */
import type { Json } from "../../../core/json";

/** 7: PowerShell Core of any version (pwsh); 5.1: Windows PowerShell (powershell.exe). */
export type PowerShellEdition = "7" | "5.1";

export type PowerShellHostMode = "cold" | "warm";

export interface PowerShellHostArguments {
  readonly edition: PowerShellEdition;
  readonly platform: NodeJS.Platform;
  /** Folder that contains `powershell/host.ps1`. */
  readonly hostsFolder: string;
  readonly mode: PowerShellHostMode;
  /** Where the host's classes are or will be, compiled (compiled-host.ts); undefined: compile them in memory. */
  readonly compiledPath?: string | undefined;
}

/** Nothing secret and nothing of the job stands here: both travel over standard input or the channel. */
export function powerShellHostArguments(options: PowerShellHostArguments): readonly string[] {
  const separator = options.platform === "win32" ? "\\" : "/";
  const script = [options.hostsFolder, "powershell", "host.ps1"].join(separator);
  // Windows refuses unsigned scripts by default; elsewhere there is no such policy (about_Execution_Policies).
  const policy = options.platform === "win32" ? ["-ExecutionPolicy", "Bypass"] : [];
  const compiled = options.compiledPath === undefined ? [] : [options.compiledPath];
  return ["-NoLogo", "-NoProfile", "-NonInteractive", ...policy, "-File", script, options.mode, ...compiled];
}

export interface PowerShellJob {
  readonly runbookPath: string;
  /** A guid; the runbook sees it as $PSPrivateMetadata.JobId. */
  readonly jobId: string;
  /** By name, names already checked against the runbook; the host converts them by the runbook's param block. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** Name of the workflow that the file defines (Windows PowerShell 5.1); undefined for scripts. */
  readonly workflowName?: string | undefined;
}

/** The line that gives a waiting host its job over the channel: `j TAB path TAB job id TAB parameters TAB workflow`. */
export function jobLine(job: PowerShellJob): string {
  return `j\t${jobFields(job).join("\t")}\n`;
}

/** The same on standard input, a line for each, for a host that starts for this job; the last two only where there are any. */
export function jobInput(job: PowerShellJob): string {
  const [path, jobId, parameters, workflow] = jobFields(job);
  const rest = parameters === "" && workflow === "" ? [] : [parameters, workflow];
  return [path, jobId, ...rest].map((line) => `${line}\n`).join("");
}

function jobFields(job: PowerShellJob): readonly [path: string, jobId: string, parameters: string, workflow: string] {
  const path = /[%\t\r\n]/.test(job.runbookPath)
    ? job.runbookPath.replace(/[%\t\r\n]/g, (character) => encodeURIComponent(character))
    : job.runbookPath;
  return [path, job.jobId, parametersText(job.parameters), job.workflowName ?? ""];
}

/** As parameters.ps1 reads them; "" without any. */
export function parametersText(parameters: Readonly<Record<string, Json>>): string {
  return Object.keys(parameters).length === 0 ? "" : JSON.stringify(markTexts(parameters));
}

/** An apostrophe before every text: PowerShell's JSON readers turn texts that look like dates into dates. The host takes it off. */
function markTexts(value: Json): Json {
  if (typeof value === "string") {
    return `'${value}`;
  }
  if (value === null || typeof value !== "object") {
    return value;
  }
  if (Array.isArray(value)) {
    return value.map((item: Json) => markTexts(item));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, markTexts(item)]));
}
