/** Asks for the name of a new asset; an existing one may be replaced after a question. */
import * as vscode from "vscode";

import type { ReadableAssetKind } from "../../core/asset";
import type { LocalAccount } from "../../local/account/local-account";
import { askText, confirm, problemOf } from "../../platform/prompts";

/** The name that a command was called with, as the quick fix of an absent asset does; undefined: ask for it. */
export function wantedName(target: unknown): string | undefined {
  const name = typeof target === "object" && target !== null && "name" in target ? target.name : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}

/** `wanted` stands in the box already. */
export async function askNewName(
  account: LocalAccount,
  kind: ReadableAssetKind,
  title: string,
  wanted?: string,
): Promise<string> {
  const { checkAssetName } = await import("../../local/account/asset-names");
  const name = await askText({
    title,
    prompt: vscode.l10n.t("Name, as runbooks ask for it"),
    ...(wanted !== undefined && { value: wanted }),
    problem: (text) => problemOf(() => checkAssetName(kind, text)),
  });
  if (await account.getAsset(kind, name)) {
    await confirm(
      vscode.l10n.t('There is a {0} "{1}" already.', kind, name),
      vscode.l10n.t("Its value is replaced."),
      vscode.l10n.t("Replace"),
    );
  }
  return name;
}

/** Says in the status bar what was saved, with the way to the file. */
export function saidSaved(account: LocalAccount, kind: string, name: string): void {
  const open = vscode.l10n.t("Open assets.json");
  void vscode.window.showInformationMessage(vscode.l10n.t('Saved the {0} "{1}".', kind, name), open).then((chosen) => {
    if (chosen === open) {
      void vscode.window.showTextDocument(vscode.Uri.file(account.assetsPath));
    }
  });
}
