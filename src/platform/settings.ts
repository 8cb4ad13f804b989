import * as vscode from "vscode";

import type { Severity } from "../core/finding";
import type { Fidelity } from "../core/identity";

const section = "runbookWorkbench";

/** The extension's settings, read at use. Paths are machine settings and restricted in untrusted workspaces (package.json). */
export interface Settings {
  /** "" when not set. */
  readonly powershellPath: string;
  readonly pythonPath: string;
  readonly fidelity: Fidelity;
  readonly enforceLimits: boolean;
  readonly keepPowerShellReady: boolean;
  readonly keyStorage: "file" | "editor";
  readonly developerTokenResources: readonly string[];
  /** Folders, relative to their workspace folder, whose scripts are runbooks without further signs. */
  readonly runbookFolders: readonly string[];
  /** By rule code; rules that are not named have their own severity. */
  readonly ruleSeverities: Readonly<Record<string, Severity | "off">>;
  /** Whether the line above a runbook shows. */
  readonly codeLens: boolean;
}

export function readSettings(scope: vscode.Uri | undefined): Settings {
  const configuration = vscode.workspace.getConfiguration(section, scope);
  return {
    powershellPath: configuration.get("powershell.path", ""),
    pythonPath: configuration.get("python.path", ""),
    fidelity: configuration.get<Fidelity>("run.fidelity", "cloud"),
    enforceLimits: configuration.get("run.enforceLimits", false),
    keepPowerShellReady: configuration.get("run.keepPowerShellReady", true),
    keyStorage: configuration.get<"file" | "editor">("localAccount.keyStorage", "file"),
    developerTokenResources: configuration.get<readonly string[]>("developerTokens.allowedResources", []),
    runbookFolders: configuration.get<readonly string[]>("runbooks.folders", []),
    ruleSeverities: configuration.get<Readonly<Record<string, Severity | "off">>>("rules.severity", {}),
    codeLens: configuration.get("editor.codeLens", true),
  };
}

/** Opens the settings editor at one of our settings. */
export async function openSetting(name: string): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.openSettings", `${section}.${name}`);
}
