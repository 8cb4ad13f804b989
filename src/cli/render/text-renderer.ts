/** `run --output text`: Output on standard output as it is, everything else on standard error with a mark to scan for. */
import { isFinalStatus, type JobEvent } from "../../core/job";
import {
  describeDuration,
  describeLimit,
  dim,
  isSilent,
  progressLine,
  resetColour,
  streamColours,
  streamMarks,
} from "../../core/job-text";
import { withoutColour } from "../colour";
import type { Console } from "../console";
import type { JobRenderer } from "./job-renderer";

/** One line for each identity request; the same words as in the diagnostic log of `serve-identity`. */
export function identityLine(entry: {
  readonly method: string;
  readonly resource: string;
  readonly identity: string;
  readonly status: number;
  readonly client: string;
  readonly durationMs: number;
}): string {
  const who = entry.identity === "" ? "no identity" : entry.identity;
  const client = entry.client === "" ? "" : `, ${entry.client}`;
  const resource = entry.resource === "" ? "(no resource)" : entry.resource;
  return `IDENTITY ${entry.method} ${resource} as ${who}: ${entry.status} (${Math.round(entry.durationMs)} ms${client})`;
}

/** The last line of a job: id, status, time. */
export function resultLine(event: JobEvent & { type: "result" }): string {
  return `Job ${event.jobId} ${event.status} after ${describeDuration(event.durationMs)}`;
}

export function textRenderer(console: Console): JobRenderer {
  let rootJobId = "";
  const childNames = new Map<string, string>();
  const assetsSeen = new Set<string>();
  /** Stream whose last record asked to be continued on its line, e.g. Write-Host -NoNewline. */
  let openLine: { readonly jobId: string; readonly stream: string } | undefined;

  function closeLine(): void {
    if (openLine !== undefined) {
      write(openLine.stream === "Output" && openLine.jobId === rootJobId, "\n");
      openLine = undefined;
    }
  }

  function write(isResult: boolean, text: string): void {
    if (isResult) {
      console.result(console.colour.output ? text : withoutColour(text));
    } else {
      console.noteText(console.colour.errors ? text : withoutColour(text));
    }
  }

  /** A child's records never mix with the results of the runbook that was asked for. */
  function childPrefix(jobId: string): string {
    return jobId === rootJobId ? "" : `[${childNames.get(jobId) ?? jobId.slice(0, 8)}] `;
  }

  function note(jobId: string, mark: string, colour: string, text: string): void {
    closeLine();
    write(false, `${dimmed(childPrefix(jobId))}${coloured(mark, colour)}${indented(text)}\n`);
  }

  function remark(jobId: string, text: string): void {
    closeLine();
    write(false, `${dimmed(`${childPrefix(jobId)}${text}`)}\n`);
  }

  function stream(event: JobEvent & { type: "stream" }): void {
    if (event.stream === "Progress") {
      const isOver = event.progress?.isCompleted === true;
      console.status(isOver ? "" : `${childPrefix(event.jobId)}${progressLine(event)}`);
      return;
    }
    if (isSilent(event)) {
      return;
    }
    const isResult = event.stream === "Output" && event.jobId === rootJobId;
    const goesOn = openLine?.jobId === event.jobId && openLine.stream === event.stream;
    if (!goesOn) {
      closeLine();
    }
    const mark = streamMarks[event.stream];
    const prefix =
      isResult || goesOn
        ? ""
        : dimmed(childPrefix(event.jobId)) + (mark === "" ? "" : `${coloured(mark, streamColours[event.stream])} `);
    const place = event.stream === "Error" ? placeOf(event) : "";
    const text = isResult || goesOn ? event.text : indented(event.text);
    const ending = event.noNewline === true ? "" : "\n";
    write(isResult, `${prefix}${text}${place === "" ? "" : dimmed(` (${place})`)}${ending}`);
    openLine = event.noNewline === true ? { jobId: event.jobId, stream: event.stream } : undefined;
  }

  function result(event: JobEvent & { type: "result" }): void {
    console.status("");
    if (event.exception !== undefined && event.exception !== "") {
      note(event.jobId, `${streamMarks.Error} `, streamColours.Error, event.exception);
    }
    if (event.jobId === rootJobId) {
      closeLine();
      console.note(resultLine(event));
    }
  }

  const dimmed = (text: string) => (text === "" || !console.colour.errors ? text : `${dim}${text}${resetColour}`);
  const coloured = (text: string, colour: string) =>
    text === "" || !console.colour.errors ? text : `${colour}${text}${resetColour}`;

  return {
    begin(jobId) {
      rootJobId = jobId;
      openLine = undefined;
      assetsSeen.clear();
    },
    event(event) {
      switch (event.type) {
        case "job":
          childNames.set(event.jobId, event.runbook);
          console.status(event.jobId === rootJobId ? `${event.runbook}: ${event.interpreter}` : "");
          return;
        case "status":
          return;
        case "stream":
          stream(event);
          return;
        case "identity":
          remark(event.jobId, identityLine(event));
          return;
        case "asset": {
          // A loop that reads one asset a thousand times says so once.
          const line = `ASSET ${event.operation} ${event.kind} "${event.name}"${event.found ? "" : ": not found"}`;
          if (!assetsSeen.has(line)) {
            assetsSeen.add(line);
            remark(event.jobId, line);
          }
          return;
        }
        case "child":
          childNames.set(event.jobId, event.runbook);
          if (event.status === "New" || isFinalStatus(event.status)) {
            remark(event.jobId, `CHILD JOB ${event.jobId} ${event.status}`);
          }
          return;
        case "limit":
          note(event.jobId, `${streamMarks.Warning} `, streamColours.Warning, limitText(event));
          return;
        case "notice":
          remark(event.jobId, `NOTICE ${event.message}`);
          return;
        case "result":
          result(event);
          return;
      }
    },
    notStarted: () => undefined,
    end: () => console.status(""),
  };
}

const limitWords = {
  duration: "The job runs longer than the service lets a cloud job run",
  memory: "The job uses more memory than the service gives a cloud job",
  streamRecord: "A stream record is larger than the service keeps",
  parameterCount: "The job has more parameters than the service takes",
  parameterSize: "The parameters are larger than the service takes",
} as const;

export function limitText(event: JobEvent & { type: "limit" }): string {
  const { name, value, limit } = event;
  return `${limitWords[name]}: ${describeLimit(name, value)}, limit ${describeLimit(name, limit)}.`;
}

function placeOf(event: JobEvent & { type: "stream" }): string {
  return event.script === undefined ? "" : `${event.script}${event.line === undefined ? "" : `:${event.line}`}`;
}

/** Lines after the first stand under the mark, so that a scan for marks at line starts finds records only. */
function indented(text: string): string {
  return text.includes("\n") ? text.replace(/\r?\n/g, "\n  ") : text;
}
