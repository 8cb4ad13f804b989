/**
 * The test job of a runbook's draft: what the portal's test pane runs. A runbook has one at most; the next one takes its place, and
 * the last one stays readable. It leaves no trace among the account's jobs (specs/assets-and-jobs.md 4.5).
 */
import type { AutomationModels } from "@azure/arm-automation";
import type { Json, JsonObject } from "../../core/json";
import type { Listing } from "../arm/listing";
import { defined, orUndefined, type AccountScope } from "./account-scope";
import { textOf, textsOf, timeOf } from "./fields";
import { toStreamRecord, toStreamSummary, type AzureStreamRecord, type StreamSummary } from "./job-streams";
import { encodeParameters, type AzureJobStatus } from "./jobs";

export interface AzureTestJob {
  readonly status: AzureJobStatus;
  readonly exception: string;
  /** ISO 8601, UTC; "" where it has not happened. Two test jobs of a runbook differ by their creation. */
  readonly creationTime: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface TestJobStart {
  readonly parameters?: Readonly<Record<string, Json>>;
  /** A hybrid worker group; undefined: an Azure sandbox. */
  readonly runOn?: string;
  /** Name of one of the account's runtime environments; undefined: the one that the runbook has. */
  readonly runtimeEnvironment?: string;
}

/** Older versions drop `runtimeEnvironment` without a word (specs/azure-apis.md 1.3). */
const environmentVersions = ["2024-10-23"];

export class AzureTestJobs {
  constructor(private readonly scope: AccountScope) {}

  /** Errors also: not-found without a draft, conflict while a test job of the runbook runs. */
  async start(runbook: string, start: TestJobStart = {}, signal?: AbortSignal): Promise<AzureTestJob> {
    const { parameters, runOn, runtimeEnvironment } = start;
    const what = `start the test job of "${runbook}"`;
    const body = defined({ parameters: parameters && encodeParameters(parameters), runOn });
    if (runtimeEnvironment !== undefined) {
      // Not wrapped in `properties` (specs/azure-apis.md 1.3).
      const started = await this.scope.sendJson({
        what,
        method: "PUT",
        path: ["runbooks", runbook, "draft", "testJob"],
        apiVersions: environmentVersions,
        body: { ...body, runtimeEnvironment },
        signal,
      });
      return ofAnswer(started);
    }
    return toTestJob(
      await this.scope.call(
        what,
        (sdk, group, account, options) => sdk.testJob.create(group, account, runbook, body, options),
        signal,
      ),
    );
  }

  async get(runbook: string, signal?: AbortSignal): Promise<AzureTestJob> {
    return toTestJob(
      await this.scope.call(
        `read the test job of "${runbook}"`,
        (sdk, group, account, options) => sdk.testJob.get(group, account, runbook, options),
        signal,
      ),
    );
  }

  /** undefined: the runbook's draft was never tested. */
  find(runbook: string, signal?: AbortSignal): Promise<AzureTestJob | undefined> {
    return orUndefined(this.get(runbook, signal));
  }

  async stop(runbook: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `stop the test job of "${runbook}"`,
      (sdk, group, account, options) => sdk.testJob.stop(group, account, runbook, options),
      signal,
    );
  }

  async suspend(runbook: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `suspend the test job of "${runbook}"`,
      (sdk, group, account, options) => sdk.testJob.suspend(group, account, runbook, options),
      signal,
    );
  }

  async resume(runbook: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `resume the test job of "${runbook}"`,
      (sdk, group, account, options) => sdk.testJob.resume(group, account, runbook, options),
      signal,
    );
  }

  /** `since`: ISO 8601, UTC: records from then on. */
  streams(runbook: string, since?: string): Listing<StreamSummary> {
    return this.scope
      .list<AutomationModels.JobStream>(
        `streams of the test job of "${runbook}"`,
        (sdk, group, account, options) =>
          sdk.testJobStreams.listByTestJob(group, account, runbook, {
            ...options,
            ...(since !== undefined && { filter: `properties/time ge ${since}` }),
          }),
        (sdk, link, options) => sdk.testJobStreams.listByTestJobNext(link, options),
      )
      .map(toStreamSummary);
  }

  async record(runbook: string, id: string, signal?: AbortSignal): Promise<AzureStreamRecord> {
    return toStreamRecord(
      await this.scope.call(
        `read a stream record of the test job of "${runbook}"`,
        (sdk, group, account, options) => sdk.testJobStreams.get(group, account, runbook, id, options),
        signal,
      ),
    );
  }
}

function toTestJob(model: AutomationModels.TestJob): AzureTestJob {
  return {
    status: model.status ?? "",
    exception: model.exception ?? "",
    creationTime: timeOf(model.creationTime),
    startTime: timeOf(model.startTime),
    endTime: timeOf(model.endTime),
    parameters: model.parameters ?? {},
  };
}

/** The same from an answer that the SDK has not read; times must come out alike, for test jobs are told apart by them. */
function ofAnswer(answer: JsonObject): AzureTestJob {
  const time = (name: string): string => timeOf(new Date(textOf(answer, name)));
  return {
    status: textOf(answer, "status"),
    exception: textOf(answer, "exception"),
    creationTime: time("creationTime"),
    startTime: time("startTime"),
    endTime: time("endTime"),
    parameters: textsOf(answer, "parameters"),
  };
}
