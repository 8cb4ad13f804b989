/** Keeps the context key that shows the run button: whether the active editor holds a runbook. */
import * as vscode from "vscode";

import { hasRunbookSigns } from "../../analysis/runbook-signs";
import { DisposableStore, type Disposable } from "../../core/disposable";
import { languageOfFile } from "../../core/runbook";

const key = "runbookWorkbench.activeEditorIsRunbook";
/** Signs stand near the top of real runbooks; more text is not worth the time at every keystroke. */
const longestLook = 200_000;

/** `isInAccount`: whether a file lies in a folder with a local account; answers from memory and tells by `onDidChange` when it knows more. */
export function watchActiveRunbook(
  isInAccount: (uri: vscode.Uri) => boolean,
  onDidChange: vscode.Event<void>,
): Disposable {
  const store = new DisposableStore();
  // What an absent key counts as.
  let shown = false;
  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    const isRunbook = document !== undefined && isRunbookDocument(document, isInAccount);
    // Written only on change: every write goes through the main process.
    if (isRunbook !== shown) {
      shown = isRunbook;
      void vscode.commands.executeCommand("setContext", key, isRunbook);
    }
  };
  store.add(onDidChange(update));
  store.add(vscode.window.onDidChangeActiveTextEditor(update));
  store.add(
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === vscode.window.activeTextEditor?.document && !shown) {
        update();
      }
    }),
  );
  store.add(vscode.workspace.onDidSaveTextDocument(update));
  // The first look searches the folders and reads a text: after the activation, which other extensions wait for.
  const first = setImmediate(update);
  store.add({ dispose: () => clearImmediate(first) });
  return store;
}

function isRunbookDocument(document: vscode.TextDocument, isInAccount: (uri: vscode.Uri) => boolean): boolean {
  const language = languageOfFile(document.uri.path);
  if (!language || document.uri.scheme !== "file") {
    return false;
  }
  return isInAccount(document.uri) || hasRunbookSigns(document.getText().slice(0, longestLook), language);
}
