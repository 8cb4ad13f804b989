/** Ties runbooks to schedules and unties them. */
import * as vscode from "vscode";

import type { ScheduleLink } from "../../azure/account/schedules";
import { isSameName } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { askStartOptions, publishedRunbookFor } from "../../platform/azure-parameters";
import { azureAccountFor } from "../../platform/azure-pick";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { askChoice, confirm } from "../../platform/prompts";
import { itemOfKind, type TreeTarget } from "../../platform/tree-target";
import type { SchedulesServices } from "./services";
import { whichSchedule } from "./which-schedule";

const folder = "schedules";

/** From a schedule's row it asks for the runbook, from a runbook's row for the schedule, from the palette for both. */
export async function linkRunbook(services: SchedulesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Link Runbook to Schedule");
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const schedule = scheduleNameOf(argument) ?? (await whichSchedule(account, target, title)).name;
  const runbook = await publishedRunbookFor(account, target, title);
  if (runbook.state === "New") {
    throw new AutomationError("invalid-usage", vscode.l10n.t("{0} was never published.", runbook.name), {
      hint: vscode.l10n.t("Publish it first: a schedule starts the published version."),
    });
  }
  const options = await askStartOptions(account, runbook.name, title);
  await withChange(services.changes, account.id, folder, {
    title: vscode.l10n.t('Linking {0} to "{1}"', runbook.name, schedule),
    run: (signal) => account.schedules.link(runbook.name, schedule, options, signal),
  });
  report(vscode.l10n.t('"{0}" now starts {1}', schedule, runbook.name));
}

export async function unlinkRunbook(services: SchedulesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Unlink Runbook from Schedule");
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const all = await withProgress({
    title: vscode.l10n.t("Reading the links of {0}", account.name),
    run: (signal) => account.schedules.listLinks().all(signal),
  });
  const links = all.filter((link) => isOf(link, target));
  if (links.length === 0) {
    throw new AutomationError("not-found", vscode.l10n.t("No runbook is linked to a schedule here."));
  }
  const link = await askChoice<ScheduleLink>(
    title,
    vscode.l10n.t("Link of {0}", account.name),
    links.map((one) => ({
      label: one.runbook,
      description: one.schedule,
      detail: Object.entries(one.parameters)
        .map(([name, value]) => `${name}=${value}`)
        .join(" "),
      value: one,
    })),
  );
  await confirm(
    vscode.l10n.t('Unlink {0} from "{1}"?', link.runbook, link.schedule),
    vscode.l10n.t("The schedule no longer starts it. The parameters of the link are lost."),
    vscode.l10n.t("Unlink"),
  );
  await withChange(services.changes, account.id, folder, {
    title: vscode.l10n.t('Unlinking {0} from "{1}"', link.runbook, link.schedule),
    run: (signal) => account.schedules.unlink(link.id, signal),
  });
  report(vscode.l10n.t('"{0}" no longer starts {1}', link.schedule, link.runbook));
}

function isOf(link: ScheduleLink, target: TreeTarget | undefined): boolean {
  const schedule = itemOfKind(target, "schedule")?.name ?? link.schedule;
  const runbook = itemOfKind(target, "runbook")?.name ?? link.runbook;
  return isSameName(link.schedule, schedule) && isSameName(link.runbook, runbook);
}

/** The offer after creating a schedule names it. */
function scheduleNameOf(argument: unknown): string | undefined {
  return typeof argument === "object" &&
    argument !== null &&
    "schedule" in argument &&
    typeof argument.schedule === "string"
    ? argument.schedule
    : undefined;
}
