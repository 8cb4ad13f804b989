/** Reads what a runbook is started with: parameters from arguments and files, and webhook data. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { AutomationError } from "../core/errors";
import { asGivenParameters, type GivenParameters } from "../core/parameter-binding";
import { webhookDataOf, type WebhookData } from "../core/webhook-data";
import { usageError } from "./arguments";
import { systemCodeOf } from "./exit-status";

/** `-p NAME=VALUE` over `--parameters FILE`: what stands nearer to the person wins. Errors: invalid-usage, file-not-found. */
export async function readParameters(
  pairs: readonly string[],
  file: string | undefined,
  workingFolder: string,
): Promise<GivenParameters> {
  const fromArguments = parsePairs(pairs);
  if (file === undefined) {
    return { named: fromArguments };
  }
  const path = resolve(workingFolder, file);
  const given = asGivenParameters(parseJson(await readInputFile(path, "parameters"), path));
  if (given === undefined) {
    throw usageError(
      `The parameters file holds neither an object nor an array: ${path}.`,
      'Write {"Name":"value"}, or ["value"] for a Python runbook.',
    );
  }
  const overridden = new Set(Object.keys(fromArguments).map((name) => name.toLowerCase()));
  const fromFile = Object.entries(given.named ?? {}).filter(([name]) => !overridden.has(name.toLowerCase()));
  return {
    named: { ...Object.fromEntries(fromFile), ...fromArguments },
    ...(given.positional === undefined ? {} : { positional: given.positional }),
  };
}

function parsePairs(pairs: readonly string[]): Readonly<Record<string, string>> {
  const named = new Map<string, string>();
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) {
      throw usageError(`"${pair}" is no parameter.`, "Write -p NAME=VALUE.");
    }
    const name = pair.slice(0, at).trim();
    if ([...named.keys()].some((known) => known.toLowerCase() === name.toLowerCase())) {
      throw usageError(`The parameter "${name}" was given twice.`, "Names are compared without case.");
    }
    named.set(name, pair.slice(at + 1));
  }
  return Object.fromEntries(named);
}

/**
 * The data of `--webhook-data FILE`: an object with the members of WebhookData, else the whole file is taken for the body of the
 * request. Errors: file-not-found.
 */
export async function readWebhookData(file: string, workingFolder: string): Promise<WebhookData> {
  const text = await readInputFile(resolve(workingFolder, file), "webhook data");
  return webhookDataOf(text);
}

/** UTF-8, with or without a byte order mark. Errors: file-not-found, permission-denied. */
async function readInputFile(path: string, what: string): Promise<string> {
  try {
    return (await readFile(path, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const code = systemCodeOf(error);
    if (code === "EACCES" || code === "EPERM") {
      throw new AutomationError("permission-denied", `The ${what} file cannot be read: ${path}.`, {
        cause: error,
        hint: "Check its permissions.",
      });
    }
    throw new AutomationError("file-not-found", `The ${what} file is not there: ${path}.`, {
      cause: error,
      hint: code === "EISDIR" ? "It is a folder." : "Check the name.",
    });
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new AutomationError("invalid-usage", `The parameters file is no valid JSON: ${path}.`, {
      cause: error,
      hint: error instanceof Error ? error.message : "Check its syntax.",
    });
  }
}
