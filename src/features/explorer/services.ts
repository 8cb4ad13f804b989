/** What the trees need of the rest of the extension. */
import type { AccountChanges } from "../../platform/account-changes";
import type { AccountTree } from "../../platform/account-tree";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { CommandManager } from "../../platform/commands";
import type { JobRegistry } from "../../platform/job-registry";
import type { LocalAccounts } from "../../platform/local-accounts";
import type { Log } from "../../platform/log";

export interface ExplorerServices {
  readonly commands: CommandManager;
  readonly accounts: LocalAccounts;
  readonly azure: AzureAccounts;
  readonly changes: AccountChanges;
  readonly jobs: JobRegistry;
  readonly tree: AccountTree;
  readonly log: Log;
}
