/** The fake's test jobs: one a runbook, flat and without a name (specs/azure-apis.md 1.4). */
import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../../src/core/json";
import {
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
import type { FakeAccount, FakeRunbook } from "./arm-state";

/** `rest`: what stands behind `draft/testJob`. */
export function answerTestJob(
  account: FakeAccount,
  runbook: FakeRunbook,
  rest: readonly string[],
  request: ArmRequestIn,
  pageSize: number,
): ArmAnswerOut {
  const [verb, id] = rest;
  if (request.method === "PUT" && verb === undefined) {
    return start(account, runbook, request);
  }
  const job = runbook.testJob;
  if (job === undefined) {
    return notFound("Test job");
  }
  const change = (status: string, from: readonly string[]): ArmAnswerOut => {
    if (!from.includes(job.status)) {
      return refused(409, "Conflict", `The test job is ${job.status} and cannot be changed.`);
    }
    job.status = status;
    return { status: 200 };
  };
  switch (`${request.method} ${verb?.toLowerCase() ?? ""}`) {
    case "GET ":
      return ok(shown(runbook));
    case "GET streams": {
      const path = `${account.id}/runbooks/${runbook.name}/draft/testJob/streams`;
      const record = (one: (typeof job.streams)[number], isInList: boolean): JsonObject => ({
        id: `${path}/${one.id}`,
        properties: {
          jobStreamId: one.id,
          summary: one.text.slice(0, 20),
          time: one.time,
          streamType: one.type,
          ...(!isInList && { streamText: one.text, value: one.value }),
        },
      });
      if (id !== undefined) {
        const found = job.streams.find((one) => one.id === id);
        return found === undefined ? notFound("Job stream") : ok(record(found, false));
      }
      const since = /time ge (\S+)/.exec(request.url.searchParams.get("$filter") ?? "")?.[1];
      const rows = job.streams.filter((one) => since === undefined || one.time >= since);
      return page(
        request,
        rows.map((one) => record(one, true)),
        pageSize,
      );
    }
    case "POST stop":
      return change("Stopping", ["New", "Activating", "Running", "Suspended"]);
    case "POST suspend":
      return change("Suspending", ["Running"]);
    case "POST resume":
      return change("Resuming", ["Suspended"]);
    default:
      return wrongMethod(request);
  }
}

/** docs: azure/automation/manage-runtime-environment: hybrid workers run no others. */
const systemEnvironments = new Set([
  "PowerShell-5.1",
  "PowerShell-7.1",
  "PowerShell-7.2",
  "Python-2.7",
  "Python-3.8",
  "Python-3.10",
]);

function start(account: FakeAccount, runbook: FakeRunbook, request: ArmRequestIn): ArmAnswerOut {
  if (runbook.draft === undefined) {
    return refused(404, "NotFound", "Runbook draft not found.");
  }
  const running = runbook.testJob !== undefined && !["Completed", "Failed", "Stopped"].includes(runbook.testJob.status);
  if (running) {
    return refused(409, "Conflict", "A test job of this runbook is running already.");
  }
  const body = jsonBody(request);
  const runOn = textAt(body, "runOn") || null;
  // Older versions do not know the field and drop it without a word.
  const runtimeEnvironment = request.apiVersion >= "2024" ? textAt(body, "runtimeEnvironment") || undefined : undefined;
  if (
    runtimeEnvironment !== undefined &&
    account.collections.runtimeEnvironments.get(runtimeEnvironment) === undefined
  ) {
    return refused(404, "NotFound", `Runtime environment ${runtimeEnvironment} not found.`);
  }
  if (runOn !== null && runtimeEnvironment !== undefined && !systemEnvironments.has(runtimeEnvironment)) {
    return refused(400, "BadRequest", "Hybrid jobs run in system-generated runtime environments only.");
  }
  const time = account.state.time();
  runbook.testJob = {
    name: "",
    jobId: randomUUID(),
    runbook: runbook.name,
    status: "New",
    parameters: "parameters" in body ? objectAt(body, "parameters") : null,
    runOn,
    ...(runtimeEnvironment !== undefined && { runtimeEnvironment }),
    creationTime: time,
    lastModifiedTime: time,
    output: "",
    exception: null,
    streams: [],
  };
  return { status: 201, body: shown(runbook) };
}

function shown({ testJob: job }: FakeRunbook): JsonObject {
  const isEnded = ["Completed", "Failed", "Stopped"].includes(job?.status ?? "");
  return {
    creationTime: job?.creationTime ?? "",
    status: job?.status ?? "",
    statusDetails: "None",
    runOn: job?.runOn ?? null,
    startTime: job?.status === "New" ? null : (job?.creationTime ?? null),
    endTime: isEnded ? (job?.lastModifiedTime ?? null) : null,
    exception: job?.exception ?? null,
    lastModifiedTime: job?.lastModifiedTime ?? "",
    parameters: job?.parameters ?? null,
  };
}
