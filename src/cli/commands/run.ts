/** `run`: runs runbook files one after the other and shows their jobs as text, JSON lines or JUnit. */
import { AutomationError } from "../../core/errors";
import type { JobEvent } from "../../core/job";
import { runtimeIds, type RunbookFile } from "../../core/runbook";
import { LocalJobEngine } from "../../local/sandbox/local-job-engine";
import type { LocalRunbookJob } from "../../local/sandbox/run-request";
import type { ParsedArguments } from "../arguments";
import type { Command } from "../command";
import type { CommandContext } from "../command-context";
import { errorLine } from "../error-line";
import { exitStatus, exitStatusOf, worstStatus, type ExitStatus } from "../exit-status";
import { identityOptions } from "../identity-options";
import type { JobRenderer } from "../render/job-renderer";
import { planJobs, type PlannedJob } from "./run-plan";

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

async function run(args: ParsedArguments, context: CommandContext): Promise<ExitStatus> {
  const form = args.choice("output", outputForms) ?? "text";
  const jobs = await planJobs(args, context);
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
