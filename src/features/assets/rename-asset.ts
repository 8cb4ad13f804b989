/** Gives an asset of the local account another name, its sealed values sealed anew for it. */
import * as vscode from "vscode";

import { readableAssetKinds, type ReadableAssetKind } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { checkAssetName } from "../../local/account/asset-names";
import { askText, problemOf } from "../../platform/prompts";
import type { AssetsServices } from "./services";
import { folderOf, isLocal, kindWords, whichAsset } from "./which-asset";

export async function renameAsset(services: AssetsServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Rename Asset");
  const { account, asset } = await whichAsset(services, argument, title, readableAssetKinds);
  if (!isLocal(account)) {
    throw new AutomationError("not-supported", "Azure does not rename assets.", {
      hint: "Copy it under another name, then delete the old one.",
    });
  }
  const kind = asset.kind as ReadableAssetKind;
  const name = await askText({
    title,
    prompt: vscode.l10n.t('New name of the {0} "{1}"', kindWords(kind), asset.name),
    value: asset.name,
    problem: (text) => problemOf(() => checkAssetName(kind, text)),
  });
  const { path, text, edits } = await account.planRename(kind, asset.name, name);
  const uri = vscode.Uri.file(path);
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.isDirty || document.getText().replaceAll("\r\n", "\n") !== text.replaceAll("\r\n", "\n")) {
    throw new AutomationError("conflict", "assets.json has changes that are not saved.", {
      hint: "Save it, then rename again.",
    });
  }
  // One change of the editor: it can be undone there.
  const shift = offsetsOf(text, document.getText());
  const edit = new vscode.WorkspaceEdit();
  for (const { offset, length, content } of edits) {
    const range = new vscode.Range(document.positionAt(shift(offset)), document.positionAt(shift(offset + length)));
    edit.replace(uri, range, content);
  }
  await vscode.workspace.applyEdit(edit);
  await document.save();
  services.changes.fire(account.id, folderOf(kind));
  const references = vscode.l10n.t(
    "Runbooks that name it keep the old name. Rename it in a runbook (F2) to change all.",
  );
  const uses = await services.uses.find(kind, asset.name, account.root);
  if (uses !== undefined && uses.length > 0) {
    void vscode.window.showWarningMessage(references);
  }
}

/** Offsets of the file's text in the editor's, where line ends may be others. */
function offsetsOf(text: string, shown: string): (offset: number) => number {
  if (text === shown) {
    return (offset) => offset;
  }
  return (offset) => {
    const lines = text.slice(0, offset).split(/\r?\n/);
    const before = shown.split(/(?<=\n)/).slice(0, lines.length - 1);
    return before.join("").length + (lines.at(-1)?.length ?? 0);
  };
}
