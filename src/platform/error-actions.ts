/** What a person can do about an error, as buttons under its message. */
import * as vscode from "vscode";

import { AutomationError, type AutomationErrorOptions, type ErrorCode } from "../core/errors";
import { commandIds } from "./command-ids";
import type { ErrorAction } from "./commands";
import { openSetting } from "./settings";

/** An error whose way out only its thrower knows. */
export class ActionableError extends AutomationError {
  readonly actions: readonly ErrorAction[];

  constructor(
    code: ErrorCode,
    message: string,
    { actions, ...options }: AutomationErrorOptions & { readonly actions: readonly ErrorAction[] },
  ) {
    super(code, message, options);
    this.actions = actions;
  }
}

export function actionsFor(error: AutomationError): readonly ErrorAction[] {
  if (error instanceof ActionableError) {
    return error.actions;
  }
  switch (error.code) {
    case "interpreter-missing":
    case "interpreter-failed":
      return /python/i.test(error.message)
        ? [settingAction("python.path")]
        : [
            commandAction(vscode.l10n.t("How to Get PowerShell"), commandIds.runtimes.howToGetPowerShell),
            settingAction("powershell.path"),
          ];
    case "account-not-found":
      // An account in Azure that is gone is no reason for a local one.
      return error.name === "AzureError"
        ? []
        : [commandAction(vscode.l10n.t("Create Local Account"), commandIds.account.create)];
    case "not-signed-in":
      return [commandAction(vscode.l10n.t("Sign In"), commandIds.azure.signIn)];
    case "key-missing":
    case "key-wrong":
      return [commandAction(vscode.l10n.t("Import Key"), commandIds.keys.import)];
    default:
      return [];
  }
}

function commandAction(title: string, command: string): ErrorAction {
  return { title, run: () => void vscode.commands.executeCommand(command) };
}

function settingAction(name: string): ErrorAction {
  return { title: vscode.l10n.t("Open Settings"), run: () => void openSetting(name) };
}
