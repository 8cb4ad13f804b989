/** Shows comparisons as read-only documents; they are kept while they are open. */
import * as vscode from "vscode";

export const comparisonScheme = "runbook-workbench-modules";

export class ComparisonDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === comparisonScheme) {
      this.#texts.delete(uri.toString());
    }
  });

  readonly onDidChange = this.#changed.event;

  async show(account: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: comparisonScheme, path: `/${account} modules.txt` });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? vscode.l10n.t("Compare again to see the modules.");
  }

  dispose(): void {
    this.#closing.dispose();
    this.#changed.dispose();
    this.#texts.clear();
  }
}
