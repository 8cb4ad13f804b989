/** The row of a job of an account, and what the Jobs view shows like it. */
import type { JobItem } from "../../../../core/browse";
import { durationWords, timeAgo } from "../../../../core/time-words";
import { contextValue, spoken, warningColour, type Look } from "../look";
import { facts } from "../words";
import { placeFlag, type ItemLookContext } from "./plain-look";

/** Icon of a job's state; the state also stands in words. */
export function jobIcon(status: string): { readonly id: string; readonly colour?: string } {
  switch (status.toLowerCase()) {
    case "completed":
      return { id: "pass", colour: "testing.iconPassed" };
    case "failed":
      return { id: "error", colour: "testing.iconFailed" };
    case "stopped":
      return { id: "circle-slash" };
    case "suspended":
    case "blocked":
      return { id: "debug-pause", colour: warningColour };
    case "new":
    case "queued":
    case "activating":
      return { id: "clock" };
    case "removing":
    case "disconnected":
      return { id: "debug-disconnect" };
    default:
      return { id: "loading~spin" };
  }
}

/** Whether a job in this state runs or will. The service has more states than a local job: those that go on are not listed. */
export function isJobOver(status: string): boolean {
  return ["completed", "failed", "stopped", "suspended", "blocked"].includes(status.toLowerCase());
}

export function jobLook(item: JobItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const [start, end] = [Date.parse(item.startTime), Date.parse(item.endTime)];
  const when = [end, start, Date.parse(item.creationTime)].find((time) => !Number.isNaN(time)) ?? Number.NaN;
  const texts = [
    item.status,
    durationWords(end - start, l10n),
    timeAgo(when, now, l10n),
    item.runOn === "" ? undefined : item.runOn,
  ];
  return {
    label: item.runbook,
    description: facts(...texts),
    icon: jobIcon(item.status),
    contextValue: contextValue(
      "item:job",
      placeFlag(context),
      isJobOver(item.status) ? "final" : "running",
      item.status.toLowerCase() === "suspended" && "suspended",
    ),
    spoken: spoken(l10n.t("job of {0}", item.runbook), ...texts),
    isContainer: false,
  };
}
