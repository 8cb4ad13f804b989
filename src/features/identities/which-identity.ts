/** Finds the identity that a command means. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { IdentityItem } from "../../core/browse";
import { AutomationError } from "../../core/errors";
import { azureAccountFor, itemFor } from "../../platform/azure-pick";
import type { IdentitiesServices } from "./services";

export interface Chosen {
  readonly account: AzureAccount;
  readonly identity: IdentityItem;
}

/** `isWanted`: which identities of the account may be chosen. */
export async function whichIdentity(
  { azure }: IdentitiesServices,
  argument: unknown,
  title: string,
  isWanted: (identity: IdentityItem) => boolean = (identity) => identity.isOn,
): Promise<Chosen> {
  const { account, target } = await azureAccountFor(azure, argument, title);
  const identity = await itemFor(account, target, {
    kind: "identity",
    folder: "identities",
    title,
    placeHolder: vscode.l10n.t("Identity of {0}", account.name),
    show: (one) => (isWanted(one) ? { label: one.name, description: one.principalId } : undefined),
    ifEmpty: vscode.l10n.t("Enable the system-assigned identity or attach a user-assigned one first."),
  });
  if (!isWanted(identity)) {
    throw new AutomationError("invalid-usage", vscode.l10n.t("This does not fit {0}.", identity.name), {
      hint: identity.isOn
        ? vscode.l10n.t("Choose another identity.")
        : vscode.l10n.t("Enable the system-assigned identity first."),
    });
  }
  return { account, identity };
}
