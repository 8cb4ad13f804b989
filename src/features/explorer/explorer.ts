/** The working part of the trees: loaded when one of them is first read, or with the first command about a row. */
import * as vscode from "vscode";

import type { CopyForm } from "../../core/copy-as/copy-form";
import { DisposableStore, type Disposable } from "../../core/disposable";
import { AutomationError } from "../../core/errors";
import { commandIds } from "../../platform/command-ids";
import type { JobEntry } from "../../platform/job-registry";
import { AccountView } from "./account-view";
import { AccountWatcher } from "./account-watcher";
import { JobView } from "./job-view";
import { isLocalId, type ExplorerNode } from "./model/nodes";
import { TreeModel } from "./model/tree-model";
import type { ExplorerServices } from "./services";

export interface ExplorerViews {
  readonly accounts: vscode.TreeView<ExplorerNode>;
  readonly jobs: vscode.TreeView<JobEntry>;
}

export class Explorer implements Disposable {
  readonly #services: ExplorerServices;
  readonly #store = new DisposableStore();
  readonly #model: TreeModel;
  #watcher: AccountWatcher | undefined;
  readonly accountRows: AccountView;
  readonly jobRows: JobView;

  constructor(services: ExplorerServices, views: ExplorerViews) {
    this.#services = services;
    const { accounts, azure, changes, jobs, tree, log } = services;
    const model = this.#store.add(
      new TreeModel({
        local: () => {
          // Watching begins with the first look.
          this.#watcher ??= this.#store.add(
            new AccountWatcher(
              () => this.#localRoots(),
              (change) => model.accountChanged(change),
            ),
          );
          return accounts.all();
        },
        isSignedIn: async () => (await azure.state()).kind === "signedIn",
        pinned: () => azure.pinnedAccounts(),
        subscriptions: () => azure.subscriptions(),
        accounts: (subscription) => azure.accountsOf(subscription),
      }),
    );
    this.#model = model;
    const isPinned = (accountId: string): boolean => azure.isPinned(accountId);
    this.accountRows = this.#store.add(new AccountView(views.accounts, model, { jobs, log, isPinned }));
    this.jobRows = this.#store.add(new JobView(views.jobs, jobs));
    tree.attach(this.accountRows);
    this.#store.add(accounts.onDidChange(() => model.redraw()));
    this.#store.add(azure.onDidChange(() => model.refresh()));
    this.#store.add(changes.onDidChange((change) => model.accountChanged(change)));
    showFilter(services, this.accountRows);
    this.#store.add(azure.onDidChange(() => showFilter(services, this.accountRows)));
    this.#store.add(redrawRunbooks(services, model));
  }

  /** undefined: everything. */
  refresh(target: unknown): void {
    this.#model.refresh(asNode(target));
  }

  async loadMore(target: unknown): Promise<void> {
    await this.#model.loadMore(requireNode(target));
  }

  /** An account that could not be opened is looked for again; a list goes on where it stopped. */
  async retry(target: unknown): Promise<void> {
    const node = requireNode(target);
    if (node.container === undefined && node.id !== "subscriptions/error") {
      this.#model.refresh();
      return;
    }
    await this.#model.loadMore(node);
  }

  cancelLoading(): void {
    this.#model.cancelLoading();
  }

  async find(): Promise<void> {
    await (await import("./find-in-accounts")).findInAccounts(this.#model, this.accountRows);
  }

  async openFile(target: unknown): Promise<void> {
    const node = requireNode(target);
    const path = node.kind === "item" && "path" in node.item ? node.item.path : undefined;
    if (path === undefined) {
      throw new AutomationError("file-not-found", "This row is no file.");
    }
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path), { preview: true });
  }

  /** Of a row, of the row with the focus where a key asks, else of the one that is chosen from a list. */
  async copy(target: unknown, form: CopyForm): Promise<void> {
    const [{ copyNode }, { pickItem }] = await Promise.all([import("./copy-commands"), import("./find-in-accounts")]);
    const node = asNode(target) ?? (target === "selection" ? await this.accountRows.focusedNode() : undefined);
    await copyNode(node ?? (await pickItem(this.#model, vscode.l10n.t("Copy"))), form);
  }

  async showJob(target: unknown): Promise<void> {
    const job = this.jobRows.jobOf(target);
    if (job === undefined) {
      throw new AutomationError("not-found", "This job is no longer known.", { hint: "Run the runbook again." });
    }
    if (this.#services.jobs.reveal(job.id)) {
      return;
    }
    if (job.startedBy !== "testPane" || job.runbookPath === undefined) {
      throw new AutomationError("not-found", `The output of this job of ${job.runbook} went with its window.`, {
        hint: "Run the runbook again. The test pane keeps the output of its jobs.",
      });
    }
    // The pane holds it in its history, and finds a job again that goes on in Azure.
    await vscode.commands.executeCommand(commandIds.testPane.open, vscode.Uri.file(job.runbookPath));
  }

  async stopJob(target: unknown): Promise<void> {
    await this.#services.jobs.stop(this.jobRows.jobOf(target)?.id ?? "");
  }

  dispose(): void {
    this.#store.dispose();
  }

  #localRoots(): readonly { readonly accountId: string; readonly root: string }[] {
    return this.#model.shownAccounts
      .filter((node) => isLocalId(node.accountId))
      .map(({ accountId }) => ({ accountId, root: accountId.slice("local:".length) }));
  }
}

/** Says above the tree that not all subscriptions are shown. */
function showFilter({ azure }: ExplorerServices, view: AccountView): void {
  const shown = azure.shownSubscriptions;
  view.showMessage(
    shown === undefined
      ? undefined
      : shown.length === 1
        ? vscode.l10n.t("Showing 1 subscription")
        : vscode.l10n.t("Showing {0} subscriptions", shown.length),
  );
}

/** A runbook's row says how its last job ended. */
function redrawRunbooks({ jobs }: ExplorerServices, model: TreeModel): Disposable {
  let known = "";
  return jobs.onDidChange(() => {
    const states = jobs.all.map(({ id, status }) => `${id} ${status}`).join("\n");
    if (states !== known) {
      known = states;
      for (const account of model.shownAccounts.filter(({ isLocal }) => isLocal)) {
        model.redraw(model.folderOf(account, "runbooks"));
      }
    }
  });
}

function asNode(target: unknown): ExplorerNode | undefined {
  return typeof target === "object" && target !== null && "container" in target && "id" in target
    ? (target as ExplorerNode)
    : undefined;
}

function requireNode(target: unknown): ExplorerNode {
  const node = asNode(target);
  if (node === undefined) {
    throw new AutomationError("invalid-usage", "This command belongs to a row of the Accounts view.", {
      hint: "Call it from there.",
    });
  }
  return node;
}
