/** What the test pane is given by the composition root. */
import type * as vscode from "vscode";

import type { AccountChanges } from "../../platform/account-changes";
import type { AzureAccounts } from "../../platform/azure-accounts";
import type { CommandManager } from "../../platform/commands";
import type { JobRegistry } from "../../platform/job-registry";
import type { LocalAccounts } from "../../platform/local-accounts";
import type { LocalRunner } from "../../platform/local-runner";
import type { Log } from "../../platform/log";

export interface TestPaneServices {
  readonly commands: CommandManager;
  readonly accounts: LocalAccounts;
  readonly azure: AzureAccounts;
  readonly changes: AccountChanges;
  readonly runner: LocalRunner;
  readonly jobs: JobRegistry;
  readonly log: Log;
  /** Where values are remembered; never a secret. */
  readonly memory: vscode.Memento;
  readonly extensionUri: vscode.Uri;
  /** The extension's own folder on this machine: where backups are kept. */
  readonly ownFolder: vscode.Uri;
  /** Where the history of runs is kept; undefined: no folder is open. */
  readonly storage: vscode.Uri | undefined;
}
