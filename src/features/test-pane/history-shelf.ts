/** The earlier runs of one runbook: what the pane lists, and a run read back. */
import { describeDuration } from "../../core/job-text";
import type { JobStatus } from "../../core/job";
import type { HistoryEntry } from "../../protocol/test-pane";
import type { TestPanePorts } from "./ports";
import type { RunHeader, RunWriter, StoredRun } from "./run-history";
import { RunLog } from "./run-log";
import { comparableText } from "./stream-text";

type HistoryPorts = Pick<TestPanePorts, "history" | "l10n" | "now" | "report">;

/** A run read back. */
export interface EarlierRun {
  readonly log: RunLog;
  /** In words. */
  readonly where: string;
  readonly isInAzure: boolean;
}

export class HistoryShelf {
  readonly #runbookPath: string;
  readonly #ports: HistoryPorts;
  #runs: readonly StoredRun[] = [];

  constructor(runbookPath: string, ports: HistoryPorts) {
    this.#runbookPath = runbookPath;
    this.#ports = ports;
  }

  /** Those without an end, newest first. */
  get unfinished(): readonly StoredRun[] {
    return this.#runs.filter((run) => run.summary === undefined);
  }

  /** `runningJobId`: of the run that goes on now, which is no history yet. */
  entries(runningJobId: string | undefined): readonly HistoryEntry[] {
    return this.#runs
      .filter((run) => run.header.jobId !== runningJobId)
      .map(({ header, summary }) => ({
        id: header.id,
        status: summary?.status ?? abandonedStatus,
        startTime: header.startTime,
        where: header.where,
        parameters: summary?.parameters ?? "",
        ...(summary && { durationMs: summary.durationMs, records: summary.records, errors: summary.errors }),
      }));
  }

  async read(): Promise<void> {
    this.#runs = (await this.#ports.history?.list(this.#runbookPath)) ?? [];
  }

  /** undefined: there is no place for it. A history that cannot be written is told and no reason not to run. */
  async begin(facts: {
    readonly jobId: string;
    readonly where: string;
    readonly showsVerbose: boolean;
    readonly azure: RunHeader["azure"] | undefined;
  }): Promise<RunWriter | undefined> {
    const { azure, ...rest } = facts;
    try {
      return await this.#ports.history?.begin({
        ...rest,
        runbookPath: this.#runbookPath,
        startTime: new Date(this.#ports.now()).toISOString(),
        ...(azure && { azure }),
      });
    } catch (error) {
      this.#ports.report("The history of runs cannot be written", error);
      return undefined;
    }
  }

  /** Goes on with the file of a run that an earlier window began; its events come again from the beginning. */
  async resume(header: RunHeader): Promise<RunWriter | undefined> {
    await this.remove(header.id);
    const { jobId, where, showsVerbose, azure, startTime } = header;
    return this.#ports.history?.begin({
      jobId,
      where,
      showsVerbose,
      startTime,
      runbookPath: this.#runbookPath,
      ...(azure && { azure }),
    });
  }

  /** A run read back; undefined: it is gone. */
  async open(id: string): Promise<EarlierRun | undefined> {
    const found = await this.#ports.history?.read(this.#runbookPath, id);
    if (!found) {
      return undefined;
    }
    const { header, events } = found;
    const { jobId, runbookPath, showsVerbose, where } = header;
    const { l10n } = this.#ports;
    const log = new RunLog({ jobId, runbookPath, showsVerboseInAzure: showsVerbose, l10n });
    for (const event of events) {
      log.accept(event);
    }
    if (!log.isFinal) {
      const last = events.at(-1);
      const durationMs = last && log.startedMs !== undefined ? Date.parse(last.time) - log.startedMs : 0;
      log.endWithout(abandonedStatus, l10n.t("The window was closed while it ran."), durationMs);
    }
    return { log, where, isInAzure: header.azure !== undefined };
  }

  /** A run as a text to compare. */
  async comparable(id: string): Promise<{ readonly text: string; readonly title: string } | undefined> {
    const found = await this.open(id);
    if (!found) {
      return undefined;
    }
    const { log, where } = found;
    const startTime = new Date(log.startedMs ?? 0).toISOString().slice(0, 19).replace("T", " ");
    return {
      text: comparableText(log, [where, log.interpreter, JSON.stringify(log.parameters, null, 2)]),
      title: `${startTime} ${log.status} ${describeDuration(log.durationMs ?? 0)}`,
    };
  }

  async remove(id: string): Promise<void> {
    await this.#ports.history?.remove(this.#runbookPath, id);
    await this.read();
  }

  /** All but the one that runs. */
  async clear(runningJobId: string | undefined): Promise<void> {
    for (const { header } of this.#runs) {
      if (header.jobId !== runningJobId) {
        await this.#ports.history?.remove(this.#runbookPath, header.id);
      }
    }
    await this.read();
  }
}

/** A local job ends with its window. */
const abandonedStatus: JobStatus = "Stopped";
