/** The row of a certificate. */
import type { Certificate } from "../../../../core/asset";
import { errorColour, warningColour, type Look } from "../look";
import { expiryWords } from "./expiry-words";
import { plainLook, type ItemLookContext } from "./plain-look";

export function certificateLook(item: Certificate, context: ItemLookContext): Look {
  const { l10n, now } = context;
  const { words, urgency } = expiryWords(item, now, l10n);
  return plainLook(item, context, {
    icon: urgency === undefined ? "verified" : "warning",
    colour: urgency === "expired" ? errorColour : urgency === "expiring" ? warningColour : undefined,
    facts: [words, item.hasPrivateKey ? undefined : l10n.t("no private key")],
    kindWords: l10n.t("certificate"),
    flags: [item.isEncrypted && "encrypted", item.hasPrivateKey && "hasKey", urgency],
  });
}
