/** Runbook texts in files of the workspace: read as they would be uploaded, written so that the editor can take it back. */
import * as path from "node:path";
import * as vscode from "vscode";

import { decodeText } from "../analysis/decode-text";
import { AutomationError } from "../core/errors";
import { saveIfDirty } from "./runbook-target";

const byteOrderMark = "\uFEFF";

/** What an upload would send: the saved file, its byte order mark kept. Errors: file-not-found, failed when it cannot be saved. */
export async function readRunbookFile(file: string): Promise<string> {
  const uri = vscode.Uri.file(file);
  await saveIfDirty(uri);
  const { text, encoding, hasByteOrderMark } = decodeText(await readBytes(uri));
  // Azure takes UTF-8 only: a file in UTF-16 goes there as what it says.
  return hasByteOrderMark && encoding === "utf-8" ? byteOrderMark + text : text;
}

/** undefined: there is no such file. */
export async function findRunbookFile(file: string): Promise<string | undefined> {
  try {
    return await readRunbookFile(file);
  } catch (error) {
    if (error instanceof AutomationError && error.code === "file-not-found") {
      return undefined;
    }
    throw error;
  }
}

/** A new file gets the text byte for byte; an existing one through the editor, whose Undo takes it back. */
export async function writeRunbookFile(file: string, text: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  const present = await findRunbookFile(file);
  if (present === undefined) {
    await vscode.workspace.fs.createDirectory(vscode.Uri.file(path.dirname(file)));
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    return;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.getText() !== withoutMark(present)) {
    // Another program wrote the file a moment ago: the editor has to read it again before it may save over it.
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  }
  const edit = new vscode.WorkspaceEdit();
  const whole = new vscode.Range(new vscode.Position(0, 0), document.lineAt(document.lineCount - 1).range.end);
  // The editor keeps the mark beside the text.
  const shown = withoutMark(text);
  edit.set(uri, [vscode.TextEdit.replace(whole, shown), vscode.TextEdit.setEndOfLine(endOfLine(text))]);
  if (!(await vscode.workspace.applyEdit(edit)) || !(await document.save())) {
    throw new AutomationError("failed", `"${path.basename(file)}" could not be changed.`, {
      hint: "Save or close it, then try again.",
    });
  }
}

function withoutMark(text: string): string {
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

function endOfLine(text: string): vscode.EndOfLine {
  return text.includes("\r\n") ? vscode.EndOfLine.CRLF : vscode.EndOfLine.LF;
}

async function readBytes(uri: vscode.Uri): Promise<Uint8Array> {
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === "FileNotFound") {
      throw new AutomationError("file-not-found", `"${uri.fsPath}" is not there.`, {
        cause: error,
        hint: "Fetch the runbook again (command: Edit Runbook Draft).",
      });
    }
    throw error;
  }
}
