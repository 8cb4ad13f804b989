/**
 * What each runbook of the workspace uses, so that references need not read every file. Built when it is first asked for, kept
 * between sessions, then kept right by file events. Holds names and lines only, and only so many files.
 */
import * as vscode from "vscode";

import { decodeText } from "../../analysis/decode-text";
import type { DependencyKind, DependencyUse } from "../../analysis/references/dependencies";
import { dependencyUses } from "../../analysis/references/dependency-uses";
import { hasRunbookSigns } from "../../analysis/runbook-signs";
import { DisposableStore, type Disposable } from "../../core/disposable";
import { languageOfFile } from "../../core/runbook";
import type { Log } from "../../platform/log";
import { parseIndex, storedVersion, type IndexedFile, type StoredIndex } from "./stored-index";

const pattern = "**/*.{ps1,py}";
const excluded = "**/{node_modules,__pycache__,site-packages,.git,.venv}/**";
const mostFiles = 5_000;
/** No runbook is larger: the service's own limit is 1 MB (docs: automation-managing-data, runbook size). */
const mostBytes = 1_048_576;
const atOnce = 8;
/** Writing after every change would be writing all the time. */
const saveDelayMs = 10_000;

export class RunbookIndex implements Disposable {
  readonly #storage: vscode.Uri | undefined;
  readonly #log: Pick<Log, "info" | "error">;
  readonly #isInRunbookFolder: (uri: vscode.Uri) => boolean;
  readonly #store = new DisposableStore();
  readonly #files = new Map<string, IndexedFile>();
  #built: Promise<void> | undefined;
  #pendingSave: NodeJS.Timeout | undefined;

  constructor(
    storage: vscode.Uri | undefined,
    log: Pick<Log, "info" | "error">,
    isInRunbookFolder: (uri: vscode.Uri) => boolean,
  ) {
    this.#storage = storage && vscode.Uri.joinPath(storage, "runbook-index.json");
    this.#log = log;
    this.#isInRunbookFolder = isInRunbookFolder;
  }

  /** Files that name the asset, without what open editors have changed since. */
  async filesThatUse(kind: DependencyKind, name: string, token: vscode.CancellationToken): Promise<vscode.Uri[]> {
    await this.#ready(token);
    const wanted = name.toLowerCase();
    return [...this.#files]
      .filter(([, { uses }]) => uses.some((use) => use.kind === kind && use.name?.toLowerCase() === wanted))
      .map(([key, file]) => ({ uri: vscode.Uri.parse(key), file }))
      .filter(({ uri, file }) => this.#isRunbook(uri, file))
      .map(({ uri }) => uri);
  }

  /** All uses, `path` being the file's URI as text. */
  async allUses(token: vscode.CancellationToken): Promise<readonly DependencyUse[]> {
    await this.#ready(token);
    return [...this.#files]
      .filter(([path, file]) => file.uses.length > 0 && this.#isRunbook(vscode.Uri.parse(path), file))
      .flatMap(([path, { uses }]) => uses.map((use) => ({ ...use, path })));
  }

  dispose(): void {
    clearTimeout(this.#pendingSave);
    this.#store.dispose();
    this.#files.clear();
  }

  /** An ordinary script in the workspace uses modules too; it is no runbook for that. */
  #isRunbook(uri: vscode.Uri, { hasSigns }: IndexedFile): boolean {
    return hasSigns || this.#isInRunbookFolder(uri);
  }

  async #ready(token: vscode.CancellationToken): Promise<void> {
    this.#built ??= this.#build().catch((error: unknown) => {
      this.#built = undefined;
      throw error;
    });
    await Promise.race([this.#built, cancelled(token)]);
  }

  async #build(): Promise<void> {
    const started = performance.now();
    this.#watch();
    const stored = await this.#load();
    const uris = await vscode.workspace.findFiles(pattern, excluded, mostFiles);
    let read = 0;
    const queue = [...uris];
    const work = async (): Promise<void> => {
      for (let uri = queue.pop(); uri !== undefined; uri = queue.pop()) {
        // Not `read += await ...`: that would forget what the others counted meanwhile.
        if (await this.#update(uri, stored.get(uri.toString()))) {
          read++;
        }
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    this.#log.info("runbook index ready", {
      files: uris.length,
      read,
      ms: Math.round(performance.now() - started),
    });
    if (read > 0 || stored.size !== this.#files.size) {
      await this.#save();
    }
  }

  /** true: the file was read; false: what was known still holds, or there is nothing to read. */
  async #update(uri: vscode.Uri, known: IndexedFile | undefined): Promise<boolean> {
    const key = uri.toString();
    const language = languageOfFile(uri.path);
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      if (known?.mtime === mtime && known.size === size) {
        this.#files.set(key, known);
        return false;
      }
      if (language === undefined || size > mostBytes) {
        this.#files.delete(key);
        return false;
      }
      const { text } = decodeText(await vscode.workspace.fs.readFile(uri));
      const hasSigns = hasRunbookSigns(text, language);
      this.#files.set(key, { mtime, size, hasSigns, uses: dependencyUses("", text, language) });
      return true;
    } catch {
      this.#files.delete(key);
      return false;
    }
  }

  #watch(): void {
    const watcher = this.#store.add(vscode.workspace.createFileSystemWatcher(pattern));
    const update = async (uri: vscode.Uri): Promise<void> => {
      const hasRoom = this.#files.has(uri.toString()) || this.#files.size < mostFiles;
      if (hasRoom && !/[\\/](?:node_modules|__pycache__|site-packages|\.git|\.venv)[\\/]/.test(uri.path)) {
        await this.#update(uri, undefined);
        this.#saveLater();
      }
    };
    this.#store.add(watcher.onDidCreate((uri) => void update(uri)));
    this.#store.add(watcher.onDidChange((uri) => void update(uri)));
    this.#store.add(
      watcher.onDidDelete((uri) => {
        this.#files.delete(uri.toString());
        this.#saveLater();
      }),
    );
  }

  async #load(): Promise<ReadonlyMap<string, IndexedFile>> {
    if (this.#storage === undefined) {
      return new Map();
    }
    try {
      return parseIndex(new TextDecoder().decode(await vscode.workspace.fs.readFile(this.#storage)));
    } catch {
      // None yet.
      return new Map();
    }
  }

  #saveLater(): void {
    this.#pendingSave ??= setTimeout(() => {
      this.#pendingSave = undefined;
      void this.#save();
    }, saveDelayMs);
  }

  async #save(): Promise<void> {
    if (this.#storage === undefined) {
      return;
    }
    const stored: StoredIndex = { version: storedVersion, files: Object.fromEntries(this.#files) };
    try {
      await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(this.#storage, ".."));
      await vscode.workspace.fs.writeFile(this.#storage, new TextEncoder().encode(JSON.stringify(stored)));
    } catch (error) {
      this.#log.error("The runbook index could not be kept", error);
    }
  }
}

function cancelled(token: vscode.CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    if (token.isCancellationRequested) {
      resolve();
    }
    token.onCancellationRequested(() => resolve());
  });
}
