/** Brings a text back that was overwritten or deleted from here: as the draft in Azure, after showing what it would replace. */
import * as vscode from "vscode";

import { AutomationError } from "../../core/errors";
import type { RunbookBackup } from "../../local/account/runbook-backups";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { askChoice } from "../../platform/prompts";
import { editableText, requireText } from "../../platform/cloud-runbook";
import { backupsOf, publisherOf } from "./publish-runbook";
import { runbookFor } from "./runbook-reference";
import type { PublishContext } from "./services";

export async function restoreBackup(context: PublishContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Restore Runbook Backup");
  const reference = await runbookFor(context, argument, title);
  const { account, runbook } = reference;
  const backups = await backupsOf(context);
  const kept = await backups.list(account.id, runbook);
  if (kept.length === 0) {
    throw new AutomationError("not-found", vscode.l10n.t('There is no backup of "{0}" on this machine.', runbook), {
      hint: vscode.l10n.t("One is kept whenever an upload, a publish or a deletion replaces a text in Azure."),
    });
  }
  const backup = await askChoice<RunbookBackup>(
    title,
    vscode.l10n.t("Which version"),
    kept.map((one) => ({
      label: new Date(one.time).toLocaleString(vscode.env.language),
      description: one.version === "draft" ? vscode.l10n.t("draft") : vscode.l10n.t("published version"),
      value: one,
    })),
  );
  const text = await backups.read(backup);
  const publisher = await publisherOf(context, reference);
  const plan = await withProgress({
    title: vscode.l10n.t('Reading "{0}" in {1}', runbook, account.name),
    run: (signal) => publisher.plan(runbook, text, undefined, signal),
  });
  const present = plan.cloud.draft === undefined ? "published" : "draft";
  const document = { accountId: account.id, accountName: account.name, runbook, version: present } as const;
  const extension = requireText(plan.cloud.facts);
  await vscode.commands.executeCommand(
    "vscode.diff",
    context.documents.show({ ...document, extension }, editableText(plan.cloud)),
    context.documents.showText(`${runbook} ${backup.time.replaceAll(":", "-")}${extension}`, text),
    vscode.l10n.t("{0}: {1} ({2}) ↔ backup", runbook, account.name, present),
  );
  await askChoice(title, vscode.l10n.t("Look at the changes, then decide"), [
    {
      label: vscode.l10n.t("$(edit) Upload the backup as draft to {0}", account.name),
      detail: vscode.l10n.t("The published version stays as it is; a draft that is there is kept as a backup."),
      value: true,
    },
  ]);
  await withChange(context.changes, account.id, "runbooks", {
    title: vscode.l10n.t('Uploading the draft of "{0}" to {1}', runbook, account.name),
    run: (signal) => publisher.upload(plan, undefined, true, signal),
  });
  report(vscode.l10n.t("The backup is the draft of {0} in {1}", runbook, account.name));
}
