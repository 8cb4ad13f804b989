/** Creates the local account of a folder, opens its files, or makes the sample workspace. */
import * as path from "node:path";
import * as vscode from "vscode";

import { AutomationError, cancelled } from "../../core/errors";
import type { LocalAccounts } from "../../platform/local-accounts";
import { askChoice, askText, problemOf } from "../../platform/prompts";

export async function createAccount(accounts: LocalAccounts, target: unknown): Promise<void> {
  const folder = target instanceof vscode.Uri ? target : await askFolder();
  const [{ accountNameFor, checkAccountName }, title] = [
    await import("../../local/account/asset-names"),
    vscode.l10n.t("Create Local Account"),
  ];
  const name = await askText({
    title,
    prompt: vscode.l10n.t("Name of the Automation account"),
    value: accountNameFor(path.basename(folder.fsPath)),
    problem: (text) => problemOf(() => checkAccountName(text)),
  });
  const account = await accounts.create(folder, { name });
  const [open, add] = [vscode.l10n.t("Open Account File"), vscode.l10n.t("Add Variable")];
  void vscode.window
    .showInformationMessage(vscode.l10n.t('Created the local account "{0}".', name), open, add)
    .then((chosen) => {
      if (chosen === open) {
        void vscode.window.showTextDocument(vscode.Uri.file(account.accountPath));
      } else if (chosen === add) {
        void vscode.commands.executeCommand("runbookWorkbench.assets.addVariable");
      }
    });
}

export async function openAccountFiles(accounts: LocalAccounts): Promise<void> {
  const account = await accounts.require();
  const file = await askChoice(vscode.l10n.t("Open Local Account File"), vscode.l10n.t("Choose a file"), [
    { label: "account.json", description: vscode.l10n.t("names, ids, identities"), value: account.accountPath },
    {
      label: "assets.json",
      description: vscode.l10n.t("variables, credentials, connections, certificates"),
      value: account.assetsPath,
    },
  ]);
  await vscode.window.showTextDocument(vscode.Uri.file(file));
}

export async function openSampleWorkspace(samplesFolder: string): Promise<void> {
  const [parent] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("Folder for the sample workspace"),
      openLabel: vscode.l10n.t("Create Sample Here"),
      canSelectFolders: true,
      canSelectFiles: false,
    })) ?? [];
  if (!parent) {
    throw cancelled();
  }
  const folder = path.join(parent.fsPath, "runbook-workbench-sample");
  const { createSampleWorkspace } = await import("../../local/account/sample-account");
  await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Creating the sample workspace") },
    () => createSampleWorkspace(folder, samplesFolder),
  );
  await vscode.commands.executeCommand("vscode.openFolder", vscode.Uri.file(folder), { forceNewWindow: false });
}

async function askFolder(): Promise<vscode.Uri> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const [first] = folders;
  if (!first) {
    throw new AutomationError("invalid-usage", "No folder is open.", {
      hint: "Open the folder with your runbooks (File: Open Folder), then create the account.",
    });
  }
  return folders.length === 1
    ? first.uri
    : askChoice(
        vscode.l10n.t("Create Local Account"),
        vscode.l10n.t("Choose the folder that holds the runbooks"),
        folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, value: folder.uri })),
      );
}
