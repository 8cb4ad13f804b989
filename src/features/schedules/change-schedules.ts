/** Enables, disables and deletes schedules. */
import * as vscode from "vscode";

import { isSameName } from "../../core/asset";
import { azureAccountFor } from "../../platform/azure-pick";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { confirm } from "../../platform/prompts";
import type { SchedulesServices } from "./services";
import { whichSchedule } from "./which-schedule";

const folder = "schedules";

export async function setEnabled(services: SchedulesServices, isEnabled: boolean, argument: unknown): Promise<void> {
  const title = isEnabled ? vscode.l10n.t("Enable Schedule") : vscode.l10n.t("Disable Schedule");
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const schedule = await whichSchedule(account, target, title, (one) => one.isEnabled !== isEnabled);
  await withChange(services.changes, account.id, folder, {
    title: isEnabled
      ? vscode.l10n.t('Enabling the schedule "{0}"', schedule.name)
      : vscode.l10n.t('Disabling the schedule "{0}"', schedule.name),
    run: (signal) => account.schedules.update(schedule.name, { isEnabled }, signal),
  });
  report(
    isEnabled
      ? vscode.l10n.t('Enabled the schedule "{0}"', schedule.name)
      : vscode.l10n.t('Disabled the schedule "{0}"', schedule.name),
  );
}

export async function deleteSchedule(services: SchedulesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Delete Schedule");
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const schedule = await whichSchedule(account, target, title);
  const links = await withProgress({
    title: vscode.l10n.t('Looking up what "{0}" starts', schedule.name),
    run: (signal) => account.schedules.listLinks().all(signal),
  });
  const runbooks = links.filter((link) => isSameName(link.schedule, schedule.name)).map((link) => link.runbook);
  await confirm(
    vscode.l10n.t('Delete the schedule "{0}" of {1}?', schedule.name, account.name),
    runbooks.length === 0
      ? vscode.l10n.t("It starts no runbook.")
      : vscode.l10n.t("These runbooks are no longer started by it: {0}.", [...new Set(runbooks)].join(", ")),
    vscode.l10n.t("Delete"),
  );
  await withChange(services.changes, account.id, folder, {
    title: vscode.l10n.t('Deleting the schedule "{0}"', schedule.name),
    run: (signal) => account.schedules.delete(schedule.name, signal),
  });
  report(vscode.l10n.t('Deleted the schedule "{0}"', schedule.name));
}
