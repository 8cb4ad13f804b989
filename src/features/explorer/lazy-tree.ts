/** A view of the side bar that is there from the start, while what fills it is loaded when the editor first reads it. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";

/** What fills a view. */
export type TreeRows<T> = Required<
  Pick<vscode.TreeDataProvider<T>, "getTreeItem" | "getChildren" | "getParent" | "resolveTreeItem">
> & { readonly onDidChangeTreeData: vscode.Event<T | undefined> };

export class LazyTree<T> implements TreeRows<T>, Disposable {
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<T | undefined>());
  readonly #load: () => Promise<TreeRows<T>>;
  #rows: TreeRows<T> | undefined;
  readonly onDidChangeTreeData = this.#changed.event;
  readonly view: vscode.TreeView<T>;

  /** `load` is called until it has succeeded once, never before somebody looks at the view. */
  constructor(viewId: string, load: () => Promise<TreeRows<T>>, options: { readonly showCollapseAll?: boolean } = {}) {
    this.#load = load;
    this.view = this.#store.add(vscode.window.createTreeView(viewId, { treeDataProvider: this, ...options }));
  }

  async getChildren(row?: T): Promise<T[]> {
    return (await (await this.#loaded()).getChildren(row)) ?? [];
  }

  getTreeItem(row: T): vscode.TreeItem | Thenable<vscode.TreeItem> {
    return this.#rows?.getTreeItem(row) ?? this.#loaded().then((rows) => rows.getTreeItem(row));
  }

  getParent(row: T): vscode.ProviderResult<T> {
    return this.#rows?.getParent(row);
  }

  resolveTreeItem(
    item: vscode.TreeItem,
    row: T,
    token: vscode.CancellationToken,
  ): vscode.ProviderResult<vscode.TreeItem> {
    return this.#rows?.resolveTreeItem(item, row, token);
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #loaded(): Promise<TreeRows<T>> {
    const rows = await this.#load();
    if (this.#rows === undefined) {
      this.#rows = rows;
      this.#store.add(rows.onDidChangeTreeData((row) => this.#changed.fire(row)));
    }
    return this.#rows;
  }
}
