/** The Accounts view: a thin adapter between the tree's model and the editor. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import type { JobEntry, JobRegistry } from "../../platform/job-registry";
import type { Log } from "../../platform/log";
import { treeTargetOf, type TreeTarget } from "../../platform/tree-target";
import type { ShownTree } from "../../platform/account-tree";
import type { RunbookItem } from "../../core/browse";
import type { TreeRows } from "./lazy-tree";
import { accountDetails, nodeDetails } from "./model/item-details";
import { nodeLook } from "./model/node-look";
import type { ExplorerNode } from "./model/nodes";
import type { TreeModel } from "./model/tree-model";
import { tooltipOf } from "./tooltip";
import { openCommandOf, treeItemOf } from "./tree-items";

export interface AccountViewServices {
  readonly jobs: JobRegistry;
  readonly log: Log;
  readonly isPinned: (accountId: string) => boolean;
}

/**
 * A folder's row is told to be another (its count is known) when the editor has taken the folder's rows: told at once, the editor
 * forgets these rows while it still takes them, and shows dead ones.
 */
const tellAfterMs = 300;

export class AccountView implements TreeRows<ExplorerNode>, ShownTree, Disposable {
  readonly #model: TreeModel;
  readonly #services: AccountViewServices;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<ExplorerNode | undefined>());
  readonly #view: vscode.TreeView<ExplorerNode>;
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #pending = new Map<string | undefined, ExplorerNode | undefined>();
  #timer: NodeJS.Timeout | undefined;

  /** `view`: where the rows are shown; its owner disposes of it. */
  constructor(view: vscode.TreeView<ExplorerNode>, model: TreeModel, services: AccountViewServices) {
    this.#view = view;
    this.#model = model;
    this.#services = services;
    this.#store.add(model.onDidChange((node) => this.#tellLater(node)));
  }

  getTreeItem(node: ExplorerNode): vscode.TreeItem {
    const item = treeItemOf(
      node.id,
      nodeLook(node, {
        l10n: vscode.l10n,
        now: Date.now(),
        isPinned: this.#services.isPinned,
        countOf: (shown) => this.#model.countOf(shown),
        lastJob: (runbook) => this.#lastJob(runbook),
      }),
    );
    const command = openCommandOf(node);
    if (command !== undefined) {
      item.command = command;
    }
    return item;
  }

  async getChildren(node?: ExplorerNode): Promise<ExplorerNode[]> {
    const rows = await this.#model.children(node);
    for (const row of rows) {
      if (row.kind === "error") {
        this.#services.log.error("The tree could not read", row.error);
      }
    }
    return [...rows];
  }

  getParent(node: ExplorerNode): ExplorerNode | undefined {
    return node.container;
  }

  /** Tooltips are made when somebody asks for one; an account's needs its details. */
  async resolveTreeItem(item: vscode.TreeItem, node: ExplorerNode): Promise<vscode.TreeItem> {
    const context = { l10n: vscode.l10n, now: Date.now() };
    const title = typeof item.label === "string" ? item.label : (item.label?.label ?? "");
    const details =
      node.kind === "account"
        ? await node.account.details().then(
            (found) => accountDetails(found, node.isLocal, vscode.l10n),
            (error: unknown) => nodeDetails({ kind: "error", id: "", container: node, error }, context),
          )
        : nodeDetails(node, context);
    item.tooltip = tooltipOf(title, details);
    return item;
  }

  async focused(): Promise<TreeTarget | undefined> {
    return treeTargetOf(await this.focusedNode());
  }

  /**
   * The row that has the keyboard's focus, whatever it is; it is selected afterwards. Call it while the tree has the focus.
   * Arrows move the focus and leave the selection, and the editor tells extensions of the selection only: the row whose
   * selection a toggle changes is the one.
   */
  async focusedNode(): Promise<ExplorerNode | undefined> {
    const before = this.#view.selection;
    await vscode.commands.executeCommand("list.toggleSelection");
    const after = this.#view.selection;
    const node = after.find((row) => !before.includes(row)) ?? before.find((row) => !after.includes(row)) ?? before[0];
    if (node !== undefined) {
      await this.#view.reveal(node, { select: true, focus: false });
    }
    return node;
  }

  get isVisible(): boolean {
    return this.#view.visible;
  }

  async reveal(target: TreeTarget, { focus }: { readonly focus: boolean }): Promise<void> {
    const node = await this.#model.find(target);
    if (node !== undefined) {
      await this.revealNode(node, focus);
    }
  }

  async revealNode(node: ExplorerNode, focus: boolean): Promise<void> {
    const options = { select: true, focus, expand: node.kind !== "item" };
    if (!this.#view.visible) {
      await vscode.commands.executeCommand("runbookWorkbench.accounts.focus");
    }
    // The editor gives up, or folds the way again, when rows are told to be others while it looks for one.
    for (let again = 0; again < 3; again++) {
      const isTold = this.#timer === undefined;
      await Promise.resolve(this.#view.reveal(node, options)).catch(() => undefined);
      if (isTold && this.#timer === undefined && this.#view.selection.some((row) => row.id === node.id)) {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 2 * tellAfterMs));
    }
    await this.#view.reveal(node, options);
  }

  /** A line above the tree; undefined: none. */
  showMessage(text: string | undefined): void {
    // The editor tells "none" by undefined.
    (this.#view as { message: string | undefined }).message = text;
  }

  dispose(): void {
    if (this.#timer !== undefined) {
      clearTimeout(this.#timer);
    }
    this.#store.dispose();
  }

  /** After what runs now: a change that is told while its rows are being read would read them again. */
  #tellLater(node: ExplorerNode | undefined): void {
    this.#pending.set(node?.id, node);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const nodes = this.#pending.has(undefined) ? [undefined] : [...this.#pending.values()];
      this.#pending.clear();
      for (const changed of nodes) {
        this.#changed.fire(changed);
      }
    }, tellAfterMs);
  }

  #lastJob({ path }: RunbookItem): { readonly status: string; readonly timeMs: number } | undefined {
    const job = path === undefined ? undefined : this.#services.jobs.all.find((entry) => entry.runbookPath === path);
    return job && { status: job.status, timeMs: endOf(job) };
  }
}

/** Of a job that an earlier window left, only the start is known. */
function endOf({ startedMs, durationMs = 0 }: JobEntry): number {
  return startedMs + (Number.isNaN(durationMs) ? 0 : durationMs);
}
