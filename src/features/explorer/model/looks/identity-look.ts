/** The row of a managed identity. */
import type { IdentityItem } from "../../../../core/browse";
import { quietColour, type Look } from "../look";
import { shortId } from "../words";
import { plainLook, type ItemLookContext } from "./plain-look";

export function identityLook(item: IdentityItem, context: ItemLookContext): Look {
  const { l10n } = context;
  const look = plainLook(item, context, {
    icon: item.isSystemAssigned ? (item.isOn ? "shield" : "circle-slash") : "person",
    colour: item.isOn ? undefined : quietColour,
    facts: [
      item.isSystemAssigned ? (item.isOn ? l10n.t("on") : l10n.t("off")) : l10n.t("user-assigned"),
      item.isOn ? shortId(item.clientId === "" ? item.principalId : item.clientId) : undefined,
    ],
    kindWords: l10n.t("managed identity"),
    flags: [item.isSystemAssigned ? "system" : "user", item.isOn ? "on" : "off"],
  });
  return item.isSystemAssigned ? { ...look, label: l10n.t("System-assigned") } : look;
}
