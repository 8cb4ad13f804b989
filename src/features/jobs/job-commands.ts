/** The commands of jobs in Azure; loaded with the first of them. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { JobItem } from "../../core/browse";
import { AutomationError } from "../../core/errors";
import { azureAccountFor, itemFor } from "../../platform/azure-pick";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { confirm } from "../../platform/prompts";
import type { JobDocuments } from "./job-documents";
import { mostRecords, readJob, reportText } from "./job-report";
import type { JobsServices } from "./services";

export type JobChange = "stop" | "suspend" | "resume";

/** States that a change can begin in; Azure refuses it in others (learn.microsoft.com/azure/automation/automation-runbook-execution). */
const beginsIn: Readonly<Record<JobChange, readonly string[]>> = {
  stop: ["New", "Activating", "Running", "Blocked", "Suspended", "Suspending", "Resuming"],
  suspend: ["New", "Activating", "Running", "Resuming"],
  resume: ["Suspended", "Suspending"],
};

export async function openJob(services: JobsServices, documents: JobDocuments, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Open Azure Job");
  const { account, job } = await whichJob(services, argument, title, () => true);
  const found = await withProgress({
    title: vscode.l10n.t("Reading the job of {0}", job.runbook),
    run: (signal, say) =>
      readJob(account.jobs, job.id, signal, (count) => {
        if (count % 10 === 0) {
          say(vscode.l10n.t("{0} records", count));
        }
      }),
  });
  const text = reportText(found, {
    runOnSandbox: vscode.l10n.t("Azure sandbox"),
    noRecords: vscode.l10n.t("The job wrote nothing to its streams."),
    cutByBound: vscode.l10n.t("Only the first {0} records are shown; each is a request of its own.", mostRecords),
    cancelled: vscode.l10n.t("Reading was cancelled; further records are not shown."),
    output: vscode.l10n.t("The whole output"),
  });
  await documents.show(account.name, found.job.runbook, found.job.name, text);
}

export async function changeJob(services: JobsServices, change: JobChange, argument: unknown): Promise<void> {
  const titles = {
    stop: vscode.l10n.t("Stop Azure Job"),
    suspend: vscode.l10n.t("Suspend Azure Job"),
    resume: vscode.l10n.t("Resume Azure Job"),
  };
  const { account, job } = await whichJob(services, argument, titles[change], ({ status }) =>
    beginsIn[change].includes(status),
  );
  if (change === "stop") {
    await confirm(
      vscode.l10n.t("Stop the job of {0}?", job.runbook),
      vscode.l10n.t("It ends where it is, within a minute or two, and cannot be resumed."),
      vscode.l10n.t("Stop Job"),
    );
  }
  const doing = {
    stop: vscode.l10n.t("Stopping the job of {0}", job.runbook),
    suspend: vscode.l10n.t("Suspending the job of {0}", job.runbook),
    resume: vscode.l10n.t("Resuming the job of {0}", job.runbook),
  };
  const { status } = await withChange(services.changes, account.id, "jobs", {
    title: doing[change],
    run: async (signal) => {
      await account.jobs[change](job.id, signal);
      return account.jobs.get(job.id, signal);
    },
  });
  report(vscode.l10n.t("The job of {0} is {1}", job.runbook, status));
}

async function whichJob(
  { azure }: JobsServices,
  argument: unknown,
  title: string,
  isWanted: (job: JobItem) => boolean,
): Promise<{ readonly account: AzureAccount; readonly job: JobItem }> {
  const { account, target } = await azureAccountFor(azure, argument, title);
  const job = await itemFor(account, target, {
    kind: "job",
    folder: "jobs",
    title,
    placeHolder: vscode.l10n.t("Job of {0}, newest first", account.name),
    show: (one) =>
      isWanted(one)
        ? { label: one.runbook, description: `${one.status} · ${timeText(one.creationTime)}`, detail: one.id }
        : undefined,
    ifEmpty: vscode.l10n.t("No job is in a state that fits."),
  });
  if (!isWanted(job)) {
    throw new AutomationError("conflict", vscode.l10n.t("The job of {0} is {1}.", job.runbook, job.status), {
      hint: vscode.l10n.t("Refresh to see its present state."),
    });
  }
  return { account, job };
}

function timeText(iso: string): string {
  return iso === "" ? "" : new Date(iso).toLocaleString(vscode.env.language);
}
