/** Adds a credential: name, user name, password (sealed, never shown again). */
import * as vscode from "vscode";

import type { LocalAccounts } from "../../platform/local-accounts";
import { askNewName, saidSaved, wantedName } from "./asset-name";
import { askText } from "../../platform/prompts";

export async function addCredential(accounts: LocalAccounts, target?: unknown): Promise<void> {
  const account = await accounts.require();
  const title = vscode.l10n.t("Add Credential Asset");
  const name = await askNewName(account, "credential", title, wantedName(target));
  const userName = await askText({ title, prompt: vscode.l10n.t("User name") });
  const password = await askText({ title, prompt: vscode.l10n.t("Password"), isSecret: true });
  await account.saveCredential(name, { userName, password });
  saidSaved(account, vscode.l10n.t("credential"), name);
}
