/** Shows the jobs that run now: a status bar item while there are any, and the context keys that menus ask. */
import * as vscode from "vscode";

import type { Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { JobEntry, JobRegistry } from "../../platform/job-registry";

export class RunningJobs implements Disposable {
  readonly #registry: JobRegistry;
  /** Made with the first job: most windows never run one. */
  #item: vscode.StatusBarItem | undefined;
  readonly #subscription: Disposable;
  #isShown = false;

  constructor(registry: JobRegistry) {
    this.#registry = registry;
    this.#subscription = registry.onDidChange(() => this.#changed());
  }

  /** Asks which one when there are several; undefined: none runs or nobody chose. */
  async pick(title: string): Promise<JobEntry | undefined> {
    const all = this.#registry.running;
    if (all.length <= 1) {
      return all[0];
    }
    const items = all.map((entry) => ({
      label: entry.runbook,
      description: entry.status,
      detail: entry.id,
      entry,
    }));
    return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Choose a job") }))?.entry;
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#item?.dispose();
  }

  #changed(): void {
    const all = this.#registry.running;
    const [first] = all;
    const isRunning = first !== undefined;
    // Written only on change: every write goes through the main process.
    if (isRunning !== this.#isShown) {
      this.#isShown = isRunning;
      void vscode.commands.executeCommand("setContext", "runbookWorkbench.isJobRunning", isRunning);
    }
    if (first === undefined) {
      this.#item?.hide();
      return;
    }
    const item = (this.#item ??= statusItem());
    const text =
      all.length === 1 ? `${first.runbook}: ${first.status}` : vscode.l10n.t("{0} runbooks running", all.length);
    const usesOwnTokens = all.some((entry) => entry.usesOwnTokens);
    const shown = usesOwnTokens ? vscode.l10n.t("{0} (your own tokens)", text) : text;
    item.text = `$(sync~spin) ${shown}`;
    item.backgroundColor = usesOwnTokens ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    item.tooltip = vscode.l10n.t("Stop a running runbook");
    item.accessibilityInformation = {
      label: vscode.l10n.t("{0}. Stop a running runbook", shown),
      role: "button",
    };
    item.show();
  }
}

function statusItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem("runbookWorkbench.runningJobs", vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t("Running runbooks");
  item.command = commandIds.jobs.stop;
  return item;
}
