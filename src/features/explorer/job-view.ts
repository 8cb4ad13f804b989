/** The Jobs view: the jobs that were started from this workspace, on this machine and in Azure. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { JobEntry, JobRegistry } from "../../platform/job-registry";
import type { TreeRows } from "./lazy-tree";
import { filterJobs, jobPlaces, jobRowDetails, jobRowLook, type JobFilter } from "./model/job-rows";
import { tooltipOf } from "./tooltip";
import { treeItemOf } from "./tree-items";

export class JobView implements TreeRows<JobEntry>, Disposable {
  readonly #jobs: JobRegistry;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new vscode.EventEmitter<undefined>());
  readonly #view: vscode.TreeView<JobEntry>;
  readonly onDidChangeTreeData = this.#changed.event;
  #filter: JobFilter;

  /** `view`: where the rows are shown; its owner disposes of it. */
  constructor(view: vscode.TreeView<JobEntry>, jobs: JobRegistry) {
    this.#view = view;
    this.#jobs = jobs;
    this.#store.add(jobs.onDidChange(() => this.#changed.fire(undefined)));
  }

  getTreeItem(job: JobEntry): vscode.TreeItem {
    const item = treeItemOf(`job/${job.id}`, jobRowLook(job, { l10n: vscode.l10n, now: Date.now() }));
    item.command = { command: commandIds.explorer.showJob, title: "", arguments: [job] };
    return item;
  }

  getChildren(job?: JobEntry): JobEntry[] {
    return job === undefined ? [...filterJobs(this.#jobs.all, this.#filter)] : [];
  }

  getParent(): undefined {
    return undefined;
  }

  resolveTreeItem(item: vscode.TreeItem, job: JobEntry): vscode.TreeItem {
    item.tooltip = tooltipOf(job.runbook, jobRowDetails(job, vscode.l10n));
    return item;
  }

  /** Asks which account's jobs to show. */
  async chooseFilter(): Promise<void> {
    const places = jobPlaces(this.#jobs.all).map(({ key, name }) => ({
      label: key === "local" ? vscode.l10n.t("This machine") : name,
      description: key === "local" ? "" : key,
      filter: key,
    }));
    const all = { label: vscode.l10n.t("All jobs"), description: "", filter: undefined as JobFilter };
    const chosen = await vscode.window.showQuickPick([all, ...places], {
      title: vscode.l10n.t("Filter Jobs"),
      placeHolder: vscode.l10n.t("Whose jobs?"),
    });
    if (chosen !== undefined) {
      this.#filter = chosen.filter;
      (this.#view as { message: string | undefined }).message =
        chosen.filter === undefined ? undefined : vscode.l10n.t("Jobs of {0} only", chosen.label);
      this.#changed.fire(undefined);
    }
  }

  /** The job that a command means: its row, or the selected one. */
  jobOf(target: unknown): JobEntry | undefined {
    const id = typeof target === "object" && target !== null && "id" in target ? target.id : undefined;
    return typeof id === "string" ? this.#jobs.find(id) : this.#view.selection[0];
  }

  dispose(): void {
    this.#store.dispose();
  }
}
