/** Tells which folders of local accounts a change on disk touched: files come in crowds, so what changed is told once they rest. */
import * as path from "node:path";
import * as vscode from "vscode";

import type { FolderKind } from "../../core/browse";
import { DisposableStore, type Disposable } from "../../core/disposable";
import type { AccountChange } from "../../platform/account-changes";

const restMs = 250;
const noise = /[\\/](?:node_modules|__pycache__|site-packages|\.git|\.venv)[\\/]/;

const assetFolders: readonly FolderKind[] = [
  "connections",
  "connection-types",
  "credentials",
  "certificates",
  "variables",
];

export class AccountWatcher implements Disposable {
  readonly #store = new DisposableStore();
  readonly #told: (change: AccountChange) => void;
  readonly #accounts: () => readonly { readonly accountId: string; readonly root: string }[];
  readonly #pending = new Map<string, AccountChange>();
  #timer: NodeJS.Timeout | undefined;

  /** `accounts`: the local accounts that are shown now. */
  constructor(
    accounts: () => readonly { readonly accountId: string; readonly root: string }[],
    told: (change: AccountChange) => void,
  ) {
    this.#accounts = accounts;
    this.#told = told;
    this.#watch("**/.automation/account.json", false, [undefined]);
    this.#watch("**/.automation/assets.json", false, assetFolders);
    this.#watch("**/*.{ps1,py}", true, ["runbooks"]);
    this.#watch("**/*-[Aa]utomation.json", false, ["modules", "connection-types"]);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#store.dispose();
  }

  #watch(pattern: string, ignoresChanges: boolean, folders: readonly (FolderKind | undefined)[]): void {
    const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(pattern, false, ignoresChanges, false));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.#store.add(event((uri) => this.#note(uri.fsPath, folders)));
    }
  }

  #note(file: string, folders: readonly (FolderKind | undefined)[]): void {
    if (noise.test(file)) {
      return;
    }
    for (const { accountId, root } of this.#accounts()) {
      if (!path.relative(root, file).startsWith("..")) {
        for (const folder of folders) {
          this.#pending.set(`${accountId}\n${folder ?? ""}`, { accountId, folder });
        }
      }
    }
    if (this.#pending.size > 0) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#tell(), restMs);
    }
  }

  #tell(): void {
    const changes = [...this.#pending.values()];
    this.#pending.clear();
    for (const change of changes) {
      this.#told(change);
    }
  }
}
