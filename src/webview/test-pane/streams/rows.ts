/** Turns the records of a run into the rows of the list. */
import type { PaneRecord } from "../../../protocol/test-pane";
import { isPlain, readableText } from "./ansi";

/** The streams, in the order of their chips. */
export const streamOrder = ["Output", "Error", "Warning", "Verbose", "Debug", "Progress", "Information"] as const;
export type Stream = PaneRecord["stream"];

/** One row of the list: a record, or several that share a line. Only the last row changes, and the text of one that was asked for. */
export interface Row {
  /** Position among all rows, 0-based; never changes. */
  readonly index: number;
  /** Number of the (first) record in the run. */
  readonly record: number;
  readonly stream: Stream;
  /** Milliseconds since 1970. */
  readonly time: number;
  text: string;
  /** Characters of the whole text, where `text` is its beginning. */
  fullLength: number | undefined;
  readonly typeName: string;
  /** It can be expanded; `text` is the object in one line. */
  readonly isObject: boolean;
  /** Its own text comes in a later row. */
  readonly isInTable: boolean;
  /** Id of the child job that wrote it; "" for the run's own. */
  readonly job: string;
  readonly line: number | undefined;
  /** "" for the runbook itself. */
  readonly file: string;
  readonly isHiddenInAzure: boolean;
  readonly activityId: number | undefined;
  /** The next record of the stream goes on on this row's line. */
  isOpen: boolean;
  /** How many records stand in this row. */
  records: number;
  /** Not a record: so many before the next one are no longer kept. */
  readonly lost: number;
}

export interface AddedRows {
  /** Rows that are new, in order. */
  readonly added: readonly Row[];
  /** A row from before that has a new text. */
  readonly changed: Row | undefined;
}

/** All rows of one run. */
export class Rows {
  readonly all: Row[] = [];
  /** The number of the next record. */
  next = 0;

  clear(): void {
    this.all.length = 0;
    this.next = 0;
  }

  /** `from`: number of the first of these records. Records that are here already are passed over. */
  add(from: number, records: readonly PaneRecord[]): AddedRows {
    const before = this.all.length;
    let changed: Row | undefined;
    if (from > this.next) {
      this.pushGap(from - this.next, records[0]?.time ?? 0);
      this.next = from;
    }
    for (const record of records.slice(this.next - from)) {
      const row = this.addOne(record);
      this.next++;
      if (row.index < before) {
        changed = row;
      }
    }
    return { added: this.all.slice(before), changed };
  }

  /** The row that holds a record; undefined when it is not here. */
  find(record: number): Row | undefined {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.all[middle]?.record ?? 0) <= record) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    const row = this.all[low - 1];
    return row !== undefined && row.lost === 0 ? row : undefined;
  }

  private addOne(record: PaneRecord): Row {
    const last = this.all.at(-1);
    if (last !== undefined && continues(last, record)) {
      const isProgress = record.stream === "Progress";
      const length = (last.fullLength ?? last.text.length) + (record.fullLength ?? record.text.length);
      last.text = isProgress ? record.text : last.text + record.text;
      last.fullLength = isProgress ? record.fullLength : length > last.text.length ? length : undefined;
      last.isOpen = record.noNewline === true;
      last.records++;
      return last;
    }
    const row: Row = {
      index: this.all.length,
      record: this.next,
      stream: record.stream,
      time: record.time,
      text: record.text,
      fullLength: record.fullLength,
      typeName: record.typeName ?? "",
      isObject: record.isObject === true,
      isInTable: record.isInTable === true,
      job: record.job ?? "",
      line: record.line,
      file: record.file ?? "",
      isHiddenInAzure: record.isHiddenInAzure === true,
      activityId: record.progress?.activityId,
      isOpen: record.noNewline === true,
      records: 1,
      lost: 0,
    };
    this.all.push(row);
    return row;
  }

  private pushGap(lost: number, time: number): void {
    this.all.push({
      index: this.all.length,
      record: this.next,
      stream: "Information",
      time,
      text: "",
      fullLength: undefined,
      typeName: "",
      isObject: false,
      isInTable: false,
      job: "",
      line: undefined,
      file: "",
      isHiddenInAzure: false,
      activityId: undefined,
      isOpen: false,
      records: 0,
      lost,
    });
  }
}

/** Write-Host -NoNewline goes on; the records of one activity replace each other, as in a terminal. */
function continues(last: Row, record: PaneRecord): boolean {
  if (last.stream !== record.stream || last.lost > 0 || last.job !== (record.job ?? "")) {
    return false;
  }
  return record.stream === "Progress"
    ? last.activityId !== undefined && last.activityId === record.progress?.activityId
    : last.isOpen;
}

/** Whether a row's text, as a person reads it, holds the text (compared without case; `needle` in lower case). */
export function rowHolds(row: Row, needle: string): boolean {
  const text = isPlain(row.text) ? row.text : readableText(row.text);
  return text.toLowerCase().includes(needle);
}

/** Ranges of a text that match, compared without case; the first `limit` of them. */
export function matchesIn(text: string, needle: string, limit = 1000): readonly (readonly [number, number])[] {
  const lower = text.toLowerCase();
  // Where lower case has another length (İ), positions would be off: then case counts.
  const isExact = lower.length === text.length;
  const haystack = isExact ? lower : text;
  const wanted = isExact ? needle.toLowerCase() : needle;
  const found: (readonly [number, number])[] = [];
  let at = wanted === "" ? -1 : haystack.indexOf(wanted);
  while (at >= 0 && found.length < limit) {
    found.push([at, at + wanted.length]);
    at = haystack.indexOf(wanted, at + wanted.length);
  }
  return found;
}
