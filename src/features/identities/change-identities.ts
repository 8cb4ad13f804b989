/** Switching identities of an account on and off; each question says who gains or loses what. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import { AutomationError, describeError, isCancelled } from "../../core/errors";
import type { UserAssignedIdentity } from "../../core/identity";
import { askFromPages, azureAccountFor } from "../../platform/azure-pick";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { askChoice, confirm } from "../../platform/prompts";
import { namedAssignments } from "./identity-roles";
import type { IdentitiesServices } from "./services";
import { whichIdentity } from "./which-identity";

const folder = "identities";

export async function copyId(services: IdentitiesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Copy Id of Identity");
  const { identity } = await whichIdentity(services, argument, title);
  const ids = [
    { label: vscode.l10n.t("Client id"), value: identity.clientId },
    { label: vscode.l10n.t("Principal id (object id)"), value: identity.principalId },
    { label: vscode.l10n.t("Tenant id"), value: identity.tenantId },
    { label: vscode.l10n.t("Resource id"), value: identity.resourceId },
  ].filter((id) => id.value !== "");
  const id = await askChoice(
    title,
    identity.name,
    ids.map((one) => ({ ...one, description: one.value })),
  );
  await vscode.env.clipboard.writeText(id);
  report(vscode.l10n.t("Copied {0}", id));
}

export async function enableSystem(services: IdentitiesServices, argument: unknown): Promise<void> {
  const { azure, changes } = services;
  const { account } = await azureAccountFor(azure, argument, vscode.l10n.t("Enable System-Assigned Identity"));
  await confirm(
    vscode.l10n.t("Enable the system-assigned identity of {0}?", account.name),
    vscode.l10n.t(
      "Microsoft Entra ID gets a service principal of that name, and runbooks can sign in as it. It may do nothing until you assign roles to it.",
    ),
    vscode.l10n.t("Enable"),
  );
  const identities = await withChange(changes, account.id, folder, {
    title: vscode.l10n.t("Enabling the system-assigned identity of {0}", account.name),
    run: (signal) => account.identities.enableSystem(signal),
  });
  report(
    vscode.l10n.t(
      "Enabled the system-assigned identity of {0}: {1}",
      account.name,
      identities.system?.principalId ?? "",
    ),
  );
}

export async function disableSystem(services: IdentitiesServices, argument: unknown): Promise<void> {
  const { azure, changes } = services;
  const { account } = await azureAccountFor(azure, argument, vscode.l10n.t("Disable System-Assigned Identity"));
  const { system } = await withProgress({
    title: vscode.l10n.t("Reading the identities of {0}", account.name),
    run: (signal) => account.identities.get(signal),
  });
  if (system === undefined) {
    throw new AutomationError("not-found", vscode.l10n.t("{0} has no system-assigned identity.", account.name));
  }
  await confirm(
    vscode.l10n.t("Disable the system-assigned identity of {0}?", account.name),
    [
      vscode.l10n.t("Its service principal {0} is deleted; enabling it again makes another one.", system.principalId),
      await lostAccess(services, account, system.principalId),
    ].join("\n\n"),
    vscode.l10n.t("Disable"),
  );
  await withChange(changes, account.id, folder, {
    title: vscode.l10n.t("Disabling the system-assigned identity of {0}", account.name),
    run: (signal) => account.identities.disableSystem(signal),
  });
  report(vscode.l10n.t("Disabled the system-assigned identity of {0}", account.name));
}

export async function attach(services: IdentitiesServices, argument: unknown): Promise<void> {
  const { azure, changes, tree } = services;
  const title = vscode.l10n.t("Attach User-Assigned Identity");
  const { account } = await azureAccountFor(azure, argument, title);
  const { userAssigned } = await account.identities.get();
  const attached = new Set(userAssigned.map((one) => one.resourceId.toLowerCase()));
  const identity = await askFromPages<UserAssignedIdentity>({
    title,
    placeHolder: vscode.l10n.t("Identity of the subscription; runbooks of {0} will be able to act as it", account.name),
    list: account.identities.listAvailable(),
    show: (one) =>
      attached.has(one.resourceId.toLowerCase())
        ? undefined
        : { label: one.name, description: resourceGroupOf(one.resourceId), detail: one.clientId },
    ifEmpty: vscode.l10n.t("Create a user-assigned identity in the subscription first, or all are attached already."),
  });
  await withChange(changes, account.id, folder, {
    title: vscode.l10n.t("Attaching {0} to {1}", identity.name, account.name),
    run: (signal) => account.identities.attach(identity.resourceId, signal),
  });
  const item = { kind: "identity", isSystemAssigned: false, isOn: true, ...identity } as const;
  void tree.show({ accountId: account.id, folder, item });
  report(vscode.l10n.t("Attached {0} to {1}", identity.name, account.name));
}

export async function detach(services: IdentitiesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Detach User-Assigned Identity");
  const { account, identity } = await whichIdentity(services, argument, title, (one) => !one.isSystemAssigned);
  await confirm(
    vscode.l10n.t("Detach {0} from {1}?", identity.name, account.name),
    [
      vscode.l10n.t("Runbooks that sign in with the client id {0} will fail.", identity.clientId),
      vscode.l10n.t("The identity and its roles stay."),
    ].join(" "),
    vscode.l10n.t("Detach"),
  );
  await withChange(services.changes, account.id, folder, {
    title: vscode.l10n.t("Detaching {0} from {1}", identity.name, account.name),
    run: (signal) => account.identities.detach(identity.resourceId, signal),
  });
  report(vscode.l10n.t("Detached {0} from {1}", identity.name, account.name));
}

/** What the identity may do now, in lines; its absence is no reason not to ask. */
async function lostAccess(services: IdentitiesServices, account: AzureAccount, principalId: string): Promise<string> {
  try {
    const roles = await services.azure.rolesFor(account);
    const assignments = await withProgress({
      title: vscode.l10n.t("Looking up what the identity may do"),
      run: (signal) => namedAssignments(roles, account.ref.subscriptionId, principalId, signal),
    });
    return assignments.length === 0
      ? vscode.l10n.t("It has no roles in this subscription.")
      : [
          vscode.l10n.t("Runbooks that sign in as it lose:"),
          ...assignments.map(({ role, place }) => `• ${role}: ${place}`),
        ].join("\n");
  } catch (error) {
    if (isCancelled(error)) {
      throw error;
    }
    return vscode.l10n.t("What it may do now could not be read. {0}", describeError(error));
  }
}

function resourceGroupOf(resourceId: string): string {
  return /\/resourceGroups\/([^/]+)/i.exec(resourceId)?.[1] ?? "";
}
