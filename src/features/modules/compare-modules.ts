/** Compares the modules of an account with those of this machine and the workspace, as a document. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { AccountItem, PagedList } from "../../core/browse";
import { azureAccountFor } from "../../platform/azure-pick";
import { withProgress } from "../../platform/azure-work";
import { compareModuleVersions, type ComparedModule, type Difference, type KnownModule } from "./compare-versions";
import type { ComparisonDocuments } from "./comparison-documents";
import { findLocalModules, moduleFolders } from "./local-modules";
import type { ModulesServices } from "./services";

export async function compareModules(
  { azure }: ModulesServices,
  documents: ComparisonDocuments,
  argument: unknown,
): Promise<void> {
  const { account } = await azureAccountFor(azure, argument, vscode.l10n.t("Compare Modules with This Machine"));
  const inWorkspace = (vscode.workspace.workspaceFolders ?? []).flatMap(({ uri }) =>
    uri.scheme === "file" ? [uri.fsPath, vscode.Uri.joinPath(uri, "Modules").fsPath] : [],
  );
  const rows = await withProgress({
    title: vscode.l10n.t("Comparing the modules of {0}", account.name),
    run: async (signal) => {
      const [held, local] = await Promise.all([
        powerShellModules(account, signal),
        findLocalModules(moduleFolders(process.env, inWorkspace), signal),
      ]);
      return compareModuleVersions(held, local);
    },
  });
  await documents.show(account.name, tableText(rows));
}

/** Those of the runtimes and, a request for each, those of the runtime environments. */
async function powerShellModules(account: AzureAccount, signal: AbortSignal): Promise<readonly KnownModule[]> {
  const [modules, environments] = await Promise.all([
    everything(account.open("modules"), signal),
    everything(account.open("runtime-environments"), signal),
  ]);
  const found = modules.filter((item) => item.kind === "module" && item.runtime.startsWith("powershell"));
  for (const environment of environments) {
    if (environment.kind === "runtime-environment" && /powershell/i.test(environment.language)) {
      const packages = account.openItem(environment);
      found.push(...(packages === undefined ? [] : await everything(packages, signal)));
    }
  }
  return found.flatMap((item) =>
    item.kind === "module" || item.kind === "package"
      ? [{ name: item.name, version: item.version, where: item.runtime }]
      : [],
  );
}

async function everything(list: PagedList<AccountItem>, signal: AbortSignal): Promise<readonly AccountItem[]> {
  const items: AccountItem[] = [];
  let token: string | undefined;
  do {
    const page = await list.page(token, signal);
    items.push(...page.items);
    token = page.nextToken;
  } while (token !== undefined);
  return items;
}

function tableText(rows: readonly ComparedModule[]): string {
  const words: Readonly<Record<Difference, string>> = {
    same: vscode.l10n.t("same"),
    "newer-here": vscode.l10n.t("newer here"),
    "newer-in-azure": vscode.l10n.t("newer in Azure"),
    "only-in-azure": vscode.l10n.t("not on this machine"),
    unclear: vscode.l10n.t("cannot be compared"),
  };
  if (rows.length === 0) {
    return vscode.l10n.t("The account has no PowerShell modules.");
  }
  const head = [
    vscode.l10n.t("Module"),
    vscode.l10n.t("Runtime"),
    vscode.l10n.t("In Azure"),
    vscode.l10n.t("Here"),
    "",
    vscode.l10n.t("Folder"),
  ];
  const cells = rows.map((row) => [
    row.name,
    row.runtime,
    row.azureVersion,
    row.localVersion,
    words[row.difference],
    row.localPath,
  ]);
  const widths = head.map((title, index) => Math.max(title.length, ...cells.map((cell) => (cell[index] ?? "").length)));
  const line = (cell: readonly string[]) =>
    cell
      .map((text, index) => text.padEnd(widths[index] ?? 0))
      .join("  ")
      .trimEnd();
  return `${[head, ...cells].map(line).join("\n")}\n`;
}
