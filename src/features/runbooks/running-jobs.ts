/** The jobs that run now: a status bar item while there are any, and the context keys that menus ask. */
import * as vscode from "vscode";

import type { Disposable } from "../../core/disposable";
import type { Job } from "../../core/job";
import { commandIds } from "../../platform/command-ids";

interface Running {
  readonly job: Job;
  /** Brings the job's output to the front. */
  readonly reveal: () => void;
  /** The runbook may get real tokens of the person: said for as long as it runs (specs/identity-endpoint.md 9.9). */
  readonly usesOwnTokens: boolean;
}

export class RunningJobs implements Disposable {
  readonly #running = new Map<string, Running>();
  readonly #item = vscode.window.createStatusBarItem("runbookWorkbench.runningJobs", vscode.StatusBarAlignment.Left);

  constructor() {
    this.#item.name = vscode.l10n.t("Running runbooks");
    this.#item.command = commandIds.jobs.stop;
  }

  /** Follows a job until it is final. */
  add(job: Job, details: Pick<Running, "reveal" | "usesOwnTokens">): void {
    this.#running.set(job.id, { job, ...details });
    this.#changed();
    const subscription = job.onEvent((event) => {
      if (event.type === "status" && event.jobId === job.id) {
        this.#changed();
      }
    });
    void job.completed.then(() => {
      subscription.dispose();
      this.#running.delete(job.id);
      this.#changed();
    });
  }

  /** Asks which one when there are several; undefined: none runs or nobody chose. */
  async pick(title: string): Promise<Running | undefined> {
    const all = [...this.#running.values()];
    if (all.length <= 1) {
      return all[0];
    }
    const items = all.map((running) => ({
      label: running.job.runbookName,
      description: running.job.status,
      detail: running.job.id,
      running,
    }));
    return (await vscode.window.showQuickPick(items, { title, placeHolder: vscode.l10n.t("Choose a job") }))?.running;
  }

  /** Ends all jobs: the editor goes away. */
  dispose(): void {
    for (const { job } of this.#running.values()) {
      void job.stop();
    }
    this.#item.dispose();
  }

  #changed(): void {
    const all = [...this.#running.values()];
    const [first] = all;
    void vscode.commands.executeCommand("setContext", "runbookWorkbench.isJobRunning", first !== undefined);
    if (first === undefined) {
      this.#item.hide();
      return;
    }
    const text =
      all.length === 1
        ? `${first.job.runbookName}: ${first.job.status}`
        : vscode.l10n.t("{0} runbooks running", all.length);
    const usesOwnTokens = all.some((running) => running.usesOwnTokens);
    const shown = usesOwnTokens ? vscode.l10n.t("{0} (your own tokens)", text) : text;
    this.#item.text = `$(sync~spin) ${shown}`;
    this.#item.backgroundColor = usesOwnTokens ? new vscode.ThemeColor("statusBarItem.warningBackground") : undefined;
    this.#item.tooltip = vscode.l10n.t("Stop a running runbook");
    this.#item.accessibilityInformation = {
      label: vscode.l10n.t("{0}. Stop a running runbook", shown),
      role: "button",
    };
    this.#item.show();
  }
}
