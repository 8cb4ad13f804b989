/**
 * The launch type `runbookWorkbench`: it fills in what a configuration lacks and hands it on once VS Code has put in its variables.
 * What VS Code then debugs is another session, of the type that does the work, so that all of that type's own resolving applies.
 */
import * as vscode from "vscode";

export const debugType = "runbookWorkbench";
/**
 * The same for F5 without a launch.json. Its contribution names the languages and is enabled on runbooks only: other scripts keep
 * their debugger without a question.
 */
export const activeFileType = "runbookWorkbench.activeFile";

export class RunbookConfigurationProvider implements vscode.DebugConfigurationProvider {
  readonly #launch: (configuration: vscode.DebugConfiguration, folder: vscode.WorkspaceFolder | undefined) => void;

  constructor(launch: (configuration: vscode.DebugConfiguration, folder: vscode.WorkspaceFolder | undefined) => void) {
    this.#launch = launch;
  }

  /** Debugs the file in the active editor. */
  get usual(): vscode.DebugConfiguration {
    return { type: debugType, request: "launch", name: vscode.l10n.t("Debug Runbook"), runbook: "${file}" };
  }

  resolveDebugConfiguration(
    _folder: vscode.WorkspaceFolder | undefined,
    given: vscode.DebugConfiguration,
  ): vscode.DebugConfiguration {
    // F5 without a launch.json gives an empty one.
    const configuration = given as Partial<vscode.DebugConfiguration>;
    return {
      ...this.usual,
      ...configuration,
      type: debugType,
      request: "launch",
      name: configuration.name || this.usual.name,
    };
  }

  resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): undefined {
    this.#launch(configuration, folder);
    return undefined; // VS Code's word for: no session, and no message
  }
}
