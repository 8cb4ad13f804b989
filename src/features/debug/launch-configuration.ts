/** Reads a launch configuration of the type `runbookWorkbench`, whose variables are put in. Pure. */
import { isAbsolute, join } from "node:path";

import { AutomationError } from "../../core/errors";
import { isJsonObject, type Json, type JsonObject } from "../../core/json";
import type { GivenParameters } from "../../core/parameter-binding";
import { runtimeIds, type RuntimeId } from "../../core/runbook";
import { scenarioNames } from "../../local/endpoint/scenarios";
import type { RunOptions } from "../../platform/run-options";

export interface LaunchWish {
  /** Absolute path. */
  readonly runbookPath: string;
  /** undefined: asked for. */
  readonly parameters: GivenParameters | undefined;
  readonly options: RunOptions;
  /** undefined: what account.json says, else by the runbook's type. */
  readonly runtime: RuntimeId | undefined;
  /** Properties for the configuration of the debugger that does the work. */
  readonly debuggerOptions: JsonObject;
  /** Run Without Debugging. */
  readonly noDebug: boolean;
}

/** Of VS Code itself: they are the other session's, since this one never begins. */
const passedOn = ["preLaunchTask", "postDebugTask", "internalConsoleOptions", "presentation", "serverReadyAction"];

/** `folder`: of the launch.json, for relative paths. Errors: invalid-usage, which names the property. */
export function readLaunchConfiguration(
  configuration: Readonly<Record<string, unknown>>,
  folder: string | undefined,
): LaunchWish {
  const { runbook, parameters, identity, tokens, scenario, runtime, debuggerOptions } = configuration;
  if (typeof runbook !== "string" || runbook === "") {
    throw wrong("runbook", "is not a path", 'Give the runbook\'s file, e.g. "${file}".');
  }
  if (!isAbsolute(runbook) && folder === undefined) {
    throw wrong("runbook", `is a relative path without a folder: ${runbook}`, "Give an absolute path.");
  }
  if (debuggerOptions !== undefined && !isJsonObject(debuggerOptions)) {
    throw wrong("debuggerOptions", "is not an object", "Give the debugger's own properties in it.");
  }
  const others = Object.fromEntries(
    passedOn.flatMap((name) => (configuration[name] === undefined ? [] : [[name, configuration[name] as Json]])),
  );
  return {
    runbookPath: isAbsolute(runbook) ? runbook : join(folder ?? "", runbook),
    parameters: readParameters(parameters),
    options: {
      identity: readText("identity", identity),
      tokenSource: readChoice("tokens", tokens, ["emulated", "developer"]) ?? "emulated",
      scenario: readChoice("scenario", scenario, scenarioNames),
    },
    runtime: readChoice("runtime", runtime, runtimeIds),
    debuggerOptions: { ...others, ...debuggerOptions },
    noDebug: configuration["noDebug"] === true,
  };
}

function readParameters(given: unknown): GivenParameters | undefined {
  if (given === undefined) {
    return undefined;
  }
  if (Array.isArray(given)) {
    return { positional: given as Json[] };
  }
  if (isJsonObject(given)) {
    return { named: given };
  }
  throw wrong(
    "parameters",
    "is neither an object nor an array",
    "Give values by name, or a Python runbook's arguments in their order.",
  );
}

function readText(name: string, value: unknown): string | undefined {
  if (value === undefined || value === "") {
    return undefined;
  }
  if (typeof value !== "string") {
    throw wrong(name, "is not a text", "Correct the launch configuration.");
  }
  return value;
}

function readChoice<T extends string>(name: string, value: unknown, choices: readonly T[]): T | undefined {
  const text = readText(name, value);
  const choice = choices.find((item) => item === text);
  if (text !== undefined && choice === undefined) {
    throw wrong(name, `is "${text}"`, `It can be: ${choices.join(", ")}.`);
  }
  return choice;
}

function wrong(name: string, what: string, hint: string): AutomationError {
  return new AutomationError("invalid-usage", `"${name}" of the launch configuration ${what}.`, { hint });
}
