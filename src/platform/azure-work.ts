/** Runs a change in Azure: with progress that says what is done, a way to cancel it, and a tree that is true afterwards. */
import * as vscode from "vscode";

import type { FolderKind } from "../core/browse";
import type { AccountChanges } from "./account-changes";
import { toSignal } from "./cancellation";

export interface Work<T> {
  /** What is being done, e.g. `Enabling "Nightly" in aa-prod`. */
  readonly title: string;
  readonly run: (signal: AbortSignal, say: (message: string) => void) => Promise<T>;
}

/** Errors: cancelled when the person ends it; those of `run`. */
export async function withProgress<T>(work: Work<T>): Promise<T> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: work.title, cancellable: true },
    (progress, token) => work.run(toSignal(token), (message) => progress.report({ message })),
  );
}

/**
 * The same for a change of an account. Whoever shows the folder reads it again, also when the change failed or was cancelled: its
 * outcome may be open then.
 */
export async function withChange<T>(
  changes: AccountChanges,
  accountId: string,
  folder: FolderKind | undefined,
  work: Work<T>,
): Promise<T> {
  try {
    return await withProgress(work);
  } finally {
    changes.fire(accountId, folder);
  }
}

/** Says what was done; stays out of the way. */
export function report(message: string): void {
  void vscode.window.setStatusBarMessage(`$(check) ${message}`, 8000);
}
