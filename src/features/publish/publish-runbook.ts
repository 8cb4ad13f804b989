/** Uploads and publishes the runbook that was clicked: shows the change, asks, keeps what it replaces. */
import * as vscode from "vscode";

import { AutomationError } from "../../core/errors";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { editableText, fetchedState } from "../../platform/cloud-runbook";
import { readRunbookFile, writeRunbookFile } from "../../platform/runbook-files";
import { runbookFor, type RunbookReference } from "./runbook-reference";
import type { BindingNote, PublishPlan, SafePublisher } from "../../platform/safe-publish";
import type { PublishContext } from "./services";
import { askAboutPlan } from "./show-plan";

export async function publishRunbook(context: PublishContext, argument: unknown): Promise<void> {
  await change(context, argument, "publish", vscode.l10n.t("Publish Runbook"));
}

export async function uploadDraft(context: PublishContext, argument: unknown): Promise<void> {
  await change(context, argument, "upload", vscode.l10n.t("Upload Runbook Draft"));
}

async function change(
  context: PublishContext,
  argument: unknown,
  wanted: "publish" | "upload",
  title: string,
): Promise<void> {
  const reference = await runbookFor(context, argument, title);
  const publisher = await publisherOf(context, reference);
  const { account, runbook } = reference;
  const plan = await withProgress({
    title: vscode.l10n.t('Reading "{0}" in {1}', runbook, account.name),
    run: (signal) => planFor(publisher, reference, wanted, signal),
  });
  const isThere = wanted === "publish" ? plan.isPublished : plan.isUploaded;
  if (isThere) {
    await noteOf(reference)?.note(fetchedState(plan.cloud, new Date()));
    report(vscode.l10n.t("{0} holds this version of {1} already", account.name, runbook));
    return;
  }
  const answer = await askAboutPlan(context.documents, { reference, plan, wanted });
  if (answer === "takeTheirs") {
    await takeTheirs(reference, plan);
    return;
  }
  // The answer is to what was shown: a conflict that it showed may be overwritten.
  const overwrite = plan.conflict !== undefined;
  await withChange(context.changes, account.id, "runbooks", {
    title:
      answer === "publish"
        ? vscode.l10n.t('Publishing "{0}" to {1}', runbook, account.name)
        : vscode.l10n.t('Uploading the draft of "{0}" to {1}', runbook, account.name),
    run: (signal) =>
      answer === "publish"
        ? publisher.publish(plan, noteOf(reference), overwrite, signal)
        : publisher.upload(plan, noteOf(reference), overwrite, signal),
  });
  report(
    answer === "publish"
      ? vscode.l10n.t("Published {0} to {1}", runbook, account.name)
      : vscode.l10n.t("Uploaded the draft of {0} to {1}", runbook, account.name),
  );
}

/** Without a file of its own here, what is published is the draft as Azure holds it. */
async function planFor(
  publisher: SafePublisher,
  { runbook, binding }: RunbookReference,
  wanted: "publish" | "upload",
  signal: AbortSignal,
): Promise<PublishPlan> {
  if (binding !== undefined) {
    return publisher.plan(runbook, await readRunbookFile(binding.file), binding.fetched, signal);
  }
  if (wanted === "upload") {
    throw new AutomationError("invalid-usage", vscode.l10n.t('No file here is the edit of "{0}".', runbook), {
      hint: vscode.l10n.t("Fetch it first (command: Edit Runbook Draft), or call the command on a file."),
    });
  }
  return publisher.planDraft(runbook, signal);
}

export async function publisherOf(context: PublishContext, { account }: RunbookReference): Promise<SafePublisher> {
  const { safePublisherFor } = await import("../../platform/safe-publish");
  return safePublisherFor(account, context.ownFolder);
}

export async function backupsOf({ ownFolder }: PublishContext) {
  const { backupsIn } = await import("../../platform/safe-publish");
  return backupsIn(ownFolder);
}

/** Where the file's state is remembered; undefined without a file. */
export function noteOf({ binding }: RunbookReference): BindingNote | undefined {
  return binding && { binding, note: (fetched) => binding.bindings.set({ ...binding, fetched }) };
}

/** The file becomes what Azure holds; the person's own text is one Undo away. */
async function takeTheirs(reference: RunbookReference, plan: PublishPlan): Promise<void> {
  const { binding } = reference;
  if (binding !== undefined) {
    await writeRunbookFile(binding.file, editableText(plan.cloud));
    await noteOf(reference)?.note(fetchedState(plan.cloud, new Date()));
    await vscode.window.showTextDocument(vscode.Uri.file(binding.file));
  }
}
