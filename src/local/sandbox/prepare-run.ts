/** Everything that is decided before a job's process starts; what cannot run is refused here, with the reason. */
import { readFile } from "node:fs/promises";

import { AutomationError, describeError, type ErrorCode } from "../../core/errors";
import type { BoundParameters, ParameterProblem } from "../../core/parameter";
import { bindParameters } from "../../core/parameter-binding";
import type { RunbookDescription, RunbookFile, RuntimeId } from "../../core/runbook";
import type { Interpreter } from "./interpreter";
import type { EngineOptions, RunRequest } from "./run-request";

export interface PreparedRun {
  readonly description: RunbookDescription;
  readonly text: string;
  readonly hasByteOrderMark: boolean;
  readonly parameters: BoundParameters;
  readonly interpreter: Interpreter;
}

/** Errors: file-not-found, permission-denied, invalid-parameter, invalid-usage, not-supported, interpreter-missing, interpreter-failed. */
export async function prepareRun(
  request: RunRequest,
  options: Pick<EngineOptions, "describe" | "interpreters">,
): Promise<PreparedRun> {
  const { runbook } = request;
  const source = request.text ?? (await readRunbook(runbook.path));
  const text = source.replace(/^\ufeff/, "");
  const description = options.describe(text, runbook.language);
  const runtime = chooseRuntime(runbook, description, request.runtime);
  const result = bindParameters(description, request.parameters ?? {});
  if (!result.ok) {
    throw parameterError(runbook, result.problems);
  }
  return {
    description,
    text,
    hasByteOrderMark: source.length !== text.length,
    parameters: result.bound,
    interpreter: options.interpreters.find(runtime, request.interpreterPath),
  };
}

/** A workflow exists in Windows PowerShell 5.1 only (docs: automation/automation-runbook-types); configurations are compiled, not run. */
export function chooseRuntime(
  runbook: RunbookFile,
  description: RunbookDescription,
  wanted: RuntimeId | undefined,
  platform: NodeJS.Platform = process.platform,
): RuntimeId {
  const name = `"${runbook.name}"`;
  if (description.type === "Configuration") {
    throw new AutomationError("not-supported", `${name} is a DSC configuration, which is compiled and not run.`, {
      hint: "Compile it in the Automation account, or give a runbook.",
    });
  }
  if (runbook.language === "python") {
    if (wanted !== undefined && wanted !== "python-3") {
      throw wrongRuntime(name, "Python", wanted);
    }
    return "python-3";
  }
  if (wanted === "python-3") {
    throw wrongRuntime(name, "PowerShell", wanted);
  }
  if (description.type === "PowerShellWorkflow") {
    if (wanted === "powershell-7" || platform !== "win32") {
      throw new AutomationError(
        "not-supported",
        `${name} is a PowerShell workflow; only Windows PowerShell 5.1 can run it.`,
        { hint: "Run it on Windows with the runtime powershell-5.1, or turn the workflow into a script." },
      );
    }
    return "powershell-5.1";
  }
  return wanted ?? "powershell-7";
}

function wrongRuntime(name: string, language: string, wanted: RuntimeId): AutomationError {
  return new AutomationError(
    "invalid-usage",
    `${name} is a ${language} runbook; the runtime ${wanted} cannot run it.`,
    {
      hint: "Leave the runtime out, or choose one of its language.",
    },
  );
}

async function readRunbook(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? error.code : undefined;
    const code: ErrorCode = reason === "EACCES" || reason === "EPERM" ? "permission-denied" : "file-not-found";
    const what = code === "file-not-found" ? "does not exist or is no file" : "cannot be read";
    throw new AutomationError(code, `The runbook ${what}: ${path}`, {
      cause: error,
      hint: reason === "ENOENT" ? "Check the path." : describeError(error),
    });
  }
  // Windows PowerShell's own redirections write UTF-16 (specs/runbook-analysis.md).
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString("utf16le") : bytes.toString("utf8");
}

function parameterError(runbook: RunbookFile, problems: readonly ParameterProblem[]): AutomationError {
  const list = problems.map((problem) => problem.message).join(" ");
  return new AutomationError("invalid-parameter", `"${runbook.name}" was not started. ${list}`, {
    hint: problems.length === 1 ? "Correct it and start again." : "Correct them and start again.",
  });
}
