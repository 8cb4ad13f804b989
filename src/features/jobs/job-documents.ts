/** Shows what a job wrote as a read-only document. The text is kept while the document is open; reopening reads it anew. */
import * as vscode from "vscode";

export const jobScheme = "runbook-workbench-job";

export class JobDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #closing = vscode.workspace.onDidCloseTextDocument(({ uri }) => {
    if (uri.scheme === jobScheme) {
      this.#texts.delete(uri.toString());
    }
  });

  readonly onDidChange = this.#changed.event;

  async show(account: string, runbook: string, job: string, text: string): Promise<void> {
    const name = `${runbook === "" ? "job" : runbook} ${job.slice(0, 8)}.log`;
    const uri = vscode.Uri.from({ scheme: jobScheme, path: `/${account}/${name}`, query: job });
    this.#texts.set(uri.toString(), text);
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    // After a restart of the editor the tab is there and its text is not.
    return this.#texts.get(uri.toString()) ?? vscode.l10n.t("Open the job again to see what it wrote.");
  }

  dispose(): void {
    this.#closing.dispose();
    this.#changed.dispose();
    this.#texts.clear();
  }
}
