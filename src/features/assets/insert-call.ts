/** Puts the call that reads an asset into the runbook of the active editor, in its language. */
import * as vscode from "vscode";

import { readableAssetKinds, type ReadableAssetKind } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { isRunbookEditor } from "./after-change";
import { assetCall, missingImport } from "./form/asset-call";
import type { AssetsServices } from "./services";
import { whichAsset } from "./which-asset";

export async function insertCall(services: AssetsServices, argument: unknown): Promise<void> {
  const editor = findEditor();
  const { asset } = await whichAsset(services, argument, vscode.l10n.t("Insert Call"), readableAssetKinds);
  const isPython = editor.document.languageId === "python";
  const { call, statement } = assetCall(
    asset.kind as ReadableAssetKind,
    asset.name,
    isPython ? "python" : "powershell",
  );
  const { document, selection } = editor;
  const line = document.lineAt(selection.active.line).text;
  const isEmptyLine = selection.isEmpty && line.trim() === "";
  const added = isPython ? missingImport(document.getText()) : undefined;
  await vscode.window.showTextDocument(document, editor.viewColumn);
  await editor.edit((edit) => {
    edit.replace(selection, isEmptyLine ? statement : call);
    if (added !== undefined) {
      edit.insert(new vscode.Position(added.line, 0), added.text);
    }
  });
}

/** The runbook that is seen: a form or a terminal may have the focus. */
function findEditor(): vscode.TextEditor {
  const active = vscode.window.activeTextEditor;
  const editor =
    active !== undefined && isRunbookEditor(active) ? active : vscode.window.visibleTextEditors.find(isRunbookEditor);
  if (editor === undefined) {
    throw new AutomationError("invalid-usage", "No runbook is open.", {
      hint: "Open the runbook, put the cursor where the call should stand, then insert it.",
    });
  }
  return editor;
}
