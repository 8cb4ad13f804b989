/** The row of a hybrid worker. */
import type { HybridWorkerItem } from "../../../../core/browse";
import { timeAgo } from "../../../../core/time-words";
import { warningColour, type Look } from "../look";
import { plainLook, type ItemLookContext } from "./plain-look";

/** A worker that was not seen for this long is taken for gone: it asks for work every 30 s. */
const workerGoneMs = 3_600_000;

export function workerLook(item: HybridWorkerItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const seen = Date.parse(item.lastSeenTime);
  const isGone = !(now - seen < workerGoneMs);
  return plainLook(item, context, {
    icon: isGone ? "warning" : "vm",
    colour: isGone ? warningColour : undefined,
    facts: [
      item.lastSeenTime === "" ? l10n.t("never seen") : l10n.t("seen {0}", timeAgo(seen, now, l10n)),
      item.workerType,
    ],
    kindWords: l10n.t("hybrid worker"),
    flags: [isGone && "gone"],
  });
}
