/** Deletes a module or package of an account. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { AccountItem, ModuleItem } from "../../core/browse";
import { AutomationError } from "../../core/errors";
import { askFromPages, azureAccountFor } from "../../platform/azure-pick";
import { report, withChange } from "../../platform/azure-work";
import { confirm } from "../../platform/prompts";
import { itemOfKind } from "../../platform/tree-target";
import { placeOfEnvironment, placeOfRuntime, runtimeOf, type ModulePlace } from "./module-place";
import type { ModulesServices } from "./services";

export async function deleteModule(services: ModulesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Delete Module");
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const item =
    itemOfKind(target, "module") ??
    itemOfKind(target, "package") ??
    moduleItem(
      await askFromPages<AccountItem>({
        title,
        placeHolder: vscode.l10n.t("Module of {0}", account.name),
        list: account.open("modules"),
        show: (one) =>
          one.kind === "module" && !one.isBuiltIn
            ? { label: one.name, description: `${one.version} · ${one.runtime}` }
            : undefined,
        ifEmpty: vscode.l10n.t("The account has no modules of its own."),
      }),
    );
  if (item.isBuiltIn) {
    throw new AutomationError("invalid-usage", vscode.l10n.t("{0} is a part of Azure Automation.", item.name), {
      hint: vscode.l10n.t("Only modules that somebody imported can be deleted."),
    });
  }
  const place = placeOf(account, item);
  await confirm(
    vscode.l10n.t("Delete {0} {1} of {2}?", item.name, item.version, account.name),
    vscode.l10n.t("Runbooks of {0} that use it will fail.", place.label),
    vscode.l10n.t("Delete"),
  );
  await withChange(services.changes, account.id, place.folder, {
    title: vscode.l10n.t("Deleting {0}", item.name),
    run: (signal) => place.list.delete(item.name, signal),
  });
  report(vscode.l10n.t("Deleted {0}", item.name));
}

function placeOf(account: AzureAccount, item: ModuleItem): ModulePlace {
  const runtime = item.kind === "module" ? runtimeOf(item.runtime) : undefined;
  return runtime === undefined ? placeOfEnvironment(account, item.runtime, "") : placeOfRuntime(account, runtime);
}

function moduleItem(item: AccountItem): ModuleItem {
  if (item.kind !== "module" && item.kind !== "package") {
    throw new AutomationError("invalid-usage", vscode.l10n.t("This is no module."));
  }
  return item;
}
