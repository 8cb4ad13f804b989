/** The roles of an account's identities: showing, assigning and removing them. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { AzureResourceGroup } from "../../azure/account/azure-subscriptions";
import type { RoleDefinition } from "../../azure/account/role-assignments";
import { AutomationError } from "../../core/errors";
import { askFromPages } from "../../platform/azure-pick";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { askChoice, askText, confirm } from "../../platform/prompts";
import { namedAssignments, placeOf, type NamedAssignment } from "./identity-roles";
import type { IdentitiesServices } from "./services";
import { whichIdentity, type Chosen } from "./which-identity";

const folder = "identities";

export async function showRoles(services: IdentitiesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Roles of Identity");
  const chosen = await whichIdentity(services, argument, title);
  const assignments = await readRoles(services, chosen);
  if (assignments.length === 0) {
    const add = vscode.l10n.t("Assign Role…");
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t("{0} of {1} has no roles in this subscription.", chosen.identity.name, chosen.account.name),
      add,
    );
    if (answer === add) {
      await addTo(services, chosen);
    }
    return;
  }
  const one = await askAssignment(title, chosen, assignments);
  const action = await askChoice(title, `${one.role}: ${one.place}`, [
    { label: vscode.l10n.t("Copy Scope"), description: one.assignment.scope, value: "copy" as const },
    { label: vscode.l10n.t("Remove Role Assignment…"), value: "remove" as const },
  ]);
  if (action === "copy") {
    await vscode.env.clipboard.writeText(one.assignment.scope);
    report(vscode.l10n.t("Copied {0}", one.assignment.scope));
  } else {
    await remove(services, chosen, one);
  }
}

export async function addRole(services: IdentitiesServices, argument: unknown): Promise<void> {
  await addTo(services, await whichIdentity(services, argument, vscode.l10n.t("Assign Role to Identity")));
}

export async function removeRole(services: IdentitiesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Remove Role from Identity");
  const chosen = await whichIdentity(services, argument, title);
  const assignments = await readRoles(services, chosen);
  if (assignments.length === 0) {
    throw new AutomationError(
      "not-found",
      vscode.l10n.t("{0} has no roles in this subscription.", chosen.identity.name),
    );
  }
  await remove(services, chosen, await askAssignment(title, chosen, assignments));
}

async function addTo(services: IdentitiesServices, { account, identity }: Chosen): Promise<void> {
  const title = vscode.l10n.t("Assign Role to Identity");
  const scope = await askScope(services, account, title);
  const roles = await services.azure.rolesFor(account);
  const role = await askFromPages<RoleDefinition>({
    title,
    placeHolder: vscode.l10n.t("Role on {0}", placeOf(scope)),
    list: roles.listRoles(scope),
    show: (one) => ({ label: one.name, detail: one.description }),
    ifEmpty: vscode.l10n.t("No role can be given there."),
  });
  await confirm(
    vscode.l10n.t("Give {0} the role {1}?", identity.name, role.name),
    [
      vscode.l10n.t("Where: {0} ({1})", placeOf(scope), scope),
      vscode.l10n.t("Every runbook of {0} can then do this: {1}", account.name, role.description || role.name),
    ].join("\n"),
    vscode.l10n.t("Assign Role"),
  );
  await withChange(services.changes, account.id, folder, {
    title: vscode.l10n.t("Assigning {0} to {1}", role.name, identity.name),
    run: (signal) => roles.add(scope, role.id, identity.principalId, { signal }),
  });
  report(vscode.l10n.t("{0} has the role {1}; it may take ten minutes to work", identity.name, role.name));
}

async function remove(
  services: IdentitiesServices,
  { account, identity }: Chosen,
  one: NamedAssignment,
): Promise<void> {
  await confirm(
    vscode.l10n.t("Take the role {0} from {1}?", one.role, identity.name),
    vscode.l10n.t("Runbooks of {0} lose it on {1} ({2}).", account.name, one.place, one.assignment.scope),
    vscode.l10n.t("Remove Role"),
  );
  const roles = await services.azure.rolesFor(account);
  await withChange(services.changes, account.id, folder, {
    title: vscode.l10n.t("Taking {0} from {1}", one.role, identity.name),
    run: (signal) => roles.remove(one.assignment.id, signal),
  });
  report(vscode.l10n.t("{0} no longer has the role {1}", identity.name, one.role));
}

async function readRoles(
  services: IdentitiesServices,
  { account, identity }: Chosen,
): Promise<readonly NamedAssignment[]> {
  const roles = await services.azure.rolesFor(account);
  return withProgress({
    title: vscode.l10n.t("Reading the roles of {0}", identity.name),
    run: (signal) => namedAssignments(roles, account.ref.subscriptionId, identity.principalId, signal),
  });
}

function askAssignment(
  title: string,
  { identity }: Chosen,
  assignments: readonly NamedAssignment[],
): Promise<NamedAssignment> {
  return askChoice(
    title,
    vscode.l10n.t("Role of {0}", identity.name),
    assignments.map((one) => ({ label: one.role, description: one.place, detail: one.assignment.scope, value: one })),
  );
}

/** Small scopes stand first: an identity should get no more than it needs. */
async function askScope(services: IdentitiesServices, account: AzureAccount, title: string): Promise<string> {
  const { subscriptionId, resourceGroup } = account.ref;
  const subscription = `/subscriptions/${subscriptionId}`;
  const kind = await askChoice(title, vscode.l10n.t("Where the role is for"), [
    { label: vscode.l10n.t("This Automation account"), description: account.name, value: account.id },
    {
      label: vscode.l10n.t("Its resource group"),
      description: resourceGroup,
      value: `${subscription}/resourceGroups/${resourceGroup}`,
    },
    { label: vscode.l10n.t("Another resource group…"), value: "group" },
    { label: vscode.l10n.t("A resource by its id…"), value: "id" },
    { label: vscode.l10n.t("The whole subscription"), description: subscriptionId, value: subscription },
  ]);
  if (kind === "group") {
    const group = await askFromPages<AzureResourceGroup>({
      title,
      placeHolder: vscode.l10n.t("Resource group"),
      list: services.azure.resourceGroupsBeside(account),
      show: (one) => ({ label: one.name, description: one.location }),
      ifEmpty: vscode.l10n.t("The subscription has no resource groups that you may see."),
    });
    return group.id;
  }
  if (kind !== "id") {
    return kind;
  }
  return askText({
    title,
    prompt: vscode.l10n.t("Resource id"),
    placeHolder: "/subscriptions/…/resourceGroups/…/providers/Microsoft.Compute/virtualMachines/…",
    problem: (text) =>
      /^(\/[^/\s]+){2,}$/.test(text.trim()) && /^\/subscriptions\//i.test(text.trim())
        ? undefined
        : vscode.l10n.t("This is no resource id."),
  }).then((text) => text.trim());
}
