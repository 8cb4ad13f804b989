/** Takes the connection type of an integration module's metadata file into the account. */
import * as vscode from "vscode";

import type { LocalAccounts } from "../../platform/local-accounts";
import { saidSaved } from "./asset-name";
import { askFile } from "../../platform/prompts";

export async function addConnectionType(accounts: LocalAccounts, target: unknown): Promise<void> {
  const uri =
    target instanceof vscode.Uri
      ? target
      : await askFile(vscode.l10n.t("Metadata file of the module"), { [vscode.l10n.t("Module metadata")]: ["json"] });
  const account = await accounts.require(uri);
  const name = await account.saveConnectionType(await vscode.workspace.fs.readFile(uri), uri.fsPath);
  saidSaved(account, vscode.l10n.t("connection type"), name);
}
