/** Which documents are runbooks, and the scan of each: made once a version, kept while the document is open. */
import * as vscode from "vscode";

import { scanRunbook, type RunbookScan } from "../../analysis/references/scan-runbook";
import { hasRunbookSigns } from "../../analysis/runbook-signs";
import type { RunbookLanguage } from "../../core/runbook";
import type { LocalAccounts } from "../../platform/local-accounts";
import { readSettings } from "../../platform/settings";

/** Signs stand near the top of real runbooks; more text is not worth the time at every keystroke. */
const longestLook = 200_000;

export class RunbookDocuments {
  readonly #scans = new WeakMap<vscode.TextDocument, { readonly version: number; readonly scan: RunbookScan }>();
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
      (hasRunbookSigns(document.getText().slice(0, longestLook), language) || this.isInRunbookFolder(document.uri))
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

  /** The scan of the document's text as it is now; undefined for other languages. */
  scanOf(document: vscode.TextDocument): RunbookScan | undefined {
    const known = this.#scans.get(document);
    if (known?.version === document.version) {
      return known.scan;
    }
    const language = this.languageOf(document);
    if (language === undefined) {
      return undefined;
    }
    const scan = scanRunbook(document.getText(), language);
    this.#scans.set(document, { version: document.version, scan });
    return scan;
  }

  /** The scan, of runbooks only. */
  runbookScanOf(document: vscode.TextDocument): RunbookScan | undefined {
    return this.isRunbook(document) ? this.scanOf(document) : undefined;
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
