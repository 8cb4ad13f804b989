/** What the commands for jobs of Azure accounts are given by the composition root. */
import type { AccountChanges } from "../../platform/account-changes";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { CommandManager } from "../../platform/commands";

export interface JobsServices {
  readonly commands: CommandManager;
  readonly azure: AzureAccounts;
  readonly changes: AccountChanges;
}
