/** What a debug run shows beside the runbook's own output: the events of its job as lines of the debug console. Pure. */
import { basename } from "node:path";

import type { JobEvent } from "../../core/job";
import { describeDuration, isSilent, resetColour, streamColours, streamMarks } from "../../core/job-text";

/** undefined: nothing to say. The runbook's own records come from its debugger; those of child jobs stand here. */
export function eventText(event: JobEvent, ownId: string): string | undefined {
  const isOwn = event.jobId === ownId;
  // Not dim as in a terminal: the console has a colour of its own for what extensions write.
  const child = isOwn ? "" : `[${event.jobId.slice(0, 8)}] `;
  const text = (words: string): string => `${child}${words}`;
  switch (event.type) {
    case "job":
      return text(`${event.runbook}: ${event.interpreter}, job ${event.jobId}`);
    case "identity":
      return text(
        `identity ${event.status} ${event.identity || "none"} for ${event.resource} (${event.durationMs} ms)`,
      );
    case "asset": {
      const place = event.script === undefined ? "" : `  ${basename(event.script)}:${event.line ?? 1}`;
      return text(`asset ${event.operation} ${event.kind} "${event.name}"${event.found ? "" : ": not found"}${place}`);
    }
    case "notice":
      return text(event.message);
    case "child":
      return text(`child job ${event.runbook}: ${event.status}`);
    case "limit":
      return `${child}${streamColours.Warning}LIMIT${resetColour} ${event.name}: ${event.value} of ${event.limit}`;
    case "stream": {
      if (isOwn || event.stream === "Progress" || isSilent(event)) {
        return undefined;
      }
      const mark = streamMarks[event.stream];
      return `${child}${mark === "" ? "" : `${streamColours[event.stream]}${mark}${resetColour} `}${event.text}`;
    }
    case "result": {
      const exception = event.exception === undefined ? "" : `: ${event.exception}`;
      return `${child}${event.status} in ${describeDuration(event.durationMs)}${exception}`;
    }
    case "status":
      return undefined;
  }
}
