/** Imports the asset files of older tools: shows first what would be taken over, then writes all in one change. */
import * as path from "node:path";
import * as vscode from "vscode";

import { AutomationError } from "../../core/errors";
import type { ImportSource } from "../../local/account/import-assets";
import type { LocalAccounts } from "../../platform/local-accounts";
import { askFile, confirm } from "../../platform/prompts";

export async function importAssets(accounts: LocalAccounts): Promise<void> {
  const account = await accounts.require();
  const uri = await askFile(vscode.l10n.t("LocalAssets.json of the ISE add-on, or the emulated assets of Python"), {
    JSON: ["json"],
  });
  const source = await readSource(uri);
  const secure = await findSecure(uri);
  const options = {
    ...(secure && { secure }),
    readFile: async (file: string) => vscode.workspace.fs.readFile(vscode.Uri.joinPath(uri, "..", file)),
  };
  const preview = await account.importAssets(source, { ...options, previewOnly: true });
  const skipped = preview.skipped.map((asset) => `${asset.name}: ${asset.reason}`);
  if (preview.imported.length === 0) {
    throw new AutomationError(
      "invalid-asset",
      `Nothing in "${path.basename(uri.fsPath)}" can be imported. ${skipped.join(" ")}`,
    );
  }
  await confirm(
    vscode.l10n.t("Import {0} assets?", preview.imported.length),
    [
      ...preview.imported.map((asset) => `${asset.kind} ${asset.name}`),
      ...skipped.map((line) => vscode.l10n.t("skipped: {0}", line)),
    ].join("\n"),
    vscode.l10n.t("Import"),
  );
  const report = await account.importAssets(source, options);
  void vscode.window.showInformationMessage(vscode.l10n.t("Imported {0} assets.", report.imported.length));
}

async function readSource(uri: vscode.Uri): Promise<ImportSource> {
  return { path: uri.fsPath, bytes: await vscode.workspace.fs.readFile(uri) };
}

/** The ISE add-on keeps credentials and connections in a second file beside the first. */
async function findSecure(uri: vscode.Uri): Promise<ImportSource | undefined> {
  if (path.basename(uri.fsPath).toLowerCase() !== "localassets.json") {
    return undefined;
  }
  return readSource(vscode.Uri.joinPath(uri, "..", "SecureLocalAssets.json")).catch(() => undefined);
}
