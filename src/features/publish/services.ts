/** What the commands for runbooks of an account are given by the composition root. */
import type * as vscode from "vscode";

import type { AccountChanges } from "../../platform/account-changes";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { CommandManager } from "../../platform/commands";
import type { LocalAccounts } from "../../platform/local-accounts";
import type { CloudDocuments } from "./cloud-documents";

export interface PublishServices {
  readonly commands: CommandManager;
  readonly azure: AzureAccounts;
  readonly accounts: LocalAccounts;
  readonly changes: AccountChanges;
  /** The extension's own folder on this machine: where backups are kept. */
  readonly ownFolder: vscode.Uri;
}

export interface PublishContext extends PublishServices {
  readonly documents: CloudDocuments;
}
