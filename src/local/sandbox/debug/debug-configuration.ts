/** Turns a debug run into the launch configuration of the debugger that does the work. Pure. */
import { posix, win32 } from "node:path";

import type { Json, JsonObject } from "../../../core/json";
import type { RuntimeId } from "../../../core/runbook";
import type { DelegatedConfiguration } from "./debugger-port";

/** The property by which the editor knows a session as this run's. */
export const jobProperty = "runbookWorkbenchJob";

interface RunToDebug {
  readonly jobId: string;
  readonly runbookName: string;
  readonly runbookPath: string;
  /** The job's own folder, as in the service. */
  readonly cwd: string;
  /** Properties that the person wants for the debugger; ours win where both name one that matters. */
  readonly options: JsonObject;
}

export interface PythonRunToDebug extends RunToDebug {
  readonly interpreterPath: string;
  /** `-3` of Windows' launcher. */
  readonly interpreterArguments: readonly string[];
  readonly args: readonly string[];
  /** Changes to the debugger's own environment; null takes a variable out. */
  readonly environment: Readonly<Record<string, string | null>>;
}

export interface PowerShellRunToDebug extends RunToDebug {
  readonly runtime: RuntimeId;
  /** Where `powershell/debug.ps1` lies. */
  readonly hostsFolder: string;
  /** Of the channel over which debug.ps1 gets all else. */
  readonly address: string;
  readonly platform: NodeJS.Platform;
}

/**
 * For the type `debugpy` (github.com/microsoft/vscode-python-debugger, package.json and
 * src/extension/debugger/configuration/resolvers). Its environment holds the sandbox secret, as that of the process will.
 */
export function pythonConfiguration(run: PythonRunToDebug): DelegatedConfiguration {
  return {
    // A terminal would put a shell between the runbook and the person, and standard input where the service has none.
    console: "internalConsole",
    internalConsoleOptions: "openOnSessionStart",
    ...run.options,
    ...commonProperties(run),
    type: "debugpy",
    program: run.runbookPath,
    python: run.interpreterPath,
    ...(run.interpreterArguments.length > 0 && { pythonArgs: run.interpreterArguments }),
    args: run.args,
    cwd: run.cwd,
    env: run.environment,
    // Without it the .env file of the workspace would be laid below, which a job never sees.
    envFile: "",
  };
}

/**
 * For the type `PowerShell` (github.com/PowerShell/vscode-powershell, package.json and src/features/DebugSession.ts), which
 * takes no environment and runs the script in a console of its own: debug.ps1 fetches all over the channel.
 */
export function powerShellConfiguration(run: PowerShellRunToDebug): DelegatedConfiguration {
  const path = run.platform === "win32" ? win32 : posix;
  return {
    temporaryConsoleWindowActionOnDebugEnd: "keep",
    ...run.options,
    ...commonProperties(run),
    type: "PowerShell",
    script: path.join(run.hostsFolder, "powershell", "debug.ps1"),
    // Arguments are PowerShell text (PowerShellEditorServices, BuildDotSourceCommandWithArguments).
    args: [`'${run.address.replaceAll("'", "''")}'`],
    cwd: run.cwd,
    // A console that lives on would keep what the runbook loads and defines.
    createTemporaryIntegratedConsole: true,
    executeMode: "Call",
    ...(run.runtime === "powershell-5.1" && { sessionName: "Windows PowerShell (x64)" }),
  };
}

function commonProperties(
  run: RunToDebug,
): Readonly<Record<string, Json>> & Pick<DelegatedConfiguration, "name" | "request"> {
  return { name: `${run.runbookName} (runbook)`, request: "launch", [jobProperty]: run.jobId };
}
