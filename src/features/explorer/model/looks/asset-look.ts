/** The rows of variables, credentials and connections. */
import type { AccountItem } from "../../../../core/browse";
import type { Look } from "../look";
import { oneLine, valueWords } from "../words";
import { plainLook, type ItemLookContext } from "./plain-look";

export function assetLook(
  item: Extract<AccountItem, { kind: "variable" | "credential" | "connection" }>,
  context: ItemLookContext,
): Look {
  const { l10n } = context;
  const flags = [item.isEncrypted && "encrypted"];
  switch (item.kind) {
    case "variable": {
      const words = valueWords(item.value);
      return plainLook(item, context, {
        icon: item.isEncrypted ? "lock" : "symbol-variable",
        facts: item.isEncrypted ? [l10n.t("encrypted")] : [words.value, words.type],
        kindWords: l10n.t("variable"),
        flags,
      });
    }
    case "credential":
      return plainLook(item, context, {
        icon: "account",
        facts: [item.userName],
        kindWords: l10n.t("credential"),
        flags,
      });
    case "connection": {
      const count = Object.keys(item.fields).length;
      const fields = count === 1 ? l10n.t("1 field") : l10n.t("{0} fields", count);
      return plainLook(item, context, {
        icon: "plug",
        // A list of Azure says which connections there are, and not always their fields.
        facts: [count === 0 ? undefined : fields, oneLine(item.description)],
        kindWords: l10n.t("connection of the type {0}", item.connectionType),
        flags,
      });
    }
  }
}
