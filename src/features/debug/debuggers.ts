/** Which extension debugs which language, and what to say where it is missing. */
import * as vscode from "vscode";

import type { RunbookLanguage } from "../../core/runbook";
import { ActionableError } from "../../platform/error-actions";

const debuggers = {
  powershell: { id: "ms-vscode.powershell", name: "PowerShell" },
  python: { id: "ms-python.debugpy", name: "Python Debugger" },
} as const;

/** Throws where the extension is not there, with a way to get it. Extensions that are turned off count as missing. */
export function requireDebugger(language: RunbookLanguage): void {
  const { id, name } = debuggers[language];
  if (vscode.extensions.getExtension(id)) {
    return;
  }
  throw new ActionableError(
    "not-supported",
    vscode.l10n.t(
      'Debugging this runbook needs the extension "{0}" ({1}), which is not installed or turned off.',
      name,
      id,
    ),
    {
      hint: vscode.l10n.t("Running it needs no extension (command: Run Runbook Locally)."),
      actions: [
        {
          title: vscode.l10n.t("Install Extension"),
          run: () => void vscode.commands.executeCommand("workbench.extensions.search", `@id:${id}`),
        },
      ],
    },
  );
}
