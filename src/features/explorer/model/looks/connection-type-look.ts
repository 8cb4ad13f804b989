/** The row of a connection type. */
import type { ConnectionTypeAsset } from "../../../../core/asset";
import type { Look } from "../look";
import { plainLook, type ItemLookContext } from "./plain-look";

export function connectionTypeLook(item: ConnectionTypeAsset, context: ItemLookContext): Look {
  const { l10n } = context;
  const isBuiltIn = item.source === "built-in";
  const from = isBuiltIn
    ? l10n.t("built in")
    : item.source === "module"
      ? l10n.t("module {0}", item.moduleName)
      : item.moduleName === ""
        ? undefined
        : l10n.t("for module {0}", item.moduleName);
  return plainLook(item, context, {
    icon: "symbol-interface",
    facts: [item.fields.length === 1 ? l10n.t("1 field") : l10n.t("{0} fields", item.fields.length), from],
    kindWords: l10n.t("connection type"),
    flags: [
      isBuiltIn ? "builtIn" : item.source === "module" && context.isLocal ? "fromModule" : "canDelete",
      item.path !== undefined && "hasFile",
    ],
  });
}
