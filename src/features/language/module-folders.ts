/**
 * What lies around a metadata file: the names beside it and, where its module is there, the module's files. Read when it is first
 * asked for and again after a file came, went or the module's script was saved: an edit of the metadata reads nothing.
 */
import * as vscode from "vscode";

import { hasModuleBeside, moduleOfMetadataFile } from "../../analysis/metadata/metadata-file-name";
import { readModuleContents } from "../../analysis/metadata/module-contents";
import type { ModuleContents } from "../../analysis/rules/check-context";
import { DisposableStore, type Disposable } from "../../core/disposable";

export interface ModuleFolder {
  /** Names of the files beside the metadata; undefined where the folder cannot be read. */
  readonly filesBeside: readonly string[] | undefined;
  /** undefined where no module lies beside it. */
  readonly module: ModuleContents | undefined;
}

interface Known {
  readonly folder: Promise<ModuleFolder>;
  readonly watching: DisposableStore;
}

/** Files come and go in crowds: a check once they rest. */
const restMs = 250;

export class ModuleFolders implements Disposable {
  readonly #known = new Map<string, Known>();
  readonly #changed = new vscode.EventEmitter<void>();
  #timer: NodeJS.Timeout | undefined;

  /** Something that was asked for is another now. */
  readonly onDidChange = this.#changed.event;

  /** `uri`: of the metadata file. */
  of(uri: vscode.Uri): Promise<ModuleFolder> {
    const key = uri.toString();
    let known = this.#known.get(key);
    if (known === undefined) {
      const watching = new DisposableStore();
      known = { folder: this.#read(uri, watching), watching };
      this.#known.set(key, known);
    }
    return known.folder;
  }

  /** The metadata file is no longer looked at. */
  forget(uri: vscode.Uri): void {
    const key = uri.toString();
    this.#known.get(key)?.watching.dispose();
    this.#known.delete(key);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const { watching } of this.#known.values()) {
      watching.dispose();
    }
    this.#known.clear();
    this.#changed.dispose();
  }

  async #read(uri: vscode.Uri, watching: DisposableStore): Promise<ModuleFolder> {
    const root = vscode.Uri.joinPath(uri, "..");
    // Watched before it is read: what changes meanwhile counts.
    this.#watch(uri, root, "*", watching);
    const filesBeside = await namesIn(root);
    if (!hasModuleBeside(uri.path, filesBeside)) {
      return { filesBeside, module: undefined };
    }
    this.#watch(uri, root, "*/**", watching);
    const module = await readModuleContents(moduleOfMetadataFile(uri.path) ?? "", {
      list: async (folder) =>
        (await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(root, folder))).map(([name, type]) => ({
          name,
          // A link to a file is none here, as in a terminal.
          isFile: type === vscode.FileType.File,
          isFolder: type === vscode.FileType.Directory,
        })),
      read: (path) => Promise.resolve(vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, path))),
    });
    return { filesBeside, module };
  }

  #watch(uri: vscode.Uri, root: vscode.Uri, pattern: string, watching: DisposableStore): void {
    const watcher = watching.add(vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(root, pattern)));
    const changed = (): void => {
      this.forget(uri);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#changed.fire(), restMs);
    };
    watching.add(watcher.onDidCreate(changed));
    watching.add(watcher.onDidDelete(changed));
    // Of what stands in files only the module's script counts.
    watching.add(watcher.onDidChange(({ path }) => (/\.psm1$/i.test(path) ? changed() : undefined)));
  }
}

async function namesIn(folder: vscode.Uri): Promise<readonly string[] | undefined> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch {
    return undefined;
  }
}
