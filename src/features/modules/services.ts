/** What the commands for modules of Azure accounts are given by the composition root. */
import type { AccountChanges } from "../../platform/account-changes";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { CommandManager } from "../../platform/commands";

export interface ModulesServices {
  readonly commands: CommandManager;
  readonly azure: AzureAccounts;
  readonly changes: AccountChanges;
}
