/** The fake's jobs: starting, filtering, ending, and what they wrote. */
import type { JsonObject } from "../../../src/core/json";
import {
  done,
  jsonBody,
  notFound,
  objectAt,
  ok,
  page,
  refused,
  textAt,
  wrongMethod,
  type ArmAnswerOut,
  type ArmRequestIn,
} from "./arm-request";
import type { FakeAccount, FakeJob, FakeStreamRecord } from "./arm-state";

export function answerJobs(
  account: FakeAccount,
  rest: readonly string[],
  request: ArmRequestIn,
  pageSize: number,
): ArmAnswerOut {
  const [name, ...below] = rest;
  if (name === undefined) {
    const rows = account.jobs
      .values()
      .filter((job) => isWanted(job, request.url.searchParams.get("$filter")))
      .reverse();
    return page(
      request,
      rows.map((job) => shown(account, job, true)),
      pageSize,
    );
  }
  if (request.method === "PUT") {
    return start(account, name, request);
  }
  const job = account.jobs.get(name);
  if (job === undefined) {
    return notFound("Job");
  }
  switch (`${request.method} ${below[0]?.toLowerCase() ?? ""}`) {
    case "GET ":
      return ok(shown(account, job, false));
    case "GET output":
      return { status: 200, text: { type: "text/plain", content: job.output } };
    case "GET runbookcontent":
      return {
        status: 200,
        text: { type: "text/powershell", content: account.runbooks.get(job.runbook)?.published ?? "" },
      };
    case "GET streams":
      return streams(account, job, below[1], request, pageSize);
    case "POST stop":
      return change(job, "Stopping", ["New", "Running", "Activating"]);
    case "POST suspend":
      return change(job, "Suspending", ["Running"]);
    case "POST resume":
      return change(job, "Resuming", ["Suspended"]);
    default:
      return wrongMethod(request);
  }
}

function start(account: FakeAccount, name: string, request: ArmRequestIn): ArmAnswerOut {
  if (account.jobs.has(name)) {
    return refused(409, "Conflict", "A job of that name exists already.");
  }
  const properties = objectAt(jsonBody(request), "properties");
  const runbook = textAt(objectAt(properties, "runbook"), "name");
  if (account.runbooks.get(runbook)?.published === undefined) {
    return refused(404, "NotFound", `Published runbook ${runbook} not found.`);
  }
  const parameters = "parameters" in properties ? objectAt(properties, "parameters") : null;
  const job = account.addJob(runbook, {
    name,
    status: "New",
    parameters,
    runOn: textAt(properties, "runOn") || null,
  });
  return { status: 201, body: shown(account, job, false) };
}

function change(job: FakeJob, status: string, from: readonly string[]): ArmAnswerOut {
  if (!from.includes(job.status)) {
    return refused(409, "Conflict", `The job is ${job.status} and cannot be changed.`);
  }
  job.status = status;
  return done();
}

function streams(
  account: FakeAccount,
  job: FakeJob,
  id: string | undefined,
  request: ArmRequestIn,
  pageSize: number,
): ArmAnswerOut {
  if (id === undefined) {
    const filter = request.url.searchParams.get("$filter") ?? "";
    const type = /streamType eq '([^']+)'/.exec(filter)?.[1];
    const since = /time ge (\S+)/.exec(filter)?.[1];
    const rows = job.streams.filter(
      (one) => (type === undefined || one.type === type) && (since === undefined || one.time >= since),
    );
    return page(
      request,
      rows.map((one) => record(account, job, one, true)),
      pageSize,
    );
  }
  const found = job.streams.find((one) => one.id === id);
  return found === undefined ? notFound("Job stream") : ok(record(account, job, found, false));
}

function record(account: FakeAccount, job: FakeJob, one: FakeStreamRecord, isInList: boolean): JsonObject {
  return {
    id: `${account.id}/jobs/${job.name}/streams/${one.id}`,
    properties: {
      jobStreamId: one.id,
      summary: one.text.slice(0, 20),
      time: one.time,
      streamType: one.type,
      ...(!isInList && { streamText: one.text, value: one.value }),
    },
  };
}

function isWanted(job: FakeJob, filter: string | null): boolean {
  const runbook = /runbook\/name eq '((?:[^']|'')*)'/.exec(filter ?? "")?.[1]?.replaceAll("''", "'");
  const status = /status eq '([^']*)'/.exec(filter ?? "")?.[1];
  return (
    (runbook === undefined || job.runbook.toLowerCase() === runbook.toLowerCase()) &&
    (status === undefined || job.status === status)
  );
}

function shown(account: FakeAccount, job: FakeJob, isInList: boolean): JsonObject {
  const isEnded = ["Completed", "Failed", "Stopped"].includes(job.status);
  return {
    id: `${account.id}/jobs/${job.name}`,
    name: job.name,
    type: "Microsoft.Automation/AutomationAccounts/Jobs",
    properties: {
      jobId: job.jobId,
      runbook: { name: job.runbook },
      provisioningState: isEnded ? "Succeeded" : "Processing",
      status: job.status,
      creationTime: job.creationTime,
      startTime: job.status === "New" ? null : job.creationTime,
      lastModifiedTime: job.lastModifiedTime,
      endTime: isEnded ? job.lastModifiedTime : null,
      ...(!isInList && {
        statusDetails: "None",
        startedBy: "ada@contoso.example",
        exception: job.exception,
        parameters: job.parameters,
        runOn: job.runOn,
        lastStatusModifiedTime: job.lastModifiedTime,
      }),
    },
  };
}
