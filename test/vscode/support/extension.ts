import assert from "node:assert/strict";
import * as vscode from "vscode";

/** Our extension as VS Code sees it. */
export function theExtension(): vscode.Extension<unknown> {
  const extension = vscode.extensions.getExtension("runbook-workbench.runbook-workbench");
  assert.ok(extension, "VS Code loaded the extension from the project folder");
  return extension;
}
