/** Shows findings as diagnostics: of every open runbook and metadata file, soon after each change. */
import * as vscode from "vscode";

import type { Finding, Severity } from "../../core/finding";
import { DisposableStore, type Disposable } from "../../core/disposable";
import type { Log } from "../../platform/log";
import { commandIds } from "../../platform/command-ids";
import type { AccountSnapshots } from "./account-snapshots";
import type { DocumentFindings } from "./document-findings";
import { rangeIn } from "./file-texts";
import type { ModuleFolders } from "./module-folders";

export const diagnosticSource = "Azure Automation";

/** While a person types, squiggles under half a word are noise. */
const delayMs = 200;

const severities: Readonly<Record<Severity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

export class Diagnostics implements Disposable {
  readonly #findings: DocumentFindings;
  readonly #log: Log;
  readonly #store = new DisposableStore();
  readonly #collection = this.#store.add(vscode.languages.createDiagnosticCollection("runbookWorkbench"));
  readonly #pending = new Map<vscode.TextDocument, NodeJS.Timeout>();

  constructor(findings: DocumentFindings, accounts: AccountSnapshots, modules: ModuleFolders, log: Log) {
    this.#findings = findings;
    this.#log = log;
    const { workspace } = vscode;
    this.#store.add(workspace.onDidOpenTextDocument((document) => this.#soon(document, 0)));
    this.#store.add(workspace.onDidChangeTextDocument(({ document }) => this.#soon(document, delayMs)));
    this.#store.add(
      workspace.onDidCloseTextDocument((document) => {
        this.#forget(document);
        modules.forget(document.uri);
      }),
    );
    this.#store.add(accounts.onDidChange(() => this.#all()));
    this.#store.add(modules.onDidChange(() => this.#all()));
    this.#store.add(
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("runbookWorkbench")) {
          this.#all();
        }
      }),
    );
    this.#all();
  }

  dispose(): void {
    for (const timer of this.#pending.values()) {
      clearTimeout(timer);
    }
    this.#pending.clear();
    this.#store.dispose();
  }

  #all(): void {
    this.#findings.forget();
    for (const document of vscode.workspace.textDocuments) {
      this.#soon(document, 0);
    }
  }

  #soon(document: vscode.TextDocument, delay: number): void {
    clearTimeout(this.#pending.get(document));
    this.#pending.set(
      document,
      setTimeout(() => {
        this.#pending.delete(document);
        void this.#show(document);
      }, delay),
    );
  }

  #forget(document: vscode.TextDocument): void {
    clearTimeout(this.#pending.get(document));
    this.#pending.delete(document);
    this.#collection.delete(document.uri);
  }

  async #show(document: vscode.TextDocument): Promise<void> {
    const { version } = document;
    try {
      const findings = await this.#findings.of(document);
      // Documents that are none of ours change too, an output channel with every line.
      const isWorthTelling = findings.length > 0 || this.#collection.has(document.uri);
      if (isWorthTelling && document.version === version && !document.isClosed) {
        this.#collection.set(
          document.uri,
          findings.map((finding) => diagnosticOf(document, finding)),
        );
      }
    } catch (error) {
      this.#log.error("The rules could not be applied", error);
    }
  }
}

function diagnosticOf(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
  const { code, message, severity, related = [], tag } = finding;
  const diagnostic = new vscode.Diagnostic(rangeIn(document, finding), message, severities[severity]);
  diagnostic.source = diagnosticSource;
  const args = encodeURIComponent(JSON.stringify([code]));
  diagnostic.code = { value: code, target: vscode.Uri.parse(`command:${commandIds.language.showRule}?${args}`) };
  if (related.length > 0) {
    diagnostic.relatedInformation = related.map(
      (place) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(document.uri, rangeIn(document, place)),
          place.message,
        ),
    );
  }
  if (tag !== undefined) {
    diagnostic.tags = [tag === "deprecated" ? vscode.DiagnosticTag.Deprecated : vscode.DiagnosticTag.Unnecessary];
  }
  return diagnostic;
}
