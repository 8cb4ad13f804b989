import type { Json } from "./json";

/** The streams of a job, in the service's words. */
export const streamNames = ["Output", "Error", "Warning", "Verbose", "Debug", "Progress", "Information"] as const;
export type StreamName = (typeof streamNames)[number];

/** One record of a job's streams. */
export interface StreamRecord {
  readonly stream: StreamName;
  /**
   * What a person reads; may span lines; no trailing line break. Empty beside a `value`: nothing to show here, the text of the
   * object comes in a later record (the rows of a PowerShell table come together).
   */
  readonly text: string;
  /** JSON form of an output object (depth 3, long texts cut); absent where the text says all. */
  readonly value?: Json;
  /** .NET or Python type of an output object, e.g. `System.Int32`. */
  readonly typeName?: string;
  /** Path of the script and 1-based line that wrote the record, where known. */
  readonly script?: string;
  readonly line?: number;
  /** The record goes on on the next one's line (Write-Host -NoNewline). */
  readonly noNewline?: boolean;
  readonly progress?: ProgressDetail;
}

export interface ProgressDetail {
  readonly activityId: number;
  readonly parentId: number;
  readonly activity: string;
  readonly status: string;
  /** 0 to 100; -1 when the runbook gave none. */
  readonly percent: number;
  readonly isCompleted: boolean;
}
