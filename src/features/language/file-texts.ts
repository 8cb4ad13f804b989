/** Texts of files as the person sees them: of the open document, else from disk. */
import * as vscode from "vscode";

import { decodeText } from "../../analysis/decode-text";
import { LineIndex } from "../../analysis/references/line-index";

/** A text whose offsets can become positions. */
export interface FileText {
  readonly text: string;
  rangeOf(span: { readonly start: number; readonly end: number }): vscode.Range;
}

/** undefined: the file cannot be read. */
export async function readText(uri: vscode.Uri): Promise<FileText | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open !== undefined) {
    return textOf(open);
  }
  try {
    return fileText(decodeText(await vscode.workspace.fs.readFile(uri)).text);
  } catch {
    return undefined;
  }
}

/** A text that is no open document. */
export function fileText(text: string): FileText {
  const lines = new LineIndex(text);
  const positionOf = (offset: number): vscode.Position => {
    const { line, character } = lines.positionAt(offset);
    return new vscode.Position(line, character);
  };
  return { text, rangeOf: ({ start, end }) => new vscode.Range(positionOf(start), positionOf(end)) };
}

export function textOf(document: vscode.TextDocument): FileText {
  return { text: document.getText(), rangeOf: (span) => rangeIn(document, span) };
}

export function rangeIn(
  document: vscode.TextDocument,
  { start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}
