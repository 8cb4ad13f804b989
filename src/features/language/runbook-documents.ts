/** Which documents are runbooks: loaded with the extension and asked at every keystroke, so it looks and does not scan. */
import * as vscode from "vscode";

import { hasRunbookSigns } from "../../analysis/runbook-signs";
import type { RunbookLanguage } from "../../core/runbook";
import type { LocalAccounts } from "../../platform/local-accounts";
import { readSettings } from "../../platform/settings";

/** Signs stand near the top of real runbooks; more text is not worth the time at every keystroke. */
const longestLook = 200_000;

export class RunbookDocuments {
  readonly #signs = new WeakMap<vscode.TextDocument, { readonly version: number; readonly found: boolean }>();
  readonly #accounts: Pick<LocalAccounts, "isInAccount">;

  constructor(accounts: Pick<LocalAccounts, "isInAccount">) {
    this.#accounts = accounts;
  }

  languageOf({ languageId }: vscode.TextDocument): RunbookLanguage | undefined {
    return languageId === "powershell" || languageId === "python" ? languageId : undefined;
  }

  isRunbook(document: vscode.TextDocument): boolean {
    const language = this.languageOf(document);
    return (
      language !== undefined &&
      isSource(document.uri) &&
      (this.#hasSigns(document, language) || this.isInRunbookFolder(document.uri))
    );
  }

  /** In a folder of the setting, or in an account's. */
  isInRunbookFolder(uri: vscode.Uri): boolean {
    if (this.#accounts.isInAccount(uri)) {
      return true;
    }
    const folder = vscode.workspace.getWorkspaceFolder(uri);
    const inside = folder && vscode.workspace.asRelativePath(uri, false);
    return (
      inside !== undefined &&
      readSettings(uri).runbookFolders.some((name) => {
        const prefix = name.replaceAll("\\", "/").replace(/^(\.?\/)+|\/+$/g, "");
        return prefix !== "" && inside.startsWith(`${prefix}/`);
      })
    );
  }

  /** Once a version: half a dozen providers ask after each change. */
  #hasSigns(document: vscode.TextDocument, language: RunbookLanguage): boolean {
    const known = this.#signs.get(document);
    if (known?.version === document.version) {
      return known.found;
    }
    const found = hasRunbookSigns(document.getText().slice(0, longestLook), language);
    this.#signs.set(document, { version: document.version, found });
    return found;
  }
}

/** Previews of changes and older versions are documents too; a person cannot type in them. */
function isSource({ scheme }: vscode.Uri): boolean {
  return (
    scheme === "file" ||
    scheme === "untitled" ||
    (vscode.workspace.workspaceFolders ?? []).some((folder) => folder.uri.scheme === scheme)
  );
}
