/** What is known of the account that a file belongs to: read when it is first asked for, and again after its files changed. */
import * as vscode from "vscode";

import type { KnownAccount } from "../../analysis/references/known-account";
import { assetKinds } from "../../core/asset";
import { DisposableStore, type Disposable } from "../../core/disposable";
import type { LocalAccount } from "../../local/account/local-account";
import type { AzureNames } from "./azure-names";
import type { LanguageServices } from "./services";

export class AccountSnapshots implements Disposable {
  readonly #services: Pick<LanguageServices, "accounts" | "log">;
  readonly #azure: AzureNames;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<void>());
  readonly #byRoot = new Map<string, Promise<KnownAccount | undefined>>();

  /** What was known may have changed. */
  readonly onDidChange = this.#changed.event;

  constructor(services: Pick<LanguageServices, "accounts" | "log">, azure: AzureNames) {
    this.#services = services;
    this.#azure = azure;
    this.#store.add(azure.onDidChange(() => this.#changed.fire()));
    // Runbooks count for their names only, so their content does not matter.
    this.#watch("**/.automation/{account,assets}.json", false);
    this.#watch("**/*-[Aa]utomation.json", false);
    this.#watch("**/*.{ps1,py}", true);
    this.#store.add(services.accounts.onDidChange(() => this.#forget()));
  }

  /**
   * The account whose names count: the one in Azure that was chosen, else the local one.
   * undefined: there is none, it was not read yet, or it cannot be read (the log says why).
   */
  async of(uri: vscode.Uri): Promise<KnownAccount | undefined> {
    if (this.#azure.chosen !== undefined) {
      return this.#azure.current();
    }
    const account = await this.accountOf(uri);
    if (account === undefined) {
      return undefined;
    }
    let snapshot = this.#byRoot.get(account.root);
    if (snapshot === undefined) {
      snapshot = this.#read(account);
      this.#byRoot.set(account.root, snapshot);
    }
    return snapshot;
  }

  /** The local account that a file belongs to: what definitions open and a rename changes. */
  async accountOf(uri: vscode.Uri): Promise<LocalAccount | undefined> {
    return uri.scheme === "file" ? this.#services.accounts.find(uri) : undefined;
  }

  dispose(): void {
    this.#store.dispose();
    this.#byRoot.clear();
  }

  async #read(account: LocalAccount): Promise<KnownAccount | undefined> {
    try {
      const [{ name }, assets, runbookNames] = await Promise.all([
        account.details(),
        Promise.all(assetKinds.map((kind) => account.listAssets(kind))),
        account.runbookNames(),
      ]);
      return { name, assets: assets.flat(), runbookNames };
    } catch (error) {
      // A file that is being edited is often damaged for a moment; its own diagnostics show that.
      this.#services.log.warn("account not readable", {
        folder: account.root,
        reason: error instanceof Error ? error.message : String(error),
      });
      return undefined;
    }
  }

  #watch(pattern: string, ignoreChanges: boolean): void {
    const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(pattern, false, ignoreChanges, false));
    for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete]) {
      this.#store.add(event(() => this.#forget()));
    }
  }

  #forget(): void {
    this.#byRoot.clear();
    this.#changed.fire();
  }
}
