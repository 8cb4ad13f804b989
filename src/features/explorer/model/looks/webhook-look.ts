/** The row of a webhook. */
import type { WebhookItem } from "../../../../core/browse";
import { errorColour, quietColour, warningColour, type Look } from "../look";
import { expiryWords } from "./expiry-words";
import { plainLook, type ItemLookContext } from "./plain-look";

export function webhookLook(item: WebhookItem, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const { words, urgency } = expiryWords(item, now, l10n);
  const state = item.isEnabled ? words : l10n.t("disabled");
  return plainLook(item, context, {
    icon: urgency !== undefined && item.isEnabled ? "warning" : item.isEnabled ? "link" : "circle-slash",
    colour: !item.isEnabled
      ? quietColour
      : urgency === "expired"
        ? errorColour
        : urgency === "expiring"
          ? warningColour
          : undefined,
    facts: [item.runbook, state],
    kindWords: l10n.t("webhook"),
    flags: [item.isEnabled ? "enabled" : "disabled", urgency],
  });
}
