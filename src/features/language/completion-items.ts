/** Completions of the analysis as VS Code's items. */
import * as vscode from "vscode";

import type { Completion, CompletionKind } from "../../analysis/completion/completion";
import { rangeIn } from "./file-texts";

const kinds: Readonly<Record<CompletionKind, vscode.CompletionItemKind>> = {
  asset: vscode.CompletionItemKind.Constant,
  field: vscode.CompletionItemKind.Field,
  method: vscode.CompletionItemKind.Method,
  parameter: vscode.CompletionItemKind.Property,
  cmdlet: vscode.CompletionItemKind.Function,
  function: vscode.CompletionItemKind.Function,
  runbook: vscode.CompletionItemKind.File,
};

export function completionItem(
  document: vscode.TextDocument,
  position: vscode.Position,
  completion: Completion,
): vscode.CompletionItem {
  const { label, detail, source, documentation, insertText, filterText, kind } = completion;
  const item = new vscode.CompletionItem(
    { label, description: source, ...(detail !== "" && { detail: `  ${detail}` }) },
    kinds[kind],
  );
  item.insertText = insertText;
  item.filterText = filterText;
  const replacing = rangeIn(document, completion);
  // VS Code wants ranges on the cursor's line; a name that spans lines is replaced from the cursor on.
  item.range = replacing.isSingleLine
    ? { inserting: new vscode.Range(replacing.start, position), replacing }
    : new vscode.Range(position, position);
  if (documentation !== "") {
    item.documentation = new vscode.MarkdownString(documentation);
  }
  return item;
}
