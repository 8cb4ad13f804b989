/** Jobs as a person reads them: marks and colours of streams, durations, limits, progress. Terminal, command line and panes share it. */
import type { JobEvent, JobStatus, LimitName } from "./job";
import type { StreamName, StreamRecord } from "./stream";

/** The word a person scans for before a record; Output has none. The same in the terminal and on the command line (docs/cli.md). */
export const streamMarks: Readonly<Record<StreamName, string>> = {
  Output: "",
  Error: "ERROR",
  Warning: "WARNING",
  Verbose: "VERBOSE",
  Debug: "DEBUG",
  Progress: "PROGRESS",
  Information: "INFORMATION",
};

const csi = "\u001b[";

/** SGR codes that themes colour; text without a colour is the terminal's own. */
export const streamColours: Readonly<Record<StreamName, string>> = {
  Output: "",
  Error: `${csi}31m`,
  Warning: `${csi}33m`,
  Verbose: `${csi}36m`,
  Debug: `${csi}35m`,
  Progress: `${csi}34m`,
  Information: `${csi}32m`,
};
export const dim = `${csi}2m`;
export const bold = `${csi}1m`;
export const resetColour = `${csi}0m`;

const statusColours: Partial<Record<JobStatus, string>> = {
  Completed: `${csi}32m`,
  Failed: `${csi}31m`,
  Stopped: `${csi}33m`,
};

/** A duration as a person says it: `1.8 s`, `2 min 5 s`. */
export function describeDuration(milliseconds: number): string {
  if (milliseconds < 59_950) {
    return `${(milliseconds / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A value of a limit with its unit: `400.0 MB`, `3 h 0 min`. Sizes as the service counts them, 1 MB for 1,048,576 bytes. */
export function describeLimit(name: LimitName, value: number): string {
  switch (name) {
    case "duration":
      return describeDuration(value);
    case "parameterCount":
      return String(value);
    case "memory":
    case "streamRecord":
    case "parameterSize":
      return describeSize(value);
  }
}

function describeSize(bytes: number): string {
  if (bytes < 1024) {
    return `${bytes} B`;
  }
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A final or passing state with its colour. */
export function colourStatus(status: JobStatus): string {
  const colour = statusColours[status];
  return colour ? `${colour}${status}${resetColour}` : status;
}

/** The percent and words of a progress record on one line. */
export function progressLine(event: JobEvent & { type: "stream" }): string {
  const detail = event.progress;
  if (!detail) {
    return event.text;
  }
  const percent = detail.percent >= 0 ? ` ${detail.percent} %` : "";
  return `${detail.activity}${percent}${detail.status ? `: ${detail.status}` : ""}`;
}

/**
 * Whether a record has nothing for a person to read: $null, or an object whose text follows with the rest of its table
 * (specs/powershell-host.md 3). An empty text that a runbook wrote is a line of its own.
 */
export function isSilent(record: Pick<StreamRecord, "text" | "value">): boolean {
  return record.text === "" && record.value !== undefined && record.value !== "";
}
