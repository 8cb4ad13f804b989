/** The commands of signing in; loaded with the first of them. */
import * as vscode from "vscode";

import { AutomationError, cancelled } from "../../core/errors";
import type { AzureAccounts, SubscriptionItem } from "../../platform/azure-accounts";
import { askAzureAccount } from "../../platform/azure-pick";
import { report, withProgress } from "../../platform/azure-work";
import { askChoice } from "../../platform/prompts";
import { treeTargetOf } from "../../platform/tree-target";

/** Where somebody is signed in already, the person may want to be somebody else. */
export async function signIn(azure: AzureAccounts): Promise<void> {
  const isSignedIn = (await azure.state()).kind === "signedIn";
  const account = await azure.signIn({ chooseAccount: isSignedIn });
  report(vscode.l10n.t("Signed in to Azure as {0}", account.label));
}

export async function signOut(azure: AzureAccounts): Promise<void> {
  const state = await azure.state();
  if (state.kind === "signedOut") {
    report(vscode.l10n.t("Nobody is signed in to Azure"));
    return;
  }
  await azure.signOut();
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Runbook Workbench no longer uses {0}. Other extensions still may: sign out in the Accounts menu to end that too.",
      state.label,
    ),
  );
}

/** Subscriptions of other directories need a sign-in of their own; each is asked for now, and never again unasked. */
export async function chooseDirectories(azure: AzureAccounts): Promise<void> {
  await requireSignIn(azure);
  const title = vscode.l10n.t("Choose Directories");
  const tenants = await withProgress({
    title: vscode.l10n.t("Listing your directories"),
    run: (signal) => azure.tenants(signal),
  });
  const chosen = await vscode.window.showQuickPick(
    tenants.map((tenant) => ({
      label: tenant.name === "" ? tenant.tenantId : tenant.name,
      description: tenant.domain,
      detail: tenant.tenantId,
      picked: azure.chosenTenants.includes(tenant.tenantId),
      tenantId: tenant.tenantId,
    })),
    {
      title,
      placeHolder: vscode.l10n.t("Directories whose subscriptions to show besides your own"),
      canPickMany: true,
      ignoreFocusOut: true,
      matchOnDescription: true,
      matchOnDetail: true,
    },
  );
  if (chosen === undefined) {
    throw cancelled();
  }
  const added = chosen.filter((one) => !azure.chosenTenants.includes(one.tenantId));
  for (const { tenantId } of added) {
    await azure.signIn({ tenantId });
  }
  await azure.chooseTenants(chosen.map((one) => one.tenantId));
}

export async function selectSubscriptions(azure: AzureAccounts): Promise<void> {
  await requireSignIn(azure);
  const subscriptions = await withProgress({
    title: vscode.l10n.t("Listing your subscriptions"),
    run: async (signal) => {
      const all: SubscriptionItem[] = [];
      const list = azure.subscriptions({ all: true });
      let token: string | undefined;
      do {
        const page = await list.page(token, signal);
        all.push(...page.items);
        token = page.nextToken;
      } while (token !== undefined);
      return all;
    },
  });
  if (subscriptions.length === 0) {
    throw new AutomationError("not-found", vscode.l10n.t("Your sign-in reaches no subscription."), {
      hint: vscode.l10n.t("Choose directories, or sign in with another account."),
    });
  }
  const shown = azure.shownSubscriptions;
  const chosen = await vscode.window.showQuickPick(
    subscriptions.map((one) => ({
      label: one.name,
      description: one.subscriptionId,
      picked: shown === undefined || shown.includes(one.subscriptionId),
      id: one.subscriptionId,
    })),
    {
      title: vscode.l10n.t("Select Subscriptions"),
      placeHolder: vscode.l10n.t("Subscriptions to show"),
      canPickMany: true,
      ignoreFocusOut: true,
      matchOnDescription: true,
    },
  );
  if (chosen === undefined) {
    throw cancelled();
  }
  // All of them also means those that come later.
  await azure.showSubscriptions(chosen.length === subscriptions.length ? undefined : chosen.map((one) => one.id));
}

export async function pinAccount(azure: AzureAccounts, argument: unknown): Promise<void> {
  const target = treeTargetOf(argument);
  const account =
    target === undefined
      ? await askAzureAccount(azure, vscode.l10n.t("Pin Account"))
      : await azure.byId(target.accountId);
  await azure.pin(account);
}

export async function unpinAccount(azure: AzureAccounts, argument: unknown): Promise<void> {
  const target = treeTargetOf(argument);
  if (target !== undefined) {
    await azure.unpin(target.accountId);
    return;
  }
  if (azure.pins.length === 0) {
    throw new AutomationError("not-found", vscode.l10n.t("No account is pinned."));
  }
  const id = await askChoice(
    vscode.l10n.t("Unpin Account"),
    vscode.l10n.t("Automation account"),
    azure.pins.map((pin) => ({ label: pin.name, description: pin.resourceGroup, value: pin.id })),
  );
  await azure.unpin(id);
}

async function requireSignIn(azure: AzureAccounts): Promise<void> {
  if ((await azure.state()).kind === "signedOut") {
    await azure.signIn();
  }
}
