/** Runs a change in Azure: with progress that says what is done, a way to cancel it, and a tree that is true afterwards. */
import * as vscode from "vscode";

import type { FolderKind } from "../core/browse";
import type { AccountChanges } from "./account-changes";

export interface Work<T> {
  /** What is being done, e.g. `Enabling "Nightly" in aa-prod`. */
  readonly title: string;
  readonly run: (signal: AbortSignal, say: (message: string) => void) => Promise<T>;
}

/** What is done sooner shows nothing: a notification that comes and goes at once only disturbs. */
const quickMs = 400;

/** Errors: cancelled when the person ends it; those of `run`. */
export async function withProgress<T>(work: Work<T>): Promise<T> {
  const controller = new AbortController();
  let last: string | undefined;
  let say = (message: string): void => {
    last = message;
  };
  const result = work.run(controller.signal, (message) => say(message));
  if (await isDoneWithin(quickMs, result)) {
    return result;
  }
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: work.title, cancellable: true },
    (progress, token) => {
      token.onCancellationRequested(() => controller.abort());
      say = (message) => progress.report({ message });
      if (last !== undefined) {
        say(last);
      }
      return result;
    },
  );
}

/** Whether it has ended, well or not, by then. */
function isDoneWithin(ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms);
    const end = (): void => {
      clearTimeout(timer);
      resolve(true);
    };
    work.then(end, end);
  });
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
