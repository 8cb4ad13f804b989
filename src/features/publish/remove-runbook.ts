/** Gives up an edit, deletes a runbook; what Azure held is kept as a backup here first. */
import * as path from "node:path";
import * as vscode from "vscode";

import { AutomationError } from "../../core/errors";
import { isNotFound } from "../../azure/arm/azure-error";
import { report, withChange } from "../../platform/azure-work";
import { confirm } from "../../platform/prompts";
import { itemOfKind, treeTargetOf } from "../../platform/tree-target";
import { readCloudRunbook, requireText, type CloudRunbook } from "../../platform/cloud-runbook";
import { backupsOf, noteOf } from "./publish-runbook";
import { placeOf, readShown, runbookFor, type RunbookReference } from "./runbook-reference";
import type { PublishContext } from "./services";

export async function undoEdit(context: PublishContext, argument: unknown): Promise<void> {
  const reference = await runbookFor(context, argument, vscode.l10n.t("Undo Runbook Edit"));
  const { account, runbook } = reference;
  const cloud = await readShown(reference);
  const { draft, published } = cloud;
  if (draft === undefined) {
    throw new AutomationError("invalid-usage", vscode.l10n.t('"{0}" has no draft to give up.', runbook), {
      hint: vscode.l10n.t("Nothing is being edited in {0}.", account.name),
    });
  }
  if (published === undefined) {
    throw new AutomationError("invalid-usage", vscode.l10n.t('"{0}" was never published.', runbook), {
      hint: vscode.l10n.t("Its draft is all there is: delete the runbook instead."),
    });
  }
  await confirm(
    vscode.l10n.t('Give up the draft of "{0}" in {1}?', runbook, account.name),
    vscode.l10n.t(
      "The published version stays. The draft is kept as a backup on this machine; your file stays as it is.",
    ),
    vscode.l10n.t("Give Up Draft"),
  );
  await keepAll(context, reference, cloud, ["draft"]);
  await withChange(context.changes, account.id, "runbooks", {
    title: vscode.l10n.t('Giving up the draft of "{0}" in {1}', runbook, account.name),
    run: (signal) => account.runbooks.drafts.undoEdit(runbook, signal),
  });
  await noteOf(reference)?.note({
    draftHash: null,
    publishedHash: published.hash,
    time: new Date().toISOString(),
  });
  report(vscode.l10n.t("Gave up the draft of {0}", runbook));
}

export async function deleteRunbook(context: PublishContext, argument: unknown): Promise<void> {
  const target = treeTargetOf(argument);
  const local = itemOfKind(target, "runbook")?.path;
  if (local !== undefined) {
    await deleteLocally(context, target?.accountId ?? "", local);
    return;
  }
  const reference = await runbookFor(context, argument, vscode.l10n.t("Delete Runbook"));
  const { account, runbook, binding } = reference;
  await confirm(
    vscode.l10n.t('Delete the runbook "{0}" in {1}?', runbook, placeOf(reference)),
    vscode.l10n.t(
      "Its webhooks, links to schedules and draft go with it. Its text is kept as a backup on this machine; files of the workspace stay.",
    ),
    vscode.l10n.t("Delete"),
  );
  await withChange(context.changes, account.id, undefined, {
    title: vscode.l10n.t('Deleting "{0}" in {1}', runbook, account.name),
    run: async (signal) => {
      const cloud = await readText(reference, signal);
      if (cloud !== undefined) {
        await keepAll(context, reference, cloud, ["draft", "published"]);
      }
      await account.runbooks.delete(runbook, signal);
    },
  });
  await binding?.bindings.remove(binding.file, account.id);
  report(vscode.l10n.t("Deleted {0} in {1}", runbook, account.name));
}

/** undefined: a graphical runbook, or one that somebody deleted meanwhile. */
async function readText(
  { account, runbook }: RunbookReference,
  signal: AbortSignal,
): Promise<CloudRunbook | undefined> {
  try {
    return await readCloudRunbook(account.runbooks, runbook, signal);
  } catch (error) {
    if (isNotFound(error) || (error instanceof AutomationError && error.code === "not-supported")) {
      return undefined;
    }
    throw error;
  }
}

async function deleteLocally(context: PublishContext, accountId: string, file: string): Promise<void> {
  await confirm(
    vscode.l10n.t('Delete "{0}"?', path.basename(file)),
    vscode.l10n.t("The file goes to the trash."),
    vscode.l10n.t("Delete"),
  );
  await vscode.workspace.fs.delete(vscode.Uri.file(file), { useTrash: true });
  context.changes.fire(accountId, "runbooks");
}

async function keepAll(
  context: PublishContext,
  { account, runbook }: RunbookReference,
  cloud: CloudRunbook,
  versions: readonly ("draft" | "published")[],
): Promise<void> {
  const backups = await backupsOf(context);
  for (const version of versions) {
    const text = cloud[version]?.text ?? "";
    if (text !== "") {
      await backups.keep(account.id, runbook, version, text, requireText(cloud.facts));
    }
  }
}
