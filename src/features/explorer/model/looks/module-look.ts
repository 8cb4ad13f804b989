/** The row of a module or a package. */
import type { ModuleItem } from "../../../../core/browse";
import { errorColour, type Look } from "../look";
import { plainLook, type ItemLookContext } from "./plain-look";

export function moduleLook(item: ModuleItem, context: ItemLookContext): Look {
  const { l10n } = context;
  const state = item.state.toLowerCase();
  const hasFailed = item.error !== "" || state === "failed" || state === "cancelled";
  const isBusy = !hasFailed && !["", "succeeded", "created", "available"].includes(state);
  return plainLook(item, context, {
    icon: hasFailed ? "error" : isBusy ? "loading~spin" : "package",
    colour: hasFailed ? errorColour : undefined,
    facts: [
      item.version,
      hasFailed ? l10n.t("import failed") : isBusy ? item.state : undefined,
      item.isBuiltIn ? l10n.t("built in") : undefined,
    ],
    kindWords: item.kind === "module" ? l10n.t("module") : l10n.t("package"),
    flags: [
      item.isBuiltIn ? "builtIn" : "canDelete",
      hasFailed && "failed",
      isBusy && "importing",
      item.path !== undefined && "hasFile",
    ],
  });
}
