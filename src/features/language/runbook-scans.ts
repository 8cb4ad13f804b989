/** The scan of each open document: made once a version, kept while the document is open. */
import type * as vscode from "vscode";

import { scanRunbook, type RunbookScan } from "../../analysis/references/scan-runbook";
import type { RunbookDocuments } from "./runbook-documents";

export class RunbookScans {
  readonly #documents: RunbookDocuments;
  readonly #scans = new WeakMap<vscode.TextDocument, { readonly version: number; readonly scan: RunbookScan }>();

  constructor(documents: RunbookDocuments) {
    this.#documents = documents;
  }

  /** The scan of the document's text as it is now; undefined for other languages. */
  of(document: vscode.TextDocument): RunbookScan | undefined {
    const known = this.#scans.get(document);
    if (known?.version === document.version) {
      return known.scan;
    }
    const language = this.#documents.languageOf(document);
    if (language === undefined) {
      return undefined;
    }
    const scan = scanRunbook(document.getText(), language);
    this.#scans.set(document, { version: document.version, scan });
    return scan;
  }

  /** The scan, of runbooks only. */
  ofRunbook(document: vscode.TextDocument): RunbookScan | undefined {
    return this.#documents.isRunbook(document) ? this.of(document) : undefined;
  }
}
