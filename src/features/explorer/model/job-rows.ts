/** The rows of the Jobs view: what runs first, then what ran, of this machine and of Azure together. */
import type { Localize } from "../../../core/localize";
import { durationWords, timeAgo } from "../../../core/time-words";
import { contextValue, spoken, type Detail, type Look } from "./look";
import { facts } from "./words";
import { jobIcon } from "./looks/job-look";

/** The part of a registry's entry that the view shows. */
export interface ShownJob {
  readonly id: string;
  readonly runbook: string;
  readonly status: string;
  readonly where:
    { readonly kind: "local" } | { readonly kind: "azure"; readonly accountId: string; readonly accountName: string };
  readonly runbookPath?: string | undefined;
  readonly usesOwnTokens: boolean;
  /** Milliseconds since 1970. */
  readonly startedMs: number;
  /** undefined while it runs. */
  readonly durationMs: number | undefined;
  readonly exception: string;
}

/** "local", or the ARM id of an account; undefined: all. */
export type JobFilter = string | undefined;

export function filterJobs<T extends ShownJob>(jobs: readonly T[], filter: JobFilter): readonly T[] {
  return filter === undefined ? jobs : jobs.filter((job) => jobPlaceKey(job) === filter.toLowerCase());
}

export function jobPlaceKey({ where }: Pick<ShownJob, "where">): string {
  return where.kind === "local" ? "local" : where.accountId.toLowerCase();
}

/** Places that jobs ran on, each once, this machine first. */
export function jobPlaces(jobs: readonly ShownJob[]): readonly { readonly key: string; readonly name: string }[] {
  const places = new Map<string, string>();
  for (const job of jobs) {
    places.set(jobPlaceKey(job), job.where.kind === "local" ? "" : job.where.accountName);
  }
  return [...places]
    .map(([key, name]) => ({ key, name }))
    .sort((a, b) => Number(b.key === "local") - Number(a.key === "local") || a.name.localeCompare(b.name));
}

/** `Stop-IdleVms · Completed · 1.8 s · local · 2 min ago` */
export function jobRowLook(job: ShownJob, context: { readonly l10n: Localize; readonly now: number }): Look {
  const { l10n, now } = context;
  const isRunning = job.durationMs === undefined;
  const place = job.where.kind === "local" ? l10n.t("local") : job.where.accountName;
  const texts = [
    job.status,
    durationWords(job.durationMs ?? now - job.startedMs, l10n),
    place,
    timeAgo(job.startedMs, now, l10n),
    job.usesOwnTokens ? l10n.t("with your tokens") : undefined,
  ];
  return {
    label: job.runbook,
    description: facts(...texts),
    icon: jobIcon(job.status),
    contextValue: contextValue(
      "job",
      job.where.kind,
      isRunning ? "running" : "final",
      job.runbookPath !== undefined && "hasFile",
    ),
    spoken: spoken(l10n.t("job of {0}", job.runbook), ...texts),
    isContainer: false,
  };
}

export function jobRowDetails(job: ShownJob, l10n: Localize): readonly Detail[] {
  return [
    { label: l10n.t("Status"), value: job.status },
    { label: l10n.t("Why it failed"), value: job.exception },
    { label: l10n.t("Job id"), value: job.id, isCopyable: true },
    { label: l10n.t("Started"), value: new Date(job.startedMs).toLocaleString() },
    { label: l10n.t("File"), value: job.runbookPath ?? "", isCopyable: true },
    { label: l10n.t("Account"), value: job.where.kind === "azure" ? job.where.accountId : "", isCopyable: true },
  ].filter(({ value }) => value !== "");
}
