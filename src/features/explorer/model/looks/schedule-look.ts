/** The row of a schedule. */
import type { ScheduleItem } from "../../../../core/browse";
import type { Localize } from "../../../../core/localize";
import { timeUntil } from "../../../../core/time-words";
import { quietColour, type Look } from "../look";
import { plainLook, type ItemLookContext } from "./plain-look";

export function scheduleLook(item: ScheduleItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const next = item.isEnabled ? timeUntil(Date.parse(item.nextRun), now, l10n) : "";
  return plainLook(item, context, {
    icon: item.isEnabled ? "calendar" : "circle-slash",
    colour: item.isEnabled ? undefined : quietColour,
    facts: [
      frequencyWords(item, l10n),
      item.isEnabled ? (next === "" ? l10n.t("no next run") : l10n.t("next {0}", next)) : l10n.t("disabled"),
    ],
    kindWords: l10n.t("schedule"),
    flags: [item.isEnabled ? "enabled" : "disabled"],
  });
}

function frequencyWords({ frequency, interval }: ScheduleItem, l10n: Localize): string {
  const count = interval ?? 1;
  switch (frequency.toLowerCase()) {
    case "onetime":
      return l10n.t("once");
    case "minute":
      return count === 1 ? l10n.t("every minute") : l10n.t("every {0} minutes", count);
    case "hour":
      return count === 1 ? l10n.t("hourly") : l10n.t("every {0} hours", count);
    case "day":
      return count === 1 ? l10n.t("daily") : l10n.t("every {0} days", count);
    case "week":
      return count === 1 ? l10n.t("weekly") : l10n.t("every {0} weeks", count);
    case "month":
      return count === 1 ? l10n.t("monthly") : l10n.t("every {0} months", count);
    default:
      return frequency;
  }
}
