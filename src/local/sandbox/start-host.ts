/** Starts the host that a plan names and gives it one runbook: the one place that knows both languages' hosts. */
import { AutomationError } from "../../core/errors";
import type { JobServices } from "../../core/job-services";
import type { BoundParameters } from "../../core/parameter";
import type { RunbookDescription, RunbookFile } from "../../core/runbook";
import { startDebugHost, type DebugWish } from "./debug/start-debug-host";
import type { HostCallbacks, HostOutcome, HostSession } from "./host-session";
import type { Interpreter } from "./interpreter";
import type { RunPlan } from "./plan";
import { guardGroup } from "./process-tree";
import type { PowerShellHostMode } from "./powershell/host-arguments";
import { startPowerShellHost, type PowerShellHost } from "./powershell/start-powershell-host";
import { startPythonHost } from "./python/python-host";

export interface HostStart {
  readonly interpreter: Interpreter;
  readonly plan: RunPlan;
  readonly jobId: string;
  readonly description: RunbookDescription;
  readonly parameters: BoundParameters;
  readonly runbook: RunbookFile;
  readonly unsavedText: string | undefined;
  /** What the plan's environment was made from. */
  readonly baseEnvironment: Readonly<Record<string, string | undefined>>;
  /** The debugger that is to run it; undefined: none. */
  readonly debug: DebugWish | undefined;
  readonly hostsFolder: string;
  readonly services: JobServices;
  readonly startTimeoutMs: number;
  readonly callbacks: HostCallbacks;
  /** A PowerShell that waits in this job's sandbox; undefined: start one. */
  readonly waitingHost: PowerShellHost | undefined;
}

export function startHost(start: HostStart): HostSession {
  const { parameters, debug, runbook } = start;
  if (debug) {
    return startDebugHost({ ...start, debug, runbookName: runbook.name, runbookPath: runbook.path });
  }
  if (start.interpreter.runtime === "python-3") {
    return startPythonHost({
      ...start,
      parameters: parameters.kind === "positional" ? parameters.values : [],
    });
  }
  return startPowerShell(start, parameters.kind === "named" ? parameters.values : {});
}

type NamedValues = Extract<BoundParameters, { kind: "named" }>["values"];

export interface PowerShellProcess {
  readonly interpreter: Interpreter;
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly hostsFolder: string;
  readonly startTimeoutMs?: number | undefined;
}

/** A PowerShell that waits for one job; it ends with this process. */
export function startPowerShellProcess(wanted: PowerShellProcess, mode: PowerShellHostMode): PowerShellHost {
  const { interpreter, environment, cwd, hostsFolder, startTimeoutMs } = wanted;
  const host = startPowerShellHost(
    {
      interpreterPath: interpreter.path,
      leadingArguments: interpreter.leadingArguments,
      edition: interpreter.runtime === "powershell-5.1" ? "5.1" : "7",
      hostsFolder,
      environment,
      cwd,
      platform: process.platform,
      ...(startTimeoutMs !== undefined && { startTimeoutMs }),
    },
    mode,
  );
  if (host.pid !== undefined) {
    guardGroup(host.pid);
  }
  return host;
}

function startPowerShell(start: HostStart, parameters: NamedValues): HostSession {
  const { plan, interpreter, hostsFolder, startTimeoutMs, callbacks, services } = start;
  const host =
    start.waitingHost ??
    startPowerShellProcess({ interpreter, environment: plan.env, cwd: plan.cwd, hostsFolder, startTimeoutMs }, "cold");
  const workflowName = start.description.type === "PowerShellWorkflow" ? start.description.declaredName : undefined;
  const session = host.run({ runbookPath: plan.scriptPath, jobId: start.jobId, parameters, workflowName }, services, {
    onRunning: () => void host.ready.then(({ version }) => callbacks.onRunning(version)),
    onRecord: (record) => callbacks.onRecord(record),
    onNotice: (message) => callbacks.onNotice(message),
  });
  return {
    pid: session.pid,
    requestStop: () => session.requestStop(),
    kill: () => session.kill(),
    setReading: (isReading) => session.setReading(isReading),
    finished: withStartError(session, host.ready),
  };
}

async function withStartError(session: HostSession, ready: Promise<unknown>): Promise<HostOutcome> {
  const outcome = await session.finished;
  if (outcome.kind !== "failed") {
    return outcome;
  }
  return ready.then(
    () => outcome,
    (error: unknown) => (error instanceof AutomationError ? { ...outcome, startError: error } : outcome),
  );
}
