// Commands about a running job.
import * as vscode from "vscode";

/** Runs a command that asks which job it means while an earlier one is still ending; a job that runs alone is meant without a question. */
export async function executeOnJob(command: string, runbookName: string): Promise<void> {
  const window = vscode.window as unknown as Record<string, unknown>;
  const original = window["showQuickPick"];
  window["showQuickPick"] = (rows: readonly vscode.QuickPickItem[]) =>
    Promise.resolve(rows.find(({ label }) => label === runbookName));
  try {
    await vscode.commands.executeCommand(command);
  } finally {
    window["showQuickPick"] = original;
  }
}
