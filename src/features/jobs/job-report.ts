/** Reads what a job in Azure wrote, within bounds, and puts it into one text. */
import type { AzureJob } from "../../azure/account/jobs";
import type { AzureStreamRecord } from "../../azure/account/job-streams";
import { isCancelled } from "../../core/errors";

/** As much of an account's jobs as a report reads. */
export interface JobReader {
  get(job: string, signal?: AbortSignal): Promise<AzureJob>;
  readonly streams: {
    records(job: string, filter?: object, signal?: AbortSignal): AsyncIterable<AzureStreamRecord>;
    getOutput(job: string, signal?: AbortSignal): Promise<string>;
  };
}

export interface JobReport {
  readonly job: AzureJob;
  readonly records: readonly AzureStreamRecord[];
  /** Why these are not all records; undefined: they are. */
  readonly cut: "bound" | "cancelled" | undefined;
  /** The whole Output stream, read where the records were too many. */
  readonly output: string | undefined;
}

/** Each record's text is a request of its own (specs/azure-apis.md 1.4): more are not read. */
export const mostRecords = 300;

/** One request for the job, one for each record. `onRecord` hears how many were read. Cancelling leaves what was read so far. */
export async function readJob(
  jobs: JobReader,
  name: string,
  signal: AbortSignal,
  onRecord: (count: number) => void = () => undefined,
): Promise<JobReport> {
  const job = await jobs.get(name, signal);
  const records: AzureStreamRecord[] = [];
  const end = new AbortController();
  const all = AbortSignal.any([signal, end.signal]);
  try {
    for await (const record of jobs.streams.records(name, {}, all)) {
      if (records.length === mostRecords) {
        end.abort();
        return { job, records, cut: "bound", output: await jobs.streams.getOutput(name, signal) };
      }
      records.push(record);
      onRecord(records.length);
    }
  } catch (error) {
    if (!isCancelled(error)) {
      throw error;
    }
    return { job, records, cut: "cancelled", output: undefined };
  }
  return { job, records, cut: undefined, output: undefined };
}

/** Words of the report that are translated. */
export interface ReportWords {
  readonly runOnSandbox: string;
  readonly noRecords: string;
  readonly cutByBound: string;
  readonly cancelled: string;
  readonly output: string;
}

export function reportText({ job, records, cut, output }: JobReport, words: ReportWords): string {
  const facts = [
    ["Runbook", job.runbook],
    ["Job", job.name],
    ["Status", [job.status, job.statusDetails === "None" ? "" : job.statusDetails].filter(Boolean).join(", ")],
    ["Run on", job.runOn === "" ? words.runOnSandbox : job.runOn],
    ["Started by", job.startedBy],
    ["Created", job.creationTime],
    ["Started", job.startTime],
    ["Ended", job.endTime],
    ...Object.entries(job.parameters).map(([name, value]) => [`Parameter ${name}`, value]),
    ["Exception", job.exception],
  ].filter(([, value]) => value !== undefined && value !== "");
  const width = Math.max(...facts.map(([label = ""]) => label.length));
  return [
    ...facts.map(([label = "", value = ""]) => `${label.padEnd(width)}  ${indented(value, width + 2)}`),
    "",
    ...(records.length === 0 && cut === undefined ? [words.noRecords] : records.map(recordLine)),
    ...(cut === undefined ? [] : ["", cut === "bound" ? words.cutByBound : words.cancelled]),
    ...(output === undefined ? [] : ["", `${words.output}:`, "", output]),
    "",
  ].join("\n");
}

/** `2026-01-05T08:00:00.000Z  Warning  text`; further lines of a text stand below its first. */
function recordLine({ time, stream, text, value }: AzureStreamRecord): string {
  const head = `${time}  ${stream.padEnd(11)}  `;
  const shown = text === "" && value !== undefined ? JSON.stringify(value) : text;
  return `${head}${indented(shown, head.length)}`.trimEnd();
}

function indented(text: string, width: number): string {
  return text.replace(/\r\n?/g, "\n").replaceAll("\n", `\n${" ".repeat(width)}`);
}
