/** Removes an asset of the local account after a question; the change can be taken back. */
import * as vscode from "vscode";

import { assetKinds, type Asset } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import type { LocalAccounts } from "../../platform/local-accounts";
import { askChoice, confirm } from "../../platform/prompts";

export async function removeAsset(accounts: LocalAccounts): Promise<void> {
  const account = await accounts.require();
  const lists = await Promise.all(assetKinds.map((kind) => account.listAssets(kind)));
  const removable = lists.flat().filter((asset) => asset.kind !== "connection-type" || asset.source === "account");
  if (removable.length === 0) {
    throw new AutomationError("asset-not-found", "The local account has no assets.", {
      hint: "Add one (commands: Add ... Asset).",
    });
  }
  const title = vscode.l10n.t("Remove Local Asset");
  const asset = await askChoice<Asset>(
    title,
    vscode.l10n.t("Choose an asset"),
    removable.map((item) => ({ label: item.name, description: item.kind, value: item })),
  );
  await confirm(
    vscode.l10n.t('Remove the {0} "{1}"?', asset.kind, asset.name),
    vscode.l10n.t("Runbooks that read it will fail."),
    vscode.l10n.t("Remove"),
  );
  // The file as it was: sealed values come back as they were, so the key is not needed to undo.
  const file = vscode.Uri.file(account.assetsPath);
  const before = await vscode.workspace.fs.readFile(file);
  await account.removeAsset(asset.kind, asset.name);
  const after = await vscode.workspace.fs.readFile(file);
  const undo = vscode.l10n.t("Undo");
  void vscode.window
    .showInformationMessage(vscode.l10n.t('Removed the {0} "{1}".', asset.kind, asset.name), undo)
    .then(async (chosen) => {
      if (chosen === undo) {
        await restore(file, before, after);
      }
    });
}

/** Only where nothing else has changed the file since. */
async function restore(file: vscode.Uri, before: Uint8Array, after: Uint8Array): Promise<void> {
  const now = await vscode.workspace.fs.readFile(file);
  if (Buffer.compare(now, after) !== 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("assets.json was changed since; the removal was not taken back."),
    );
    return;
  }
  await vscode.workspace.fs.writeFile(file, before);
}
