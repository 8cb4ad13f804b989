/** Turns the arguments of `run` into one request for the job engine a file; nothing has started when that is done. */
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { describeRunbook } from "../../analysis/describe-runbook";
import { AutomationError } from "../../core/errors";
import { selectIdentities } from "../../core/identity-selection";
import type { GivenParameters } from "../../core/parameter-binding";
import { languageOfFile, runbookNameOf, runtimeIds, type RunbookFile, type RuntimeId } from "../../core/runbook";
import { webhookParameterOf, type WebhookData } from "../../core/webhook-data";
import { InterpreterFinder } from "../../local/sandbox/interpreter";
import { prepareRun } from "../../local/sandbox/prepare-run";
import type { EngineOptions, RunRequest } from "../../local/sandbox/run-request";
import { accountNear, type AccountInUse } from "../account-access";
import { usageError, type ParsedArguments } from "../arguments";
import type { CommandContext } from "../command-context";
import { readIdentityChoices, type IdentityChoices } from "../identity-options";
import { hostsFolder } from "../program-files";
import { readParameters, readWebhookData } from "../run-inputs";

export interface PlannedJob {
  readonly account: AccountInUse;
  readonly engineOptions: EngineOptions;
  readonly request: RunRequest;
}

/** Errors: whatever refuses the first of several files before it runs: invalid-usage, invalid-parameter, file-not-found, ... */
export async function planJobs(args: ParsedArguments, context: CommandContext): Promise<readonly PlannedJob[]> {
  const runbooks = await findFiles(args.positionals, context.workingFolder);
  const webhookFile = args.text("webhook-data");
  const plan: RunPlan = {
    parameters: await readParameters(args.list("parameter"), args.text("parameters"), context.workingFolder),
    webhookData: webhookFile === undefined ? undefined : await readWebhookData(webhookFile, context.workingFolder),
    choices: readIdentityChoices(args),
    timeoutMs: readTimeout(args.text("timeout")),
    interpreterPath: args.text("interpreter"),
    runtime: args.choice("runtime", runtimeIds),
    enforceLimits: args.flag("enforce-limits"),
  };
  const jobs: PlannedJob[] = [];
  for (const runbook of runbooks) {
    jobs.push(await planJob(runbook, plan, jobs, context));
  }
  if (jobs.length > 1) {
    // A parameter that does not bind must not come to light when half of the work is done.
    for (const { request, engineOptions } of jobs) {
      await prepareRun(request, engineOptions);
    }
  }
  return jobs;
}

/** What every job of this call shares. */
interface RunPlan {
  readonly parameters: GivenParameters;
  readonly webhookData: WebhookData | undefined;
  readonly choices: IdentityChoices;
  readonly timeoutMs: number | undefined;
  readonly interpreterPath: string | undefined;
  readonly runtime: RuntimeId | undefined;
  readonly enforceLimits: boolean;
}

async function planJob(
  runbook: RunbookFile,
  plan: RunPlan,
  earlier: readonly PlannedJob[],
  context: CommandContext,
): Promise<PlannedJob> {
  const neighbour = earlier.find((job) => dirname(job.request.runbook.path) === dirname(runbook.path));
  const account = neighbour?.account ?? (await accountNear(context, dirname(runbook.path)));
  const folders = [account.folder, context.workingFolder].filter((folder) => folder !== undefined);
  const engineOptions = {
    hostsFolder: await hostsFolder(),
    describe: describeRunbook,
    interpreters: new InterpreterFinder({ folders }),
  };
  return { account, engineOptions, request: await requestOf(runbook, plan, account, context) };
}

async function requestOf(
  runbook: RunbookFile,
  plan: RunPlan,
  account: AccountInUse,
  context: CommandContext,
): Promise<RunRequest> {
  const { choices } = plan;
  const details = await account.job.details();
  return {
    runbook,
    parameters: withWebhookData(plan, runbook),
    account: account.job,
    runtime: plan.runtime ?? (await account.local?.runtimeOf(runbook.name)),
    interpreterPath: plan.interpreterPath,
    identities: choices.identity === undefined ? undefined : selectIdentities(choices.identity, details.identities),
    fidelity: choices.fidelity,
    scenario: choices.scenario,
    createTokenSource: choices.tokenSource === "emulated" ? undefined : await developerSource(choices, context),
    enforceLimits: plan.enforceLimits,
    timeoutMs: plan.timeoutMs,
    signal: context.signal,
    whenRoom: () => (context.console.isBehind ? context.console.ready() : undefined),
  };
}

/** Loaded only for those who ask for it. */
async function developerSource(
  choices: IdentityChoices,
  context: CommandContext,
): Promise<NonNullable<RunRequest["createTokenSource"]>> {
  const { checkDeveloperConsent, createDeveloperSource } = await import("../token-source");
  checkDeveloperConsent(choices, context);
  return () => createDeveloperSource(choices, context, () => undefined);
}

function withWebhookData(plan: RunPlan, runbook: RunbookFile): GivenParameters {
  const { parameters, webhookData } = plan;
  if (webhookData === undefined) {
    return parameters;
  }
  const runtime = plan.runtime ?? (runbook.language === "python" ? "python-3" : "powershell-7");
  const value = webhookParameterOf(webhookData, runtime);
  return runbook.language === "python"
    ? { ...parameters, positional: [...(parameters.positional ?? []), value] }
    : { ...parameters, named: { ...parameters.named, WebhookData: value }, verbatim: ["WebhookData"] };
}

/** All files are looked at before the first one runs: a typing error must not leave half of the work done. */
async function findFiles(given: readonly string[], workingFolder: string): Promise<readonly RunbookFile[]> {
  if (given.length === 0) {
    throw usageError("No runbook was given.", 'See "runbook-workbench run --help".');
  }
  return Promise.all(given.map((file) => findFile(resolve(workingFolder, file))));
}

async function findFile(path: string): Promise<RunbookFile> {
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) {
    throw new AutomationError("file-not-found", `The runbook is not there: ${path}.`, { hint: "Check the name." });
  }
  const language = languageOfFile(path);
  if (language === undefined || !stats.isFile()) {
    throw usageError(`This is not a runbook that can run here: ${path}.`, "Give a .ps1 or a .py file.");
  }
  return { name: runbookNameOf(path), path, language };
}

function readTimeout(text: string | undefined): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const seconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) : 0;
  const mostSeconds = 24 * 24 * 3600; // what a timer can hold
  if (seconds <= 0 || seconds > mostSeconds) {
    throw usageError(`"${text}" is no time.`, `Give seconds, from 0.1 to ${mostSeconds}.`);
  }
  return Math.ceil(seconds * 1000);
}
