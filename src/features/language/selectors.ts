/** The documents that the language features are registered for. */
import type * as vscode from "vscode";

/** Whether one of them is a runbook is asked of RunbookDocuments. */
export const runbookSelector: vscode.DocumentSelector = [{ language: "powershell" }, { language: "python" }];

export const assetsSelector: vscode.DocumentSelector = { scheme: "file", pattern: "**/.automation/assets.json" };

export const metadataSelector: vscode.DocumentSelector = { pattern: "**/*-[Aa]utomation.json" };
