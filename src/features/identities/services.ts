/** What the commands for identities of Azure accounts are given by the composition root. */
import type { AccountChanges } from "../../platform/account-changes";
import type { AccountTree } from "../../platform/account-tree";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { CommandManager } from "../../platform/commands";

export interface IdentitiesServices {
  readonly commands: CommandManager;
  readonly azure: AzureAccounts;
  readonly changes: AccountChanges;
  readonly tree: AccountTree;
}
