/** The local accounts of the open folders: finds the one that a file belongs to, opens and creates them. */
import * as path from "node:path";
import * as vscode from "vscode";

import { AutomationError, cancelled } from "../core/errors";
import type { LocalAccount } from "../local/account/local-account";
import type { CreateAccountOptions, KeyPlaces } from "../local/account/open-account";
import { editorKeySource } from "./editor-key-source";
import { readSettings } from "./settings";

/** Of BrowsableAccount.id; the folder follows it. */
const idPrefix = "local:";
const accountFiles = "**/.automation/account.json";
const accountFolders = "**/.automation";

export class LocalAccounts implements vscode.Disposable {
  readonly #places: KeyPlaces;
  readonly #changed = new vscode.EventEmitter<void>();
  /** Folders that hold an account; undefined until somebody asked. */
  #folders: Promise<readonly string[]> | undefined;
  #known: readonly string[] = [];
  readonly #opened = new Map<string, LocalAccount>();
  #watcher: vscode.Disposable | undefined;

  /** Fires when the folders with accounts have become known or other ones. */
  readonly onDidChange = this.#changed.event;

  constructor(secrets: vscode.SecretStorage) {
    this.#places = { editor: editorKeySource(secrets) };
  }

  /** Whether the file lies in a folder with an account, as far as known now; asking starts the search. */
  isInAccount(uri: vscode.Uri): boolean {
    void this.#search();
    return this.#known.some((folder) => isInside(folder, uri.fsPath));
  }

  /** The account of the nearest folder above a file or of the only account there is; undefined: there is none. */
  async find(resource: vscode.Uri | undefined): Promise<LocalAccount | undefined> {
    const { findAccountFolder } = await import("../local/account/open-account");
    const folder = resource ? await findAccountFolder(resource.fsPath) : await this.#choose(await this.#search());
    return folder === undefined ? undefined : this.#open(folder);
  }

  /** The accounts of all open folders, each as its files can be read; `failed`: folders whose account cannot be. */
  async all(): Promise<{
    readonly accounts: readonly LocalAccount[];
    readonly failed: readonly { readonly folder: string; readonly error: unknown }[];
  }> {
    const accounts: LocalAccount[] = [];
    const failed: { folder: string; error: unknown }[] = [];
    for (const folder of await this.#search()) {
      try {
        accounts.push(await this.#open(folder));
      } catch (error) {
        failed.push({ folder, error });
      }
    }
    return { accounts, failed };
  }

  /** The account of that BrowsableAccount.id; undefined: no open folder has it. */
  async byId(accountId: string): Promise<LocalAccount | undefined> {
    const found = (await this.all()).accounts.find((account) => account.id === accountId);
    if (found !== undefined) {
      return found;
    }
    // The search knows of a new account only when the editor's watcher told it, and may miss a file that is just being replaced.
    const folder = accountId.startsWith(idPrefix) ? accountId.slice(idPrefix.length) : "";
    const isOpenFolder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path.join(folder, "x"))) !== undefined;
    const isAccount = isOpenFolder && (await isThere(path.join(folder, ".automation", "account.json")));
    return isAccount ? this.#open(folder) : undefined;
  }

  /** One object a folder: an account reads its files afresh, and a waiting PowerShell belongs to the account it was made for. */
  async #open(folder: string): Promise<LocalAccount> {
    const known = this.#opened.get(folder);
    if (known) {
      return known;
    }
    const [{ openLocalAccount }, { describeRunbook }] = await Promise.all([
      import("../local/account/open-account"),
      import("../analysis/describe-runbook"),
    ]);
    const account = await openLocalAccount(folder, { ...this.#places, describe: describeRunbook });
    this.#opened.set(folder, account);
    return account;
  }

  /** The account that a command means. Errors: account-not-found. */
  async require(resource?: vscode.Uri): Promise<LocalAccount> {
    const account =
      (await this.find(resource ?? vscode.window.activeTextEditor?.document.uri)) ?? (await this.find(undefined));
    if (!account) {
      throw new AutomationError("account-not-found", "This workspace has no local Automation account.", {
        hint: "Create one (command: Create Local Account), or open the sample workspace.",
      });
    }
    return account;
  }

  /** Errors: account-exists, invalid-usage, permission-denied. */
  async create(folder: vscode.Uri, options: CreateAccountOptions): Promise<LocalAccount> {
    const { createLocalAccount } = await import("../local/account/open-account");
    const { keyStorage } = readSettings(folder);
    const account = await createLocalAccount(folder.fsPath, { ...this.#places, keyStorage, ...options });
    this.#forget();
    return account;
  }

  dispose(): void {
    this.#watcher?.dispose();
    this.#changed.dispose();
  }

  async #choose(folders: readonly string[]): Promise<string | undefined> {
    if (folders.length <= 1) {
      return folders[0];
    }
    const items = folders.map((folder) => ({
      label: path.basename(folder),
      description: vscode.workspace.asRelativePath(folder),
      folder,
    }));
    const chosen = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Choose a local account") });
    if (!chosen) {
      throw cancelled();
    }
    return chosen.folder;
  }

  #search(): Promise<readonly string[]> {
    this.#watcher ??= this.#watch();
    this.#folders ??= this.#searchOnce();
    return this.#folders;
  }

  #searchOnce(): Promise<readonly string[]> {
    const search = Promise.resolve(vscode.workspace.findFiles(accountFiles, "**/node_modules/**", 50)).then((files) => {
      const folders = files.map((file) => path.dirname(path.dirname(file.fsPath))).sort();
      // A search that began later has seen more, and may have ended before this one.
      if (this.#folders === search) {
        this.#known = folders;
        this.#changed.fire();
      }
      return folders;
    });
    return search;
  }

  #watch(): vscode.Disposable {
    const files = vscode.workspace.createFileSystemWatcher(accountFiles, false, true, false);
    files.onDidCreate(() => this.#forget());
    files.onDidDelete(() => this.#forget());
    // Of a folder that goes, the editor tells, and not of what was in it.
    const folders = vscode.workspace.createFileSystemWatcher(accountFolders, true, true, false);
    folders.onDidDelete(() => this.#forget());
    return vscode.Disposable.from(files, folders);
  }

  #forget(): void {
    this.#folders = undefined;
    void this.#search();
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(vscode.Uri.file(file));
    return true;
  } catch {
    return false;
  }
}

function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative !== "" && !relative.startsWith("..") && !path.isAbsolute(relative);
}
