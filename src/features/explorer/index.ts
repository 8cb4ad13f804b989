/** The view container Azure Automation: the tree of accounts, the list of jobs, and what is done to their rows. */
import * as vscode from "vscode";

import { copyForms, type CopyForm } from "../../core/copy-as/copy-form";
import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { JobEntry } from "../../platform/job-registry";
import type { Explorer } from "./explorer";
import { LazyTree } from "./lazy-tree";
import type { ExplorerNode } from "./model/nodes";
import type { ExplorerServices } from "./services";

/** Nothing is read, watched or loaded before somebody looks at a tree or calls a command. */
export function activateExplorerFeature(services: ExplorerServices): Disposable {
  const { commands, jobs } = services;
  const store = new DisposableStore();
  let explorer: Promise<Explorer> | undefined;
  const load = (): Promise<Explorer> =>
    (explorer ??= import("./explorer").then((module) =>
      store.add(new module.Explorer(services, { accounts: accountTree.view, jobs: jobTree.view })),
    ));
  const accountTree = store.add(
    new LazyTree<ExplorerNode>("runbookWorkbench.accounts", async () => (await load()).accountRows, {
      showCollapseAll: true,
    }),
  );
  const jobTree = store.add(new LazyTree<JobEntry>("runbookWorkbench.jobs", async () => (await load()).jobRows));

  const add = (id: string, run: (own: Explorer, target: unknown) => Promise<void> | void): void => {
    store.add(commands.register(id, async (target) => run(await load(), target)));
  };
  const ids = commandIds.explorer;
  add(ids.refresh, (own, target) => own.refresh(target));
  add(ids.loadMore, (own, target) => own.loadMore(target));
  add(ids.retry, (own, target) => own.retry(target));
  add(ids.cancelLoading, (own) => own.cancelLoading());
  add(ids.find, (own) => own.find());
  add(ids.openFile, (own, target) => own.openFile(target));
  store.add(commands.register(ids.copyText, async (text) => vscode.env.clipboard.writeText(String(text))));
  const copies: Readonly<Record<CopyForm, string>> = {
    name: ids.copyName,
    resourceId: ids.copyResourceId,
    powershell: ids.copyPowerShell,
    azCli: ids.copyAzCli,
    bicep: ids.copyBicep,
    terraform: ids.copyTerraform,
  };
  for (const form of copyForms) {
    add(copies[form], (own, target) => own.copy(target, form));
  }
  add(ids.showJob, (own, target) => own.showJob(target));
  add(ids.stopJob, (own, target) => own.stopJob(target));
  add(ids.filterJobs, (own) => own.jobRows.chooseFilter());
  add(ids.clearJobs, () => jobs.clearFinished());
  return store;
}
