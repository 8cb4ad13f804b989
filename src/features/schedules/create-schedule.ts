/** Creates a schedule: name, frequency, start, time zone. */
import * as vscode from "vscode";

import { toScheduleItem } from "../../azure/account/browse-items";
import type { NewSchedule, ScheduleFrequency } from "../../azure/account/schedules";
import { AutomationError, cancelled } from "../../core/errors";
import { azureAccountFor } from "../../platform/azure-pick";
import { report, withChange } from "../../platform/azure-work";
import { commandIds } from "../../platform/command-ids";
import { askChoice, askText } from "../../platform/prompts";
import { isInterval, readMonthDays, readStart, suggestStart, type InputProblem } from "./schedule-input";
import type { SchedulesServices } from "./services";

export async function createSchedule({ azure, changes, tree }: SchedulesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Create Schedule");
  const { account } = await azureAccountFor(azure, argument, title);
  const name = await askText({
    title,
    prompt: vscode.l10n.t("Name of the schedule in {0}", account.name),
    problem: (text) =>
      text.trim() !== text || text.length > 128
        ? vscode.l10n.t("No blanks at its ends, 128 characters at most.")
        : undefined,
  });
  const schedule = await askSchedule(title);
  const created = await withChange(changes, account.id, "schedules", {
    title: vscode.l10n.t('Creating the schedule "{0}" in {1}', name, account.name),
    run: (signal) => account.schedules.create(name, schedule, signal),
  });
  void tree.show({ accountId: account.id, folder: "schedules", item: toScheduleItem(created) });
  const link = vscode.l10n.t("Link to Runbook…");
  void vscode.window
    .showInformationMessage(
      vscode.l10n.t('Created the schedule "{0}". It starts nothing before a runbook is linked to it.', created.name),
      link,
    )
    .then((chosen) => {
      if (chosen === link) {
        const target = { accountId: account.id, folder: "schedules", schedule: created.name };
        void vscode.commands.executeCommand(commandIds.schedules.link, target);
      }
    });
  report(vscode.l10n.t('First run of "{0}": {1}', created.name, created.nextRun || created.startTime));
}

async function askSchedule(title: string): Promise<NewSchedule> {
  const frequency = await askChoice<ScheduleFrequency>(title, vscode.l10n.t("How often"), [
    { label: vscode.l10n.t("Once"), value: "OneTime" },
    { label: vscode.l10n.t("Hourly"), value: "Hour" },
    { label: vscode.l10n.t("Daily"), value: "Day" },
    { label: vscode.l10n.t("Weekly"), value: "Week" },
    { label: vscode.l10n.t("Monthly"), value: "Month" },
  ]);
  const interval = frequency === "OneTime" ? undefined : await askInterval(title, frequency);
  const weekDays = frequency === "Week" ? await askWeekDays(title) : undefined;
  const monthDays = frequency === "Month" ? await askMonthDays(title) : undefined;
  const timeZone = await askTimeZone(title);
  const startText = await askText({
    title,
    prompt: vscode.l10n.t("First run, on the clock of {0}", timeZone),
    placeHolder: "2026-01-31 06:00",
    value: suggestStart(timeZone, Date.now()),
    problem: (text) => {
      const read = readStart(text, timeZone, Date.now());
      return read.ok ? undefined : problemText(read.problem);
    },
  });
  const start = readStart(startText, timeZone, Date.now());
  if (!start.ok) {
    // The clock went on while the box was open.
    throw new AutomationError("invalid-usage", problemText(start.problem));
  }
  const description = await askText({ title, prompt: vscode.l10n.t("Description (optional)"), isOptional: true });
  return {
    startTime: start.value,
    frequency,
    timeZone,
    ...(interval !== undefined && { interval }),
    ...(weekDays !== undefined && { weekDays }),
    ...(monthDays !== undefined && { monthDays }),
    ...(description !== "" && { description }),
  };
}

async function askInterval(title: string, frequency: ScheduleFrequency): Promise<number> {
  const units: Readonly<Record<string, string>> = {
    Hour: vscode.l10n.t("Every how many hours"),
    Day: vscode.l10n.t("Every how many days"),
    Week: vscode.l10n.t("Every how many weeks"),
    Month: vscode.l10n.t("Every how many months"),
  };
  const text = await askText({
    title,
    prompt: units[frequency] ?? "",
    value: "1",
    problem: (given) => (isInterval(given) ? undefined : vscode.l10n.t("A whole number from 1 to 100.")),
  });
  return Number(text);
}

/** The names that Azure knows; the editor's language may be another. */
async function askWeekDays(title: string): Promise<readonly string[] | undefined> {
  const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  const format = new Intl.DateTimeFormat(vscode.env.language, { weekday: "long", timeZone: "UTC" });
  const chosen = await vscode.window.showQuickPick(
    // The fifth of January 2026 is a Monday.
    days.map((day, index) => ({ label: format.format(Date.UTC(2026, 0, 5 + index)), day })),
    {
      title,
      placeHolder: vscode.l10n.t("Days; none: the day of the first run"),
      canPickMany: true,
      ignoreFocusOut: true,
    },
  );
  if (chosen === undefined) {
    throw cancelled();
  }
  return chosen.length === 0 ? undefined : chosen.map((one) => one.day);
}

async function askMonthDays(title: string): Promise<readonly number[] | undefined> {
  const text = await askText({
    title,
    prompt: vscode.l10n.t("Days of the month; empty: the day of the first run"),
    placeHolder: "1, 15, last",
    isOptional: true,
    problem: (given) => (readMonthDays(given).ok ? undefined : problemText("noDays")),
  });
  const days = readMonthDays(text);
  return text === "" || !days.ok ? undefined : days.value;
}

async function askTimeZone(title: string): Promise<string> {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const others = Intl.supportedValuesOf("timeZone").filter((zone) => zone !== here && zone !== "UTC");
  return askChoice(title, vscode.l10n.t("Time zone; the schedule follows its summer time"), [
    { label: here, description: vscode.l10n.t("this machine"), value: here },
    ...(here === "UTC" ? [] : [{ label: "UTC", value: "UTC" }]),
    ...others.map((zone) => ({ label: zone, value: zone })),
  ]);
}

function problemText(problem: InputProblem): string {
  switch (problem) {
    case "noTime":
      return vscode.l10n.t("Give date and time as 2026-01-31 06:00.");
    case "skipped":
      return vscode.l10n.t("The clocks of this time zone skip that time.");
    case "tooSoon":
      return vscode.l10n.t("The first run must be at least five minutes away.");
    case "noDays":
      return vscode.l10n.t("Give days from 1 to 31, or the word last, with commas between.");
  }
}
