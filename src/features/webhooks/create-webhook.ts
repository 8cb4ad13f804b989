/** Creates a webhook. Its address is a secret that Azure tells once: it goes to the clipboard when the person says so, and nowhere else. */
import * as vscode from "vscode";

import { toWebhookItem } from "../../azure/account/browse-items";
import { AutomationError } from "../../core/errors";
import { askStartOptions, publishedRunbookFor } from "../../platform/azure-parameters";
import { azureAccountFor } from "../../platform/azure-pick";
import { report, withChange } from "../../platform/azure-work";
import { askChoice, askText, confirm } from "../../platform/prompts";
import { checkExpiry, expiryAfter } from "./expiry";
import type { WebhooksServices } from "./services";

export async function createWebhook({ azure, changes, tree }: WebhooksServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Create Webhook");
  const { account, target } = await azureAccountFor(azure, argument, title);
  const runbook = await publishedRunbookFor(account, target, title);
  if (runbook.state === "New") {
    throw new AutomationError("invalid-usage", vscode.l10n.t("{0} was never published.", runbook.name), {
      hint: vscode.l10n.t("Publish it first: a webhook starts the published version."),
    });
  }
  const name = await askText({
    title,
    prompt: vscode.l10n.t("Name of the webhook of {0}", runbook.name),
    problem: (text) => (text.length > 128 ? vscode.l10n.t("128 characters at most.") : undefined),
  });
  const expiryTime = await askExpiry(title);
  const options = await askStartOptions(account, runbook.name, title);
  await confirm(
    vscode.l10n.t('Create the webhook "{0}"?', name),
    vscode.l10n.t(
      "Whoever has its address can start {0} until {1}, without signing in. Azure shows the address once; you can copy it in the next step.",
      runbook.name,
      expiryTime.toLocaleDateString(vscode.env.language),
    ),
    vscode.l10n.t("Create Webhook"),
  );
  const { webhook, secretUri } = await withChange(changes, account.id, "webhooks", {
    title: vscode.l10n.t('Creating the webhook "{0}"', name),
    run: (signal) => account.webhooks.create(name, { runbook: runbook.name, expiryTime, ...options }, signal),
  });
  void tree.show({ accountId: account.id, folder: "webhooks", item: toWebhookItem(webhook) });
  await handOver(name, secretUri);
}

/** Leaving without the address is asked about once more: it cannot be had again. */
async function handOver(name: string, secretUri: string): Promise<void> {
  const copy = vscode.l10n.t("Copy Address");
  const first = await vscode.window.showInformationMessage(
    vscode.l10n.t('The webhook "{0}" is ready.', name),
    {
      modal: true,
      detail: vscode.l10n.t("Its address is a secret and is never shown again. Copy it and keep it in a safe place."),
    },
    copy,
  );
  const chosen =
    first ??
    (await vscode.window.showWarningMessage(
      vscode.l10n.t('Leave without the address of "{0}"?', name),
      { modal: true, detail: vscode.l10n.t("Nobody can use the webhook then: delete it and create another one.") },
      copy,
    ));
  if (chosen === copy) {
    await vscode.env.clipboard.writeText(secretUri);
    report(vscode.l10n.t('Copied the address of "{0}"', name));
  } else {
    report(vscode.l10n.t('The address of "{0}" was not copied', name));
  }
}

async function askExpiry(title: string): Promise<Date> {
  const months = await askChoice(title, vscode.l10n.t("How long it may be used"), [
    { label: vscode.l10n.t("One month"), value: 1 },
    { label: vscode.l10n.t("Six months"), value: 6 },
    { label: vscode.l10n.t("One year"), value: 12 },
    { label: vscode.l10n.t("Until a date…"), value: 0 },
  ]);
  if (months > 0) {
    return expiryAfter(months, Date.now());
  }
  const text = await askText({
    title,
    prompt: vscode.l10n.t("Last day, UTC"),
    placeHolder: "2027-01-31",
    problem: (given) =>
      checkExpiry(given, Date.now()) === undefined
        ? vscode.l10n.t("Give a day as 2027-01-31, after today and within ten years.")
        : undefined,
  });
  return checkExpiry(text, Date.now()) ?? expiryAfter(1, Date.now());
}
