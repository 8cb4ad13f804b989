/** `run`: runs runbook files one after the other and shows their jobs as text, JSON lines or JUnit. */
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { describeRunbook } from "../../analysis/describe-runbook";
import { AutomationError } from "../../core/errors";
import { selectIdentities } from "../../core/identity-selection";
import type { JobEvent } from "../../core/job";
import type { GivenParameters } from "../../core/parameter-binding";
import { languageOfFile, runbookNameOf, runtimeIds, type RunbookFile, type RuntimeId } from "../../core/runbook";
import { InterpreterFinder } from "../../local/sandbox/interpreter";
import { LocalJobEngine } from "../../local/sandbox/local-job-engine";
import { prepareRun } from "../../local/sandbox/prepare-run";
import type { EngineOptions, LocalRunbookJob, RunRequest } from "../../local/sandbox/run-request";
import { accountNear, type AccountInUse } from "../account-access";
import { usageError, type ParsedArguments } from "../arguments";
import type { Command } from "../command";
import type { CommandContext } from "../command-context";
import { errorLine } from "../error-line";
import { exitStatus, exitStatusOf, worstStatus, type ExitStatus } from "../exit-status";
import { identityOptions, readIdentityChoices, type IdentityChoices } from "../identity-options";
import { hostsFolder } from "../program-files";
import type { JobRenderer } from "../render/job-renderer";
import { readParameters, readWebhookData, webhookParameterOf, type WebhookData } from "../run-inputs";

const outputForms = ["text", "json", "junit"] as const;
type OutputForm = (typeof outputForms)[number];

export const runCommand: Command = {
  help: {
    name: "run",
    usage: ["FILE... [-p NAME=VALUE]... [OPTIONS]"],
    summary: "Runs runbooks on this machine, one after the other, as the service would.",
    description: [
      "Output records go to standard output, all others to standard error with a mark. Exit status: 0 when every job completed, 1 when one failed or was stopped, 2 when parameters do not bind, 3 when the interpreter is missing.",
    ],
    options: {
      parameter: {
        type: "text",
        short: "p",
        isRepeatable: true,
        valueName: "NAME=VALUE",
        help: "A parameter; text is bound to its type as the service binds it.",
      },
      parameters: { type: "text", valueName: "FILE", help: "Parameters as a JSON object, or an array for Python." },
      "webhook-data": {
        type: "text",
        valueName: "FILE",
        help: "Start as a webhook would: JSON with WebhookName, RequestBody, RequestHeader, or just the body.",
      },
      ...identityOptions,
      timeout: { type: "text", valueName: "SECONDS", help: "Stop the job after this time (exit status 1)." },
      interpreter: { type: "text", valueName: "PATH", help: "The PowerShell or Python to use." },
      runtime: {
        type: "text",
        valueName: "ID",
        choices: runtimeIds,
        help: `${runtimeIds.join(", ")} (default: from the file).`,
      },
      "enforce-limits": { type: "flag", help: "End the job at the service's limits instead of only warning." },
      output: {
        type: "text",
        valueName: "FORM",
        choices: outputForms,
        help: "text (default), json (one object a line) or junit.",
      },
    },
    examples: [
      "run Restart-Web.ps1 -p ComputerName=web01 -p Force=true",
      "run report.py --identity xUAMI1 --output json",
    ],
  },
  maxPositionals: 1000,
  run,
};

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

async function run(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
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
  const form = args.choice("output", outputForms) ?? "text";
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
  const renderer = await loadRenderer(form, context);
  const statuses: ExitStatus[] = [];
  for (const job of jobs) {
    if (context.signal.aborted) {
      statuses.push(exitStatus.interrupted);
      break;
    }
    statuses.push(await runJob(job, form, renderer, context));
  }
  renderer.end();
  return worstStatus(statuses);
}

interface PlannedJob {
  readonly account: AccountInUse;
  readonly engineOptions: EngineOptions;
  readonly request: RunRequest;
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

async function runJob(
  { account, engineOptions, request }: PlannedJob,
  form: OutputForm,
  renderer: JobRenderer,
  context: CommandContext,
): Promise<ExitStatus> {
  const job = new LocalJobEngine(engineOptions).start(request);
  context.log.write("job", {
    jobId: job.id,
    runbook: request.runbook.path,
    account: account.folder ?? "made up",
  });
  try {
    if (form !== "json") {
      // A refused job has one line of ours, not a stream of events that ends in the same words.
      await job.accepted;
    }
    return await follow(job, renderer, context);
  } catch (error) {
    if (!(error instanceof AutomationError)) {
      throw error;
    }
    return notStarted(request.runbook, error, renderer, context);
  }
}

/** Shows a job until it is final. */
async function follow(job: LocalRunbookJob, renderer: JobRenderer, context: CommandContext): Promise<ExitStatus> {
  renderer.begin(job.id);
  const listener = job.onEvent((event) => {
    logEvent(event, context);
    renderer.event(event);
  });
  const onInterrupt = () => {
    if (context.console.isInteractive) {
      context.console.note("Stopping the job. Ctrl+C again ends it at once.");
    }
  };
  context.signal.addEventListener("abort", onInterrupt);
  try {
    // A refusal also rejects `accepted`; what counts is how the job ends.
    job.accepted.catch(() => undefined);
    const result = await job.completed;
    await context.console.flushed();
    if (job.refusal !== undefined) {
      throw job.refusal;
    }
    if (result.status === "Completed") {
      return exitStatus.done;
    }
    return result.status === "Stopped" && context.signal.aborted ? exitStatus.interrupted : exitStatus.failed;
  } finally {
    context.signal.removeEventListener("abort", onInterrupt);
    listener.dispose();
  }
}

function notStarted(runbook: RunbookFile, error: unknown, renderer: JobRenderer, context: CommandContext): ExitStatus {
  const status = exitStatusOf(error);
  context.log.write("job refused", { runbook: runbook.path, status });
  renderer.notStarted(runbook.name, errorLine(error));
  context.report(error);
  return context.signal.aborted ? exitStatus.interrupted : status;
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

async function loadRenderer(form: OutputForm, context: CommandContext): Promise<JobRenderer> {
  switch (form) {
    case "text":
      return (await import("../render/text-renderer")).textRenderer(context.console);
    case "json":
      return (await import("../render/json-renderer")).jsonRenderer(context.console);
    case "junit":
      return (await import("../render/junit-renderer")).junitRenderer(context.console);
  }
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

/** States and names only: what a runbook writes is none of the log's business. */
function logEvent(event: JobEvent, context: CommandContext): void {
  switch (event.type) {
    case "job":
      context.log.write("job started", { jobId: event.jobId, runbook: event.runbook, interpreter: event.interpreter });
      return;
    case "status":
      context.log.write("job status", { jobId: event.jobId, status: event.status });
      return;
    case "identity":
      context.log.write("identity request", { jobId: event.jobId, resource: event.resource, status: event.status });
      return;
    case "asset":
      context.log.write("asset", {
        jobId: event.jobId,
        operation: event.operation,
        kind: event.kind,
        name: event.name,
      });
      return;
    case "child":
    case "limit":
    case "notice":
    case "stream":
      return;
    case "result":
      context.log.write("job result", {
        jobId: event.jobId,
        status: event.status,
        durationMs: event.durationMs,
        exitCode: event.exitCode ?? "none",
      });
      return;
  }
}
