/** Jobs of an account in Azure: starting, watching and ending them. What they wrote is job-streams.ts. */
import { randomUUID } from "node:crypto";
import type { AutomationModels } from "@azure/arm-automation";
import type { Json } from "../../core/json";
import type { JobStatus } from "../../core/job";
import type { Listing } from "../arm/listing";
import { contentOf } from "../arm/sdk";
import { defined, type AccountScope } from "./account-scope";
import { timeOf } from "./fields";
import { AzureJobStreams } from "./job-streams";

/** The service has more states than the port names, e.g. Blocked, Removing, Disconnected; they pass through. */
export type AzureJobStatus = JobStatus | (string & {});

export interface AzureJob {
  /** The name in addresses: the guid that the starter chose. */
  readonly name: string;
  /** The service's own id, another guid (specs/azure-apis.md 1.4). */
  readonly jobId: string;
  readonly runbook: string;
  readonly status: AzureJobStatus;
  readonly statusDetails: string;
  /** "": an Azure sandbox; otherwise the hybrid worker group. */
  readonly runOn: string;
  readonly startedBy: string;
  /** ISO 8601, UTC; "" where it has not happened. A list leaves some out. */
  readonly creationTime: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly lastModifiedTime: string;
  readonly exception: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export interface JobFilter {
  readonly runbook?: string;
  readonly status?: AzureJobStatus;
}

export interface JobStart {
  readonly runbook: string;
  readonly parameters?: Readonly<Record<string, Json>>;
  /** A hybrid worker group; undefined: an Azure sandbox. */
  readonly runOn?: string;
  /** A guid; undefined: a new one. Starting twice with the same one is refused by Azure. */
  readonly jobName?: string;
}

export class AzureJobs {
  readonly streams: AzureJobStreams;

  constructor(private readonly scope: AccountScope) {
    this.streams = new AzureJobStreams(scope);
  }

  /** Newest first, as Azure sorts them. */
  list(filter: JobFilter = {}): Listing<AzureJob> {
    const condition = conditionOf(filter);
    return this.scope
      .list<AutomationModels.JobCollectionItem>(
        "jobs",
        (sdk, group, account, options) =>
          sdk.job.listByAutomationAccount(group, account, {
            ...options,
            ...(condition !== undefined && { filter: condition }),
          }),
        (sdk, link, options) => sdk.job.listByAutomationAccountNext(link, options),
      )
      .map(toJob);
  }

  async get(name: string, signal?: AbortSignal): Promise<AzureJob> {
    const read = await this.scope.call(
      `read the job "${name}"`,
      (sdk, group, account, options) => sdk.job.get(group, account, name, options),
      signal,
    );
    return toJob(read);
  }

  async start(start: JobStart, signal?: AbortSignal): Promise<AzureJob> {
    const name = start.jobName ?? randomUUID();
    const parameters = start.parameters === undefined ? undefined : encodeParameters(start.parameters);
    const created = await this.scope.call(
      `start "${start.runbook}"`,
      (sdk, group, account, options) =>
        sdk.job.create(
          group,
          account,
          name,
          defined({ runbook: { name: start.runbook }, parameters, runOn: start.runOn }),
          options,
        ),
      signal,
    );
    // Some answers leave the name out; the address is known all the same.
    return { ...toJob(created), name };
  }

  async stop(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `stop the job "${name}"`,
      (sdk, group, account, options) => sdk.job.stop(group, account, name, options),
      signal,
    );
  }

  async suspend(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `suspend the job "${name}"`,
      (sdk, group, account, options) => sdk.job.suspend(group, account, name, options),
      signal,
    );
  }

  async resume(name: string, signal?: AbortSignal): Promise<void> {
    await this.scope.call(
      `resume the job "${name}"`,
      (sdk, group, account, options) => sdk.job.resume(group, account, name, options),
      signal,
    );
  }

  /** The runbook's text as the job ran it. */
  async getRunbookContent(name: string, signal?: AbortSignal): Promise<string> {
    const answer = await this.scope.call(
      `read the runbook text of the job "${name}"`,
      (sdk, group, account, options) => sdk.job.getRunbookContent(group, account, name, options),
      signal,
    );
    return contentOf(answer).text;
  }
}

/** Parameter values travel as text: what is not text already, as JSON (specs/azure-apis.md 1.4). */
export function encodeParameters(parameters: Readonly<Record<string, Json>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

function conditionOf(filter: JobFilter): string | undefined {
  const parts: string[] = [];
  if (filter.runbook !== undefined) {
    parts.push(`properties/runbook/name eq '${quoted(filter.runbook)}'`);
  }
  if (filter.status !== undefined) {
    parts.push(`properties/status eq '${quoted(filter.status)}'`);
  }
  return parts.length === 0 ? undefined : parts.join(" and ");
}

/** OData doubles the quotation mark. */
function quoted(text: string): string {
  return text.replaceAll("'", "''");
}

/** A list's item and a whole job; the first leaves some out. */
type JobModel = AutomationModels.JobCollectionItem &
  Pick<AutomationModels.Job, "startedBy" | "statusDetails" | "exception" | "parameters">;

function toJob(model: JobModel): AzureJob {
  return {
    name: model.name ?? model.jobId ?? "",
    jobId: model.jobId ?? "",
    runbook: model.runbook?.name ?? "",
    status: model.status ?? "",
    statusDetails: model.statusDetails ?? "",
    runOn: model.runOn ?? "",
    startedBy: model.startedBy ?? "",
    creationTime: timeOf(model.creationTime),
    startTime: timeOf(model.startTime),
    endTime: timeOf(model.endTime),
    lastModifiedTime: timeOf(model.lastModifiedTime),
    exception: model.exception ?? "",
    parameters: model.parameters ?? {},
  };
}
