/** Records of a run as a document: to read, to keep, to load into something else. */
import { describeDuration, isSilent, progressLine, streamMarks } from "../../core/job-text";
import type { JobEvent } from "../../core/job";
import type { RecordFilter, StreamFormat } from "../../protocol/test-pane";
import { objectInOneLine } from "./object-view";
import type { KeptRecord } from "./record-view";
import type { RunLog } from "./run-log";

export const languageOfFormat: Readonly<Record<StreamFormat, string>> = { text: "log", jsonl: "jsonl", csv: "csv" };
export const extensionOfFormat: Readonly<Record<StreamFormat, string>> = { text: "log", jsonl: "jsonl", csv: "csv" };

/** The records that pass the filter, in their order. */
export function streamsAs(format: StreamFormat, log: RunLog, filter: RecordFilter): string {
  const parts: string[] = [];
  if (format === "csv") {
    parts.push("time,job,stream,text,script,line\r\n");
  }
  for (const [, kept] of log.allRecords()) {
    if (passes(kept, filter)) {
      parts.push(recordAs(format, kept, log.jobId));
    }
  }
  return parts.join("");
}

/** One record as a person copies it: its text, or its object as JSON where it has none. */
export function copyOf({ record }: KeptRecord): string {
  if (record.text !== "" || record.value === undefined) {
    return record.text;
  }
  return JSON.stringify(record.value, null, 2);
}

export function passes({ record }: KeptRecord, { streams, search }: RecordFilter): boolean {
  if (!streams.includes(record.stream)) {
    return false;
  }
  return search === "" || visibleText(record).toLowerCase().includes(search.toLowerCase());
}

function visibleText(record: KeptRecord["record"]): string {
  return isSilent(record) ? objectInOneLine(record.value ?? null, record.typeName) : record.text;
}

function recordAs(format: StreamFormat, kept: KeptRecord, ownId: string): string {
  switch (format) {
    case "text":
      return textLine(kept, ownId);
    case "jsonl":
      return `${JSON.stringify(jsonOf(kept))}\n`;
    case "csv":
      return csvLine(kept);
  }
}

/** As the terminal shows it, with the time in front. */
function textLine({ timeMs, jobId, record }: KeptRecord, ownId: string): string {
  if (isSilent(record)) {
    return "";
  }
  const mark = streamMarks[record.stream];
  const child = jobId === ownId ? "" : `[${jobId.slice(0, 8)}] `;
  const text =
    record.stream === "Progress"
      ? progressLine({ type: "stream", time: "", jobId, ...record })
      : withoutColours(record.text);
  const place =
    record.stream === "Error" && record.script !== undefined ? `  ${record.script}:${record.line ?? 1}` : "";
  return `${new Date(timeMs).toISOString().slice(11, 23)}  ${child}${mark === "" ? "" : `${mark} `}${text}${place}\n`;
}

/** As the command line's `run --output json` writes them (docs/cli.md). */
function jsonOf({ timeMs, jobId, record }: KeptRecord): JobEvent {
  const { stream, text, value, typeName, script, line, noNewline, progress } = record;
  return {
    type: "stream",
    time: new Date(timeMs).toISOString(),
    jobId,
    stream,
    text,
    ...(value !== undefined && { value }),
    ...(typeName !== undefined && { typeName }),
    ...(script !== undefined && { script }),
    ...(line !== undefined && { line }),
    ...(noNewline !== undefined && { noNewline }),
    ...(progress !== undefined && { progress }),
  };
}

/** RFC 4180. */
function csvLine({ timeMs, jobId, record }: KeptRecord): string {
  const text = record.text === "" && record.value !== undefined ? JSON.stringify(record.value) : record.text;
  const fields = [
    new Date(timeMs).toISOString(),
    jobId,
    record.stream,
    withoutColours(text),
    record.script ?? "",
    record.line === undefined ? "" : String(record.line),
  ];
  return `${fields.map(csvField).join(",")}\r\n`;
}

function csvField(text: string): string {
  // A table program would take the text for a formula; an apostrophe in front keeps it a text (OWASP: CSV injection).
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Without ANSI colour codes. */
export function withoutColours(text: string): string {
  return text.replace(/\u001b\[[0-9;:]*m/g, "");
}

/**
 * A run as a text to compare with another: what is different each time (times, ids) is left out, so that a difference means
 * something.
 */
export function comparableText(log: RunLog, facts: readonly string[]): string {
  const lines: string[] = [...facts, ""];
  for (const [, { record, jobId }] of log.allRecords()) {
    if (isSilent(record) || record.stream === "Progress") {
      continue;
    }
    const mark = streamMarks[record.stream];
    const child = log.children.find((job) => job.jobId === jobId);
    const prefix = `${child ? `[${child.runbook}] ` : ""}${mark === "" ? "" : `${mark} `}`;
    lines.push(prefix + withoutColours(record.text));
  }
  const happened = log.facts(log.firstFact, Number.MAX_SAFE_INTEGER).flatMap((fact) => {
    switch (fact.kind) {
      case "identity":
        return [`IDENTITY ${fact.status} ${fact.identity || "none"} ${fact.resource}`];
      case "asset":
        return [`ASSET ${fact.operation} ${fact.assetKind} ${fact.name}${fact.isFound ? "" : " (not found)"}`];
      case "limit":
        return [`LIMIT ${fact.message}`];
      case "notice":
      case "status":
        return [];
    }
  });
  lines.push("", ...happened, ...log.children.map((child) => `CHILD JOB ${child.runbook} ${child.status}`));
  if (log.exception !== "") {
    lines.push("", `EXCEPTION ${log.exception}`);
  }
  lines.push("", log.status);
  return `${lines.join("\n").replace(/\n{3,}/g, "\n\n")}\n`;
}

/** One line about a run, for lists and titles. */
export function runTitle(status: string, durationMs: number): string {
  return `${status} · ${describeDuration(durationMs)}`;
}
