/** The row of a runbook: a file of the workspace, or one that lies in Azure. */
import type { RunbookItem } from "../../../../core/browse";
import type { Localize } from "../../../../core/localize";
import { timeAgo } from "../../../../core/time-words";
import type { Look } from "../look";
import { plainLook, type ItemLookContext } from "./plain-look";

export function runbookLook(item: RunbookItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const last = context.lastJob?.(item);
  const lastWords = last && `${last.status} ${timeAgo(last.timeMs, now, l10n)}`;
  const state = runbookState(item, l10n);
  const isText = item.path !== undefined || !/^graph/i.test(item.type);
  const isPython = /^python/i.test(item.type);
  const look = plainLook(item, context, {
    icon: isText ? "file-code" : "type-hierarchy",
    facts: [item.runtime === "" ? item.type : item.runtime, state, lastWords],
    kindWords: context.l10n.t("{0} runbook", item.type),
    flags: [
      item.path !== undefined && "hasFile",
      item.path !== undefined && item.type !== "Configuration" && "canRun",
      (item.state === "New" || item.state === "Edit") && "hasDraft",
      (item.state === "Published" || item.state === "Edit") && "isPublished",
      isText && "isText",
      isPython ? "python" : "powershell",
    ],
  });
  const fileName =
    item.path === undefined
      ? undefined
      : item.path.slice(Math.max(item.path.lastIndexOf("/"), item.path.lastIndexOf("\\")) + 1);
  return {
    ...look,
    label: fileName ?? item.name,
    file: isText ? (item.path ?? `${item.name}.${isPython ? "py" : "ps1"}`) : undefined,
  };
}

/** The service's states in words; newer ones pass through. */
export function runbookState({ state }: RunbookItem, l10n: Localize): string {
  switch (state) {
    case "New":
      return l10n.t("never published");
    case "Edit":
      return l10n.t("edit in progress");
    case "Published":
      return l10n.t("published");
    default:
      return state;
  }
}
