import type * as vscode from "vscode";

import type { AccountChanges } from "../../platform/account-changes";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { AssetUses } from "../../platform/asset-uses";
import type { CommandManager } from "../../platform/commands";
import type { LocalAccounts } from "../../platform/local-accounts";
import type { Log } from "../../platform/log";

/** What the language features need of the rest of the extension. */
export interface LanguageServices {
  readonly commands: CommandManager;
  readonly accounts: LocalAccounts;
  readonly azure: AzureAccounts;
  readonly changes: AccountChanges;
  readonly log: Log;
  readonly uses: AssetUses;
  /** Where the choice of an account is remembered: of this workspace. */
  readonly memory: vscode.Memento;
  /** Where the workspace's index is kept between sessions; undefined: no folder is open. */
  readonly storage: vscode.Uri | undefined;
}
