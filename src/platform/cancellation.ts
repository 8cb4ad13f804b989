import type * as vscode from "vscode";

/** An AbortSignal that follows a CancellationToken; the editor's tokens stay at the edge. */
export function toSignal(token: vscode.CancellationToken): AbortSignal {
  const controller = new AbortController();
  if (token.isCancellationRequested) {
    controller.abort();
  } else {
    token.onCancellationRequested(() => controller.abort());
  }
  return controller.signal;
}
