/** Runs one job's runbook in a debugger of the editor: the counterpart of start-host.ts, whose process the engine starts itself. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

import { AutomationError, describeError } from "../../../core/errors";
import type { JsonObject } from "../../../core/json";
import type { BoundParameters } from "../../../core/parameter";
import type { RunbookDescription } from "../../../core/runbook";
import type { HostCallbacks, HostOutcome, HostSession } from "../host-session";
import type { Interpreter } from "../interpreter";
import type { RunPlan } from "../plan";
import { parametersText } from "../powershell/host-arguments";
import { openDebugChannel, type DebugRunEnd } from "./debug-channel";
import { powerShellConfiguration, pythonConfiguration } from "./debug-configuration";
import { debugEnvironment } from "./debug-environment";
import type { DebugEnd, DebuggerPort, DelegatedConfiguration } from "./debugger-port";

/** The debugger of a run and what the person wants of it. */
export interface DebugWish {
  readonly port: DebuggerPort;
  /** More properties for its launch configuration. */
  readonly options: JsonObject;
}

export interface DebugStart {
  readonly debug: DebugWish;
  readonly interpreter: Interpreter;
  readonly plan: RunPlan;
  /** What the plan's environment was made from. */
  readonly baseEnvironment: Readonly<Record<string, string | undefined>>;
  readonly jobId: string;
  readonly description: RunbookDescription;
  readonly runbookName: string;
  /** The file itself: breakpoints stand in it. */
  readonly runbookPath: string;
  readonly parameters: BoundParameters;
  readonly hostsFolder: string;
  readonly callbacks: HostCallbacks;
}

/** The process is the debugger's own: nothing here ends it but the end of the session. */
export function startDebugHost(start: DebugStart): HostSession {
  const { port } = start.debug;
  const run = start.interpreter.runtime === "python-3" ? debugPython : debugPowerShell;
  return {
    pid: undefined,
    requestStop: () => port.stop(),
    kill: () => port.stop(),
    setReading: () => undefined,
    finished: run(start).catch((error: unknown) => ({
      kind: "failed",
      exception: undefined,
      exitCode: null,
      startError:
        error instanceof AutomationError
          ? error
          : new AutomationError("failed", `The debugger could not be started: ${describeError(error)}`, {
              cause: error,
            }),
    })),
  };
}

async function debugPython(start: DebugStart): Promise<HostOutcome> {
  const { interpreter, callbacks } = start;
  const configuration = pythonConfiguration({
    ...commonOf(start),
    interpreterPath: interpreter.path,
    interpreterArguments: interpreter.leadingArguments,
    args: start.parameters.kind === "positional" ? start.parameters.values : [],
    environment: environmentOf(start),
  });
  if (existsSync(join(dirname(start.runbookPath), "automationassets.py"))) {
    callbacks.onNotice(
      "automationassets.py beside the runbook is what a debugged runbook imports; in a run and in Azure the service's own module wins.",
    );
  }
  const end = await runSession(start, configuration, () => callbacks.onRunning());
  if (end === undefined || end.isStopped) {
    return stopped;
  }
  const exitCode = end.exitCode ?? 0;
  return exitCode === 0
    ? { kind: "completed", exception: undefined, exitCode }
    : { kind: "failed", exception: `The runbook ended with exit code ${exitCode}.`, exitCode };
}

async function debugPowerShell(start: DebugStart): Promise<HostOutcome> {
  if (start.description.type === "PowerShellWorkflow") {
    throw new AutomationError(
      "not-supported",
      `"${start.runbookName}" is a PowerShell workflow; only scripts can be debugged.`,
      {
        hint: "Run it without a debugger (command: Run Runbook Locally).",
      },
    );
  }
  const { interpreter, callbacks, parameters, runbookPath, jobId } = start;
  const told: { hasBegun: boolean; end: DebugRunEnd | undefined } = { hasBegun: false, end: undefined };
  const wantsDesktop = interpreter.runtime === "powershell-5.1";
  const channel = await openDebugChannel(
    process.platform,
    {
      runbookPath,
      jobId,
      environment: environmentOf(start),
      parametersText: parametersText(parameters.kind === "named" ? parameters.values : {}),
    },
    {
      onHello: ({ version, edition }) => {
        told.hasBegun = true;
        told.end = undefined; // of the session before a restart
        callbacks.onRunning(version);
        if ((edition === "Desktop") !== wantsDesktop) {
          callbacks.onNotice(
            `The PowerShell extension debugs with PowerShell ${version}; this runbook's runtime is ${interpreter.runtime}. Its setting "powershell.powerShellDefaultVersion" chooses.`,
          );
        }
      },
      onNotice: (text) => callbacks.onNotice(text),
      onEnd: (end) => (told.end = end),
    },
  );
  try {
    const session = await runSession(
      start,
      powerShellConfiguration({
        ...commonOf(start),
        runtime: interpreter.runtime,
        hostsFolder: start.hostsFolder,
        address: channel.address,
        platform: process.platform,
      }),
      () => undefined, // debug.ps1 says when it runs
    );
    if (session && !session.isStopped && !told.hasBegun) {
      throw new AutomationError("interpreter-failed", "The debugger's PowerShell ended before the runbook began.", {
        hint: "Its terminal and the output of the PowerShell extension say why.",
      });
    }
    return session && told.end ? outcomeOf(told.end) : stopped;
  } finally {
    channel.close();
  }
}

const stopped: HostOutcome = { kind: "stopped", exception: undefined, exitCode: null };

function outcomeOf(end: DebugRunEnd): HostOutcome {
  const { exitCode } = end;
  return end.state === "Completed"
    ? { kind: "completed", exception: undefined, exitCode }
    : {
        kind: "failed",
        exception: end.text,
        exitCode,
        ...(end.script !== undefined && { script: end.script }),
        ...(end.line !== undefined && { line: end.line }),
      };
}

/** undefined: no session came about. */
async function runSession(
  { debug: { port } }: DebugStart,
  configuration: DelegatedConfiguration,
  onStarted: () => void,
): Promise<DebugEnd | undefined> {
  if (!(await port.start(configuration))) {
    return undefined;
  }
  onStarted();
  return port.ended;
}

function commonOf(start: DebugStart) {
  const { jobId, runbookName, runbookPath, debug, plan } = start;
  return { jobId, runbookName, runbookPath, cwd: plan.cwd, options: debug.options };
}

function environmentOf({ plan, baseEnvironment }: DebugStart): Readonly<Record<string, string | null>> {
  return debugEnvironment({ planned: plan.env, base: baseEnvironment, platform: process.platform });
}
