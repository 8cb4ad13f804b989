/** What the commands for assets need of the rest of the extension. */
import type * as vscode from "vscode";

import type { AccountChanges } from "../../platform/account-changes";
import type { AccountTree } from "../../platform/account-tree";
import type { AssetUses } from "../../platform/asset-uses";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { CommandManager } from "../../platform/commands";
import type { LocalAccounts } from "../../platform/local-accounts";

export interface AssetsServices {
  readonly commands: CommandManager;
  readonly accounts: LocalAccounts;
  readonly azure: AzureAccounts;
  readonly changes: AccountChanges;
  readonly tree: AccountTree;
  readonly uses: AssetUses;
  /** Absolute path of media/samples in the installed extension. */
  readonly samplesFolder: string;
  readonly extensionUri: vscode.Uri;
}
