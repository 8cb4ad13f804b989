import * as vscode from "vscode";

import { AutomationError } from "../core/errors";

/** Throws where the workspace is not trusted: nothing of it may run then. */
export function requireTrust(what: string): void {
  if (!vscode.workspace.isTrusted) {
    throw new AutomationError(
      "permission-denied",
      `${what} needs a trusted workspace: a runbook runs with your rights.`,
      {
        hint: "Trust this workspace first (command: Workspaces: Manage Workspace Trust).",
      },
    );
  }
}
