/** Tooltips of the trees: details as Markdown, texts of the service escaped, ids with a way to copy them. */
import * as vscode from "vscode";

import { commandIds } from "../../platform/command-ids";
import type { Detail } from "./model/look";

export function tooltipOf(title: string, details: readonly Detail[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString("", true);
  // Only this command: a name from the service must not run another one.
  text.isTrusted = { enabledCommands: [commandIds.explorer.copyText] };
  text.appendMarkdown("**").appendText(title).appendMarkdown("**");
  for (const { label, value, isCopyable = false } of details) {
    text.appendMarkdown("\n\n").appendText(`${label}: `);
    text.appendText(value.replace(/\s*\n\s*/g, " "));
    if (isCopyable) {
      const target = `command:${commandIds.explorer.copyText}?${encodeURIComponent(JSON.stringify([value]))}`;
      text.appendMarkdown(` [$(copy)](${target} "${vscode.l10n.t("Copy")}")`);
    }
  }
  return text;
}
