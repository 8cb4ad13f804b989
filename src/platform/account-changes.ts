/**
 * What changed in an account, told by whoever changed it to whoever shows it: trees read the folder again, completions forget what
 * they knew. Needs no editor, so that tests drive it as it is.
 */
import type { FolderKind } from "../core/browse";
import type { Disposable } from "../core/disposable";

export interface AccountChange {
  /** BrowsableAccount.id; ARM ids compare without case (core isSameId). */
  readonly accountId: string;
  /** undefined: anything in the account may be another, or the account itself is gone. */
  readonly folder: FolderKind | undefined;
}

export class AccountChanges implements Disposable {
  readonly #listeners = new Set<(change: AccountChange) => void>();

  /** Assignable to the editor's Event<AccountChange>. */
  readonly onDidChange = (listener: (change: AccountChange) => void): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  /** Call it after a change was made, and also after one that failed in a way that leaves its outcome open. */
  fire(accountId: string, folder?: FolderKind): void {
    for (const listener of [...this.#listeners]) {
      listener({ accountId, folder });
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}
