/** Deletes an asset after saying what uses it; a local deletion can be taken back. */
import * as path from "node:path";
import * as vscode from "vscode";

import { assetKinds, isSameName, type Asset } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { confirm } from "../../platform/prompts";
import { changeAsset } from "./after-change";
import type { AssetsServices } from "./services";
import { folderOf, isLocal, kindWords, whichAsset, type ChosenAsset } from "./which-asset";

const mostNamed = 5;

export async function deleteAsset(services: AssetsServices, argument: unknown): Promise<void> {
  const { account, asset } = await whichAsset(services, argument, vscode.l10n.t("Delete Asset"), assetKinds);
  if (asset.kind === "connection-type" && asset.source === "built-in") {
    throw new AutomationError("invalid-asset", `The connection type "${asset.name}" is built in.`, {
      hint: "It cannot be deleted.",
    });
  }
  const kind = kindWords(asset.kind);
  await confirm(
    vscode.l10n.t('Delete the {0} "{1}" of {2}?', kind, asset.name, account.name),
    [await usesOf(services, { account, asset }), isLocal(account) ? "" : vscode.l10n.t("This cannot be undone.")]
      .filter((line) => line !== "")
      .join("\n"),
    vscode.l10n.t("Delete"),
  );
  const title = vscode.l10n.t('Deleting the {0} "{1}" of {2}', kind, asset.name, account.name);
  // The file as it was: sealed values come back as they were, so the key is not needed to undo.
  const file = isLocal(account) ? vscode.Uri.file(account.assetsPath) : undefined;
  const before = file && (await vscode.workspace.fs.readFile(file));
  await changeAsset(services, account, asset.kind, title, (signal) =>
    account.assets.delete(asset.kind, asset.name, signal),
  );
  const message = vscode.l10n.t('Deleted the {0} "{1}".', kind, asset.name);
  if (file === undefined || before === undefined) {
    vscode.window.setStatusBarMessage(`$(check) ${message}`, 8000);
    return;
  }
  const after = await vscode.workspace.fs.readFile(file);
  const undo = vscode.l10n.t("Undo");
  void vscode.window.showInformationMessage(message, undo).then(async (chosen) => {
    if (chosen === undo) {
      await restore(file, before, after);
      services.changes.fire(account.id, folderOf(asset.kind));
    }
  });
}

/** "Used by 3 runbooks: a, b, c". */
async function usesOf(services: AssetsServices, { account, asset }: ChosenAsset): Promise<string> {
  if (asset.kind === "connection-type") {
    const connections = (await account.listAssets("connection")).filter(
      (other) => other.kind === "connection" && isSameName(other.connectionType, asset.name),
    );
    return connections.length === 0
      ? vscode.l10n.t("No connection is of this type.")
      : vscode.l10n.t("Connections of this type: {0}", namesOf(connections));
  }
  // Runbooks of the workspace: what lies in Azure only is not known here.
  const root = isLocal(account) ? account.root : undefined;
  const uses = await services.uses.find(asset.kind, asset.name, root);
  if (uses === undefined) {
    return vscode.l10n.t("Runbooks that read it will fail.");
  }
  if (uses.length === 0) {
    return vscode.l10n.t("No runbook of this workspace names it.");
  }
  const names = namesOf(uses.map((use) => ({ name: path.basename(use.path) })));
  return uses.length === 1
    ? vscode.l10n.t("Used by 1 runbook: {0}", names)
    : vscode.l10n.t("Used by {0} runbooks: {1}", uses.length, names);
}

function namesOf(things: readonly Pick<Asset, "name">[]): string {
  const names = things.map(({ name }) => name);
  return names.length <= mostNamed ? names.join(", ") : `${names.slice(0, mostNamed).join(", ")}, …`;
}

/** Only where nothing else has changed the file since. */
async function restore(file: vscode.Uri, before: Uint8Array, after: Uint8Array): Promise<void> {
  const now = await vscode.workspace.fs.readFile(file);
  if (Buffer.compare(now, after) !== 0) {
    void vscode.window.showWarningMessage(
      vscode.l10n.t("assets.json was changed since; the deletion was not taken back."),
    );
    return;
  }
  await vscode.workspace.fs.writeFile(file, before);
}
