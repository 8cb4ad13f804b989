/** What the debug feature is given by the composition root. */
import type * as vscode from "vscode";

import type { CommandManager } from "../../platform/commands";
import type { JobRegistry } from "../../platform/job-registry";
import type { LocalAccounts } from "../../platform/local-accounts";
import type { LocalRunner } from "../../platform/local-runner";

export interface DebugServices {
  readonly commands: CommandManager;
  readonly accounts: LocalAccounts;
  readonly runner: LocalRunner;
  readonly jobs: JobRegistry;
  /** Where the last parameters of a runbook are remembered; never a secret. */
  readonly memory: vscode.Memento;
}
