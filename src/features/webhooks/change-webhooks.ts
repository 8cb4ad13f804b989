/** Enables, disables and deletes webhooks. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { WebhookItem } from "../../core/browse";
import { azureAccountFor, itemFor } from "../../platform/azure-pick";
import { report, withChange } from "../../platform/azure-work";
import { confirm } from "../../platform/prompts";
import type { TreeTarget } from "../../platform/tree-target";
import type { WebhooksServices } from "./services";

const folder = "webhooks";

export async function setEnabled(services: WebhooksServices, isEnabled: boolean, argument: unknown): Promise<void> {
  const title = isEnabled ? vscode.l10n.t("Enable Webhook") : vscode.l10n.t("Disable Webhook");
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const webhook = await whichWebhook(account, target, title, (one) => one.isEnabled !== isEnabled);
  await withChange(services.changes, account.id, folder, {
    title: isEnabled
      ? vscode.l10n.t('Enabling the webhook "{0}"', webhook.name)
      : vscode.l10n.t('Disabling the webhook "{0}"', webhook.name),
    run: (signal) => account.webhooks.update(webhook.name, { isEnabled }, signal),
  });
  report(
    isEnabled
      ? vscode.l10n.t('Enabled the webhook "{0}"', webhook.name)
      : vscode.l10n.t('Disabled the webhook "{0}": its address starts nothing', webhook.name),
  );
}

export async function deleteWebhook(services: WebhooksServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Delete Webhook");
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const webhook = await whichWebhook(account, target, title);
  await confirm(
    vscode.l10n.t('Delete the webhook "{0}" of {1}?', webhook.name, account.name),
    vscode.l10n.t(
      "Whoever calls its address can no longer start {0}. The address cannot be had again.",
      webhook.runbook,
    ),
    vscode.l10n.t("Delete"),
  );
  await withChange(services.changes, account.id, folder, {
    title: vscode.l10n.t('Deleting the webhook "{0}"', webhook.name),
    run: (signal) => account.webhooks.delete(webhook.name, signal),
  });
  report(vscode.l10n.t('Deleted the webhook "{0}"', webhook.name));
}

function whichWebhook(
  account: AzureAccount,
  target: TreeTarget | undefined,
  title: string,
  isWanted: (webhook: WebhookItem) => boolean = () => true,
): Promise<WebhookItem> {
  return itemFor(account, target, {
    kind: "webhook",
    folder,
    title,
    placeHolder: vscode.l10n.t("Webhook of {0}", account.name),
    show: (one) => (isWanted(one) ? { label: one.name, description: one.runbook, detail: one.expiryTime } : undefined),
    ifEmpty: vscode.l10n.t("Create a webhook first, or none is in a state that fits."),
  });
}
