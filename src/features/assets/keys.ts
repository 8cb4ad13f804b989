/** Rotates, exports and imports the key that seals an account's secrets; each on request only. */
import * as vscode from "vscode";

import type { LocalAccounts } from "../../platform/local-accounts";
import { askChoice, askText, confirm } from "../../platform/prompts";

export async function rotateKey(accounts: LocalAccounts): Promise<void> {
  const account = await accounts.require();
  await confirm(
    vscode.l10n.t("Seal all secrets of this account with a new key?"),
    vscode.l10n.t("Colleagues and CI need the new key afterwards."),
    vscode.l10n.t("Rotate Key"),
  );
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Rotating the key") },
    () => account.rotateKey(),
  );
  void vscode.window.showInformationMessage(vscode.l10n.t("All secrets are sealed with a new key."));
}

export async function exportKey(accounts: LocalAccounts): Promise<void> {
  const account = await accounts.require();
  await confirm(
    vscode.l10n.t("Copy the key of this account to the clipboard?"),
    vscode.l10n.t("Who has it can read every secret in assets.json. Hand it over by a safe way only."),
    vscode.l10n.t("Copy Key"),
  );
  await vscode.env.clipboard.writeText(await account.exportKey());
  void vscode.window.showInformationMessage(vscode.l10n.t("The key is on the clipboard."));
}

export async function importKey(accounts: LocalAccounts): Promise<void> {
  const account = await accounts.require();
  const text = await askText({
    title: vscode.l10n.t("Import Key of Local Account"),
    prompt: vscode.l10n.t("The key, as Export Key gave it"),
    isSecret: true,
  });
  await account.importKey(text);
  void vscode.window.showInformationMessage(vscode.l10n.t("The key was kept; the account's secrets can be read now."));
}

export async function moveKey(accounts: LocalAccounts): Promise<void> {
  const account = await accounts.require();
  const title = vscode.l10n.t("Move Key of Local Account");
  const place = await askChoice<"file" | "editor">(title, vscode.l10n.t("Where shall the key be kept?"), [
    {
      label: vscode.l10n.t("In a file of mine"),
      description: vscode.l10n.t("editor and command line use it"),
      value: "file",
    },
    {
      label: vscode.l10n.t("In the editor's secret storage"),
      description: vscode.l10n.t("the command line then needs RUNBOOK_WORKBENCH_KEY"),
      value: "editor",
    },
  ]);
  await account.moveKey(place);
  void vscode.window.showInformationMessage(
    place === "file"
      ? vscode.l10n.t("The key is in a file in your configuration folder.")
      : vscode.l10n.t("The key is in the editor's secret storage."),
  );
}
