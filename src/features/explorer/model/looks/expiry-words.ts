/** When something ends, in words: certificates and webhooks do. */
import type { Certificate } from "../../../../core/asset";
import type { Localize } from "../../../../core/localize";
import { dateOf, dayMs } from "../../../../core/time-words";

/** From so long before its end on, something "expires in … days". */
const expiresSoonMs = 30 * dayMs;

/** How a certificate's end is said; `urgency` chooses its colour and flag. */
export function expiryWords(
  { expiryTime }: Pick<Certificate, "expiryTime">,
  now: number,
  l10n: Localize,
): { readonly words: string; readonly urgency: "expired" | "expiring" | undefined } {
  const end = Date.parse(expiryTime);
  if (Number.isNaN(end)) {
    return { words: "", urgency: undefined };
  }
  const days = Math.floor((end - now) / dayMs);
  if (end <= now) {
    return { words: l10n.t("expired on {0}", dateOf(end)), urgency: "expired" };
  }
  if (end - now > expiresSoonMs) {
    return { words: l10n.t("expires on {0}", dateOf(end)), urgency: undefined };
  }
  const words =
    days === 0
      ? l10n.t("expires today")
      : days === 1
        ? l10n.t("expires in 1 day")
        : l10n.t("expires in {0} days", days);
  return { words, urgency: "expiring" };
}
