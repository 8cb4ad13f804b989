/** Finds the schedule that a command means. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { ScheduleItem } from "../../core/browse";
import { itemFor } from "../../platform/azure-pick";
import type { TreeTarget } from "../../platform/tree-target";

export function whichSchedule(
  account: AzureAccount,
  target: TreeTarget | undefined,
  title: string,
  isWanted: (schedule: ScheduleItem) => boolean = () => true,
): Promise<ScheduleItem> {
  return itemFor(account, target, {
    kind: "schedule",
    folder: "schedules",
    title,
    placeHolder: vscode.l10n.t("Schedule of {0}", account.name),
    show: (one) => (isWanted(one) ? { label: one.name, description: `${one.frequency} · ${one.nextRun}` } : undefined),
    ifEmpty: vscode.l10n.t("Create a schedule first, or none is in a state that fits."),
  });
}
