/** Texts of runs as read-only documents, to read and to compare; they need no file and ask no question when they are closed. */
import * as vscode from "vscode";

import type { Disposable } from "../../core/disposable";

const scheme = "runbookworkbench-run";
const mostTexts = 50;

export class RunDocuments implements vscode.TextDocumentContentProvider, Disposable {
  readonly #texts = new Map<string, string>();
  readonly #registration: vscode.Disposable;
  #count = 0;

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return (
      this.#texts.get(uri.toString()) ?? vscode.l10n.t("This run is no longer kept. Open it again from the test pane.")
    );
  }

  async open(text: string, languageId: string, name: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(this.#add(text, name));
    const known = await vscode.languages.getLanguages();
    if (known.includes(languageId)) {
      await vscode.languages.setTextDocumentLanguage(document, languageId);
    }
    await vscode.window.showTextDocument(document, { preview: false });
  }

  async compare(
    left: { readonly text: string; readonly title: string },
    right: { readonly text: string; readonly title: string },
    title: string,
  ): Promise<void> {
    const [leftUri, rightUri] = [left, right].map(({ text, title: name }) => this.#add(text, `${name}.log`));
    await vscode.commands.executeCommand("vscode.diff", leftUri, rightUri, title, { preview: true });
  }

  dispose(): void {
    this.#registration.dispose();
    this.#texts.clear();
  }

  #add(text: string, name: string): vscode.Uri {
    const path = `/${++this.#count}/${name.replace(/[/\\:]/g, "-")}`;
    const uri = vscode.Uri.from({ scheme, path });
    this.#texts.set(uri.toString(), text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > mostTexts && oldest !== undefined) {
      this.#texts.delete(oldest);
    }
    return uri;
  }
}
