/** Adds a certificate from a file; its private key is sealed. */
import * as path from "node:path";
import * as vscode from "vscode";

import type { LocalAccounts } from "../../platform/local-accounts";
import { askNewName, saidSaved, wantedName } from "./asset-name";
import { askChoice, askFile, askText } from "../../platform/prompts";

export async function addCertificate(accounts: LocalAccounts, target: unknown): Promise<void> {
  const account = await accounts.require(target instanceof vscode.Uri ? target : undefined);
  const title = vscode.l10n.t("Add Certificate Asset");
  const uri =
    target instanceof vscode.Uri
      ? target
      : await askFile(title, { [vscode.l10n.t("Certificates")]: ["pfx", "p12", "cer", "crt", "pem"] });
  const file = await vscode.workspace.fs.readFile(uri);
  const name = await askNewName(account, "certificate", title, wantedName(target));
  const hasPassword = /\.(pfx|p12)$/i.test(uri.path);
  const password = hasPassword
    ? await askText({
        title,
        prompt: vscode.l10n.t("Password of {0}; empty when it has none", path.basename(uri.fsPath)),
        isSecret: true,
        isOptional: true,
      })
    : undefined;
  const isExportable = await askChoice(title, vscode.l10n.t("May runbooks export the private key?"), [
    { label: vscode.l10n.t("No"), value: false },
    { label: vscode.l10n.t("Yes"), value: true },
  ]);
  await account.saveCertificate(name, { file, isExportable, ...(password !== undefined && { password }) });
  saidSaved(account, vscode.l10n.t("certificate"), name);
}
