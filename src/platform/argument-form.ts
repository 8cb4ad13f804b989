/** Asks for the arguments of a Python runbook: an ordered list, as the portal's [PARAMETER 1], [PARAMETER 2], ... */
import * as vscode from "vscode";

import { cancelled } from "../core/errors";

type ArgumentItem = vscode.QuickPickItem & { readonly index?: number; readonly action?: "run" | "add" };

/** Resolves with the arguments in their order. Escape cancels. `go`: label of the item that goes on. */
export async function askArguments(
  runbookName: string,
  remembered: readonly string[],
  go: string,
): Promise<readonly string[]> {
  const values = [...remembered];
  for (;;) {
    const items: ArgumentItem[] = [
      { label: go, action: "run" },
      ...values.map((value, index) => ({ label: `$(edit) sys.argv[${index + 1}]`, description: value, index })),
      { label: `$(add) ${vscode.l10n.t("Add an argument…")}`, action: "add" },
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t("{0}: arguments", runbookName),
      placeHolder: vscode.l10n.t("Enter edits an argument or goes on; Esc cancels"),
      ignoreFocusOut: true,
    });
    if (!chosen) {
      throw cancelled();
    }
    if (chosen.action === "run") {
      return values;
    }
    const index = chosen.index ?? values.length;
    const text = await vscode.window.showInputBox({
      title: `${runbookName}: sys.argv[${index + 1}]`,
      prompt: vscode.l10n.t("Empty: removes the argument. [EmptyString] passes an empty text."),
      value: values[index] ?? "",
      ignoreFocusOut: true,
    });
    if (text === "") {
      values.splice(index, 1);
    } else if (text !== undefined) {
      values[index] = text;
    }
  }
}
