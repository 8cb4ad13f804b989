/** The documents that the language features are registered for. */
import type * as vscode from "vscode";

/** Whether one of them is a runbook is asked of RunbookDocuments. */
export const runbookSelector: readonly vscode.DocumentFilter[] = [{ language: "powershell" }, { language: "python" }];

export const assetsSelector: readonly vscode.DocumentFilter[] = [
  { scheme: "file", pattern: "**/.automation/assets.json" },
];

export const metadataSelector: readonly vscode.DocumentFilter[] = [{ pattern: "**/*-[Aa]utomation.json" }];
