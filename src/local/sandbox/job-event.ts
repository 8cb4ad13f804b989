/** The first event of a job: what runs, in which interpreter, with which parameters. */
import type { NewEvent } from "./event-log";
import type { Interpreter } from "./interpreter";
import type { PreparedRun } from "./prepare-run";
import type { RunRequest } from "./run-request";

/** `prepared` undefined: the job was refused before; `version` undefined: its process never ran. */
export function jobEvent(
  { runbook, startedBy }: RunRequest,
  prepared: PreparedRun | undefined,
  version: string | undefined,
): NewEvent {
  return {
    type: "job",
    runbook: runbook.name,
    runbookType: prepared?.description.type ?? (runbook.language === "python" ? "Python3" : "PowerShell"),
    interpreter: prepared === undefined ? "" : describeInterpreter(prepared.interpreter, version),
    parameters: prepared?.parameters.values ?? {},
    startedBy: startedBy ?? "runbook-workbench",
  };
}

const runtimeNames = { "python-3": "Python", "powershell-5.1": "Windows PowerShell", "powershell-7": "PowerShell" };

function describeInterpreter({ runtime, path }: Interpreter, version: string | undefined): string {
  return `${runtimeNames[runtime]}${version ? ` ${version}` : ""} (${path})`;
}
