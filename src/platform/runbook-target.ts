/** Finds the runbook that a command means: its argument, the active editor, else the person's choice. */
import * as path from "node:path";
import * as vscode from "vscode";

import { AutomationError, cancelled } from "../core/errors";
import { languageOfFile, runbookNameOf, type RunbookFile } from "../core/runbook";
import { itemOfKind, treeTargetOf } from "./tree-target";

/** The runbook file that is meant, saved to disk so that what runs is what the editor shows. `title`: of the choice, where one is needed. */
export async function resolveRunbook(argument: unknown, title: string): Promise<RunbookFile> {
  const runbook = await findRunbook(argument, title);
  await saveIfDirty(vscode.Uri.file(runbook.path));
  return runbook;
}

/** The runbook file that is meant, as it is. */
export async function findRunbook(argument: unknown, title: string): Promise<RunbookFile> {
  const uri = uriOf(argument) ?? activeRunbookUri() ?? (await pickRunbook(title));
  return runbookAt(uri);
}

/** Errors: not-supported, invalid-usage for what is no runbook file of this machine. */
export function runbookAt(uri: vscode.Uri): RunbookFile {
  if (uri.scheme !== "file") {
    throw new AutomationError("not-supported", `"${path.posix.basename(uri.path)}" is not a file on this machine.`, {
      hint: "Save it to a folder first.",
    });
  }
  const language = languageOfFile(uri.fsPath);
  if (!language) {
    throw new AutomationError("invalid-usage", `"${path.basename(uri.fsPath)}" is no runbook.`, {
      hint: "Runbooks are .ps1 and .py files.",
    });
  }
  return { name: runbookNameOf(uri.fsPath), path: uri.fsPath, language };
}

function uriOf(argument: unknown): vscode.Uri | undefined {
  if (argument instanceof vscode.Uri) {
    return argument;
  }
  const path = itemOfKind(treeTargetOf(argument), "runbook")?.path;
  return path === undefined ? undefined : vscode.Uri.file(path);
}

function activeRunbookUri(): vscode.Uri | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  return uri && languageOfFile(uri.path) ? uri : undefined;
}

async function pickRunbook(title: string): Promise<vscode.Uri> {
  const files = await vscode.workspace.findFiles("**/*.{ps1,py}", "{**/node_modules/**,**/.*/**}", 500);
  if (files.length === 0) {
    throw new AutomationError("file-not-found", "This workspace holds no runbook.", {
      hint: "Open a folder with .ps1 or .py files, or the sample workspace (command: Open Sample Workspace).",
    });
  }
  const items = files
    .map((uri) => ({
      label: path.basename(uri.fsPath),
      description: vscode.workspace.asRelativePath(path.dirname(uri.fsPath)),
      uri,
    }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: vscode.l10n.t("Choose a runbook"),
    matchOnDescription: true,
  });
  if (!chosen) {
    throw cancelled();
  }
  return chosen.uri;
}

/** Writes the editor's text to disk where it differs. */
export async function saveIfDirty(uri: vscode.Uri): Promise<void> {
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
  if (document?.isDirty && !(await document.save())) {
    throw new AutomationError("failed", `"${path.basename(uri.fsPath)}" has changes that could not be saved.`, {
      hint: "Save the file, then run it again.",
    });
  }
}
