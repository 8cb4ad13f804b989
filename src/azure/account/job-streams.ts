/** What a job wrote: its output as text and its streams, record by record. */
import type { AutomationModels } from "@azure/arm-automation";
import { isJsonObject, type Json } from "../../core/json";
import { streamNames, type StreamName, type StreamRecord } from "../../core/stream";
import type { Listing } from "../arm/listing";
import { contentOf } from "../arm/sdk";
import type { AccountScope } from "./account-scope";
import { timeOf } from "./fields";
import { streamBounded } from "./map-bounded";

/** A record without its text: what a list of Azure's holds. */
export interface StreamSummary {
  readonly id: string;
  /** ISO 8601, UTC */
  readonly time: string;
  readonly stream: StreamName;
  /** Shortened by Azure; "" where it gives none. */
  readonly summary: string;
}

export interface AzureStreamRecord extends StreamRecord {
  readonly id: string;
  readonly time: string;
}

export interface StreamFilter {
  readonly stream?: StreamName;
  /** ISO 8601, UTC: records from then on. */
  readonly since?: string;
}

/** Each record's text is a request of its own (specs/azure-apis.md 1.4). */
const readAtOnce = 6;

export class AzureJobStreams {
  constructor(private readonly scope: AccountScope) {}

  /** The job's Output stream as one text. */
  async getOutput(job: string, signal?: AbortSignal): Promise<string> {
    const answer = await this.scope.call(
      `read the output of the job "${job}"`,
      (sdk, group, account, options) => sdk.job.getOutput(group, account, job, options),
      signal,
    );
    return contentOf(answer).text;
  }

  list(job: string, filter: StreamFilter = {}): Listing<StreamSummary> {
    const condition = conditionOf(filter);
    return this.scope
      .list<AutomationModels.JobStream>(
        `streams of the job "${job}"`,
        (sdk, group, account, options) =>
          sdk.jobStream.listByJob(group, account, job, {
            ...options,
            ...(condition !== undefined && { filter: condition }),
          }),
        (sdk, link, options) => sdk.jobStream.listByJobNext(link, options),
      )
      .map(toStreamSummary);
  }

  async get(job: string, id: string, signal?: AbortSignal): Promise<AzureStreamRecord> {
    const read = await this.scope.call(
      `read a stream record of the job "${job}"`,
      (sdk, group, account, options) => sdk.jobStream.get(group, account, job, id, options),
      signal,
    );
    return toStreamRecord(read);
  }

  /** Whole records in Azure's order, a few requests at a time, for as long as they are taken. */
  records(job: string, filter: StreamFilter = {}, signal?: AbortSignal): AsyncGenerator<AzureStreamRecord> {
    const summaries = this.list(job, filter).items(signal);
    return streamBounded(summaries, readAtOnce, (summary) => this.get(job, summary.id, signal), signal);
  }
}

function conditionOf(filter: StreamFilter): string | undefined {
  const parts: string[] = [];
  if (filter.stream !== undefined) {
    parts.push(`properties/streamType eq '${filter.stream}'`);
  }
  if (filter.since !== undefined) {
    parts.push(`properties/time ge ${filter.since}`);
  }
  return parts.length === 0 ? undefined : parts.join(" and ");
}

export function toStreamSummary(model: AutomationModels.JobStream): StreamSummary {
  return {
    id: model.jobStreamId ?? "",
    time: timeOf(model.time),
    stream: streamOf(model.streamType),
    summary: model.summary ?? "",
  };
}

export function toStreamRecord(model: AutomationModels.JobStream): AzureStreamRecord {
  const { id, time, stream, summary } = toStreamSummary(model);
  const value = toValue(model.value);
  const text = (model.streamText ?? summary).replace(/\r?\n$/, "");
  return { id, time, stream, text, ...(value !== undefined && { value }) };
}

/** An unknown stream is shown rather than lost. */
function streamOf(type: string | undefined): StreamName {
  return streamNames.find((name) => name.toLowerCase() === (type ?? "").toLowerCase()) ?? "Output";
}

/** Azure gives every record a value; `{}` says nothing, and `{ value: text }` repeats the text. */
function toValue(value: unknown): Json | undefined {
  if (!isJsonObject(value)) {
    return undefined;
  }
  const keys = Object.keys(value);
  if (keys.length === 0 || (keys.length === 1 && keys[0] === "value" && typeof value.value === "string")) {
    return undefined;
  }
  return value;
}
