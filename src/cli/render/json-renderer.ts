/** `run --output json`: every event as one line, exactly as core/job.ts says it. */
import type { Console } from "../console";
import type { JobRenderer } from "./job-renderer";

export function jsonRenderer(console: Console): JobRenderer {
  return {
    begin: () => undefined,
    event: (event) => console.result(`${JSON.stringify(event)}\n`),
    notStarted: () => undefined,
    end: () => undefined,
  };
}
