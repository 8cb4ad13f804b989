import type * as vscode from "vscode";

import type { CommandManager } from "../../platform/commands";
import type { LocalAccounts } from "../../platform/local-accounts";
import type { Log } from "../../platform/log";

/** What the language features need of the rest of the extension. */
export interface LanguageServices {
  readonly commands: CommandManager;
  readonly accounts: LocalAccounts;
  readonly log: Log;
  /** Where the workspace's index is kept between sessions; undefined: no folder is open. */
  readonly storage: vscode.Uri | undefined;
}
