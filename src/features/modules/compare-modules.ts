/** Compares the modules of an account with those of this machine and the workspace, as a document. */
import * as vscode from "vscode";

import type { AccountItem } from "../../core/browse";
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
        everything((token) => account.open("modules").page(token, signal)),
        findLocalModules(moduleFolders(process.env, inWorkspace), signal),
      ]);
      const modules = held.flatMap((item): readonly KnownModule[] =>
        item.kind === "module" && item.runtime.startsWith("powershell")
          ? [{ name: item.name, version: item.version, where: item.runtime }]
          : [],
      );
      return compareModuleVersions(modules, local);
    },
  });
  await documents.show(account.name, tableText(rows));
}

async function everything(
  read: (
    token: string | undefined,
  ) => Promise<{ readonly items: readonly AccountItem[]; readonly nextToken: string | undefined }>,
): Promise<readonly AccountItem[]> {
  const items: AccountItem[] = [];
  let token: string | undefined;
  do {
    const page = await read(token);
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
