/** The run that the pane shows, live or from the history, as its section of the state. */
import type { JobStatus } from "../../core/job";
import { streamNames, type StreamName } from "../../core/stream";
import type { RunSection } from "../../protocol/test-pane";
import { limitGauges } from "./limit-gauges";
import type { Localize } from "../../core/localize";
import type { LaunchedJob } from "./ports";
import type { RunLog } from "./run-log";

/** A run that this window started, or found again. */
export interface LiveRun {
  readonly log: RunLog;
  readonly launched: LaunchedJob;
  /** In words; "" while the run has not got the person's own tokens and will not. */
  ownTokens: string;
  connection: string;
}

export type Shown =
  | { readonly kind: "none" }
  | { readonly kind: "live"; readonly live: LiveRun }
  | {
      readonly kind: "history";
      readonly id: string;
      readonly log: RunLog;
      readonly where: string;
      readonly isInAzure: boolean;
    };

export interface RunContext {
  readonly run: number;
  readonly isStarting: boolean;
  /** While it starts. */
  readonly isStopAsked: boolean;
  readonly nowMs: number;
  readonly l10n: Localize;
}

const noCounts = Object.fromEntries(streamNames.map((name) => [name, 0])) as Readonly<Record<StreamName, number>>;

export function runSection(shown: Shown, { run, isStarting, isStopAsked, nowMs, l10n }: RunContext): RunSection {
  if (shown.kind === "none") {
    return {
      kind: "none",
      run,
      jobId: "",
      status: "",
      statusText: isStopAsked ? l10n.t("Stopping") : isStarting ? l10n.t("Starting") : "",
      isRunning: false,
      isStarting,
      canStop: isStarting && !isStopAsked,
      canSuspend: false,
      canResume: false,
      elapsedMs: 0,
      startTime: "",
      where: "",
      isInAzure: false,
      exception: "",
      ownTokens: "",
      connection: "live",
      connectionText: "",
      counts: noCounts,
      firstRecord: 0,
      children: [],
      limits: [],
    };
  }
  const log = logOf(shown);
  const live = shown.kind === "live" ? shown.live : undefined;
  const isRunning = live !== undefined && !log.isFinal;
  const isInAzure = live ? live.launched.azure !== undefined : shown.kind === "history" && shown.isInAzure;
  const sinceMs = (from: number | undefined): number => (isRunning ? Math.max(0, nowMs - (from ?? nowMs)) : 0);
  // Azure tells how long a job ran without the time in the queue.
  const elapsedMs = log.durationMs ?? sinceMs((isInAzure ? log.runningMs : undefined) ?? log.startedMs);
  const { status } = log;
  const exceptionLine = log.exception === "" ? undefined : log.errorSource?.line;
  return {
    kind: shown.kind,
    run,
    jobId: log.jobId,
    status,
    statusText: statusInWords(status, isInAzure, l10n),
    isRunning,
    isStarting,
    canStop: isRunning && status !== "Stopping",
    canSuspend: isRunning && live.launched.suspend !== undefined && status === "Running",
    canResume: isRunning && live.launched.resume !== undefined && status === "Suspended",
    elapsedMs,
    startTime: log.startedMs === undefined ? "" : new Date(log.startedMs).toISOString(),
    where: [live?.launched.where ?? (shown.kind === "history" ? shown.where : ""), log.interpreter]
      .filter((part) => part !== "")
      .join(" · "),
    isInAzure,
    exception: log.exception,
    ...(exceptionLine !== undefined && { exceptionLine }),
    ownTokens: isRunning ? live.ownTokens : "",
    connection: isRunning && live.connection !== "" ? "waiting" : "live",
    connectionText: isRunning ? live.connection : "",
    counts: log.counts,
    firstRecord: log.firstRecord,
    children: log.children,
    limits: limitGauges(log, log.durationMs ?? sinceMs(log.runningMs), l10n),
  };
}

export function logOf(shown: Exclude<Shown, { readonly kind: "none" }>): RunLog {
  return shown.kind === "live" ? shown.live.log : shown.log;
}

/** specs/assets-and-jobs.md 4.5: the portal says Queued and Starting for what the API calls New and Activating. */
function statusInWords(status: JobStatus | "", isInAzure: boolean, l10n: Localize): string {
  switch (status) {
    case "":
      return "";
    case "New":
      return isInAzure ? l10n.t("Queued") : l10n.t("Starting");
    case "Activating":
      return l10n.t("Starting");
    default:
      return status;
  }
}
