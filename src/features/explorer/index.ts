/** The view container Azure Automation: the tree of accounts, the list of jobs, and what is done to their rows. */
import * as vscode from "vscode";

import { copyForms, type CopyForm } from "../../core/copy-as/copy-form";
import { DisposableStore, type Disposable } from "../../core/disposable";
import { AutomationError } from "../../core/errors";
import { commandIds } from "../../platform/command-ids";
import { AccountView } from "./account-view";
import { AccountWatcher } from "./account-watcher";
import { JobView } from "./job-view";
import { isLocalId, type ExplorerNode } from "./model/nodes";
import { TreeModel } from "./model/tree-model";
import type { ExplorerServices } from "./services";

export function activateExplorerFeature(services: ExplorerServices): Disposable {
  const { commands, accounts, azure, changes, jobs, tree, log } = services;
  const store = new DisposableStore();
  let watcher: AccountWatcher | undefined;
  const model = store.add(
    new TreeModel({
      local: () => {
        // Watching begins with the first look.
        watcher ??= store.add(new AccountWatcher(localRoots, (change) => model.accountChanged(change)));
        return accounts.all();
      },
      isSignedIn: async () => (await azure.state()).kind === "signedIn",
      pinned: () => azure.pinnedAccounts(),
      subscriptions: () => azure.subscriptions(),
      accounts: (subscription) => azure.accountsOf(subscription),
    }),
  );
  const localRoots = () =>
    model.shownAccounts
      .filter((node) => isLocalId(node.accountId))
      .map(({ accountId }) => ({ accountId, root: accountId.slice("local:".length) }));
  const view = store.add(new AccountView(model, { jobs, log, isPinned: (accountId) => azure.isPinned(accountId) }));
  const jobView = store.add(new JobView(jobs));
  tree.attach(view);
  store.add(accounts.onDidChange(() => model.redraw()));
  store.add(azure.onDidChange(() => model.refresh()));
  store.add(changes.onDidChange((change) => model.accountChanged(change)));
  showFilter(services, view);
  store.add(azure.onDidChange(() => showFilter(services, view)));
  store.add(redrawRunbooks(services, model));

  const add = (id: string, run: (target: unknown) => Promise<void> | void): void => {
    store.add(commands.register(id, (target) => run(target)));
  };
  const { explorer } = commandIds;
  add(explorer.refresh, (target) => model.refresh(asNode(target)));
  add(explorer.loadMore, (target) => model.loadMore(requireNode(target)));
  add(explorer.retry, (target) => retry(model, requireNode(target)));
  add(explorer.cancelLoading, () => model.cancelLoading());
  add(explorer.find, async () => (await import("./find-in-accounts")).findInAccounts(model, view));
  add(explorer.openFile, async (target) => openFile(requireNode(target)));
  add(explorer.copyText, async (text) => vscode.env.clipboard.writeText(String(text)));
  const copies: Readonly<Record<CopyForm, string>> = {
    name: explorer.copyName,
    resourceId: explorer.copyResourceId,
    powershell: explorer.copyPowerShell,
    azCli: explorer.copyAzCli,
    bicep: explorer.copyBicep,
    terraform: explorer.copyTerraform,
  };
  for (const form of copyForms) {
    add(copies[form], async (target) => {
      const [{ copyNode }, { pickItem }] = await Promise.all([import("./copy-commands"), import("./find-in-accounts")]);
      const node = asNode(target) ?? (target === "selection" ? view.selectedNode : undefined);
      await copyNode(node ?? (await pickItem(model, vscode.l10n.t("Copy"))), form);
    });
  }
  add(explorer.showJob, (target) => showJob(services, jobView, target));
  add(explorer.stopJob, async (target) => jobs.stop(jobView.jobOf(target)?.id ?? ""));
  add(explorer.filterJobs, () => jobView.chooseFilter());
  add(explorer.clearJobs, () => jobs.clearFinished());
  return store;
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

/** An account that could not be opened is looked for again; a list goes on where it stopped. */
async function retry(model: TreeModel, node: ExplorerNode): Promise<void> {
  if (node.container === undefined && node.id !== "subscriptions/error") {
    model.refresh();
    return;
  }
  await model.loadMore(node);
}

async function openFile(node: ExplorerNode): Promise<void> {
  const path = node.kind === "item" && "path" in node.item ? node.item.path : undefined;
  if (path === undefined) {
    throw new AutomationError("file-not-found", "This row is no file.");
  }
  await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path), { preview: true });
}

function showJob({ jobs }: ExplorerServices, view: JobView, target: unknown): void {
  const job = view.jobOf(target);
  if (job === undefined || !jobs.reveal(job.id)) {
    throw new AutomationError("not-found", "This job is no longer known.", { hint: "Run the runbook again." });
  }
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
