/** What the run commands are given by the composition root. */
import type * as vscode from "vscode";

import type { CommandManager } from "../../platform/commands";
import type { LocalAccounts } from "../../platform/local-accounts";
import type { LocalRunner } from "./local-runner";

export interface RunbooksServices {
  readonly commands: CommandManager;
  readonly accounts: LocalAccounts;
  readonly runner: LocalRunner;
  /** Where the last parameters of a runbook are remembered; never a secret. */
  readonly memory: vscode.Memento;
}
