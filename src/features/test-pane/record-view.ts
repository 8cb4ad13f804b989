/** How the pane shows one record of a stream. */
import { progressLine } from "../../core/job-text";
import type { StreamName, StreamRecord } from "../../core/stream";
import { longestText, type PaneRecord } from "../../protocol/test-pane";
import { isExpandable, objectInOneLine } from "./object-view";

/** What is kept of a record beside its view. */
export interface KeptRecord {
  readonly timeMs: number;
  readonly jobId: string;
  readonly record: StreamRecord;
}

/** The run that a record is of. */
export interface RecordContext {
  /** Records of other jobs name theirs. */
  readonly jobId: string;
  /** The runbook's own file: records of other files name theirs. */
  readonly runbookPath: string;
  /** Whether Azure would show Verbose records: the runbook turns them on. */
  readonly showsVerboseInAzure: boolean;
}

/** `isSummary`: the whole of its text is still in Azure. */
export function recordView({ timeMs, jobId, record }: KeptRecord, isSummary: boolean, run: RecordContext): PaneRecord {
  const { stream, value, typeName, progress } = record;
  const isObject = isExpandable(value);
  const isInTable = record.text === "" && isObject;
  const text = isInTable
    ? objectInOneLine(value ?? null, typeName)
    : stream === "Progress"
      ? progressLine({ ...record, type: "stream", time: "", jobId })
      : record.text;
  return {
    time: timeMs,
    stream,
    text: text.length > longestText ? text.slice(0, longestText) : text,
    // How much longer than its summary a text is, Azure does not say.
    ...((text.length > longestText || isSummary) && { fullLength: text.length + (isSummary ? 1 : 0) }),
    ...(jobId !== run.jobId && { job: jobId }),
    ...placeOf(record, run.runbookPath),
    ...(typeName !== undefined && { typeName }),
    ...(isObject && { isObject }),
    ...(isInTable && { isInTable }),
    ...(record.noNewline && { noNewline: true as const }),
    ...(progress && {
      progress: {
        activityId: progress.activityId,
        percent: progress.percent,
        isCompleted: progress.isCompleted,
      },
    }),
    ...(isHiddenInAzure(stream, run) && { isHiddenInAzure: true as const }),
  };
}

/** specs/assets-and-jobs.md 4.5: Debug and Progress never, Verbose only where the runbook turns it on. */
function isHiddenInAzure(stream: StreamName, { showsVerboseInAzure }: RecordContext): boolean {
  return stream === "Debug" || stream === "Progress" || (stream === "Verbose" && !showsVerboseInAzure);
}

/** Whether a runbook's text turns its Verbose stream on; Azure then shows it. */
export function turnsVerboseOn(text: string): boolean {
  return /\$(?:global:|script:)?VerbosePreference\s*=\s*["']?(?:Continue|2)\b/i.test(text);
}

interface Place {
  readonly script?: string | undefined;
  readonly line?: number | undefined;
}

/** Line, and the file's name where it is not the runbook's own. */
export function placeOf(
  { script, line }: Place,
  runbookPath: string,
): { readonly line?: number; readonly file?: string } {
  const isRunbook = script === undefined || isSamePath(script, runbookPath);
  return {
    ...(line !== undefined && { line }),
    ...(!isRunbook && { file: script.slice(Math.max(script.lastIndexOf("/"), script.lastIndexOf("\\")) + 1) }),
  };
}

function isSamePath(a: string, b: string): boolean {
  return process.platform === "win32" ? a.toLowerCase() === b.toLowerCase() : a === b;
}
