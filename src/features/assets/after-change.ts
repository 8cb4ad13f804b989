/** Makes a change of an account's assets and tells of it: progress, the tree, one message with what comes next. */
import * as vscode from "vscode";

import type { Asset } from "../../core/asset";
import type { BrowsableAccount } from "../../core/browse";
import { commandIds } from "../../platform/command-ids";
import { withChange } from "../../platform/azure-work";
import type { AssetsServices } from "./services";
import { folderOf, isLocal, kindWords } from "./which-asset";

/** A local change is there at once; one in Azure shows progress and can be cancelled. */
export async function changeAsset<T>(
  { changes }: Pick<AssetsServices, "changes">,
  account: BrowsableAccount,
  kind: Asset["kind"],
  title: string,
  run: (signal: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (isLocal(account)) {
    const result = await run(undefined);
    changes.fire(account.id, folderOf(kind));
    return result;
  }
  return withChange(changes, account.id, folderOf(kind), { title, run: (signal) => run(signal) });
}

/** Shows the asset in the tree and offers to use it. */
export function saidSaved(services: Pick<AssetsServices, "tree">, account: BrowsableAccount, asset: Asset): void {
  const target = { accountId: account.id, folder: folderOf(asset.kind), item: asset };
  void services.tree.show(target);
  const insert = vscode.l10n.t("Insert Call");
  const open = vscode.l10n.t("Open assets.json");
  const canInsert = asset.kind !== "connection-type" && vscode.window.visibleTextEditors.some(isRunbookEditor);
  const buttons = [...(canInsert ? [insert] : []), ...(isLocal(account) ? [open] : [])];
  void vscode.window
    .showInformationMessage(vscode.l10n.t('Saved the {0} "{1}".', kindWords(asset.kind), asset.name), ...buttons)
    .then((chosen) => {
      if (chosen === insert) {
        void vscode.commands.executeCommand(commandIds.assets.insertCall, target);
      } else if (chosen === open && isLocal(account)) {
        void vscode.window.showTextDocument(vscode.Uri.file(account.assetsPath));
      }
    });
}

export function isRunbookEditor(editor: vscode.TextEditor): boolean {
  return editor.document.languageId === "powershell" || editor.document.languageId === "python";
}
