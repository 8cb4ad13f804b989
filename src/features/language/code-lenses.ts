/** The line above a runbook: run it, debug it, see what it depends on. */
import * as vscode from "vscode";

import { usesOf, type RunbookScan } from "../../analysis/references/scan-runbook";
import { commandIds } from "../../platform/command-ids";

export function runbookLenses(document: vscode.TextDocument, scan: RunbookScan): vscode.CodeLens[] {
  const range = new vscode.Range(0, 0, 0, 0);
  const lenses: vscode.CodeLens[] = [];
  if (vscode.workspace.isTrusted && document.uri.scheme === "file") {
    lenses.push(
      new vscode.CodeLens(range, {
        title: `$(play) ${vscode.l10n.t("Run locally")}`,
        command: commandIds.runbooks.runLocally,
        arguments: [document.uri],
      }),
      new vscode.CodeLens(range, {
        title: vscode.l10n.t("Debug"),
        command: commandIds.debug.start,
        arguments: [document.uri],
      }),
    );
  }
  if (document.uri.scheme === "file") {
    const title = vscode.l10n.t("Test pane");
    lenses.push(new vscode.CodeLens(range, { title, command: commandIds.testPane.open, arguments: [document.uri] }));
  }
  const count = countAssets(scan);
  if (count > 0) {
    lenses.push(
      new vscode.CodeLens(range, {
        title: count === 1 ? vscode.l10n.t("1 asset") : vscode.l10n.t("{0} assets", count),
        tooltip: vscode.l10n.t("Show what this runbook depends on"),
        command: commandIds.language.showDependencies,
        arguments: [document.uri],
      }),
    );
  }
  return lenses;
}

/** Different assets; each use of a name that only the job knows counts for itself. */
function countAssets(scan: RunbookScan): number {
  const { assets } = usesOf(scan);
  return new Set(assets.map(({ kind, name, start }) => `${kind}:${name?.toLowerCase() ?? `\0${start}`}`)).size;
}
