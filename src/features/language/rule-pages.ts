/** A rule's page in the editor: what it finds, why, examples, sources; opened from the code of a diagnostic. */
import * as vscode from "vscode";

import { findRule } from "../../analysis/rules";
import type { Rule } from "../../analysis/rules/rule";
import { rulePage } from "../../analysis/rules/rule-page";
import { AutomationError } from "../../core/errors";

const scheme = "runbook-workbench-rule";

export class RulePages implements vscode.TextDocumentContentProvider {
  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    const rule = findRule(/(RW\d+)/.exec(path)?.[1] ?? "");
    return rule === undefined ? "" : rulePage(rule, switchOff(rule));
  }

  /** Errors: invalid-usage for a code that no rule has. */
  async show(code: unknown): Promise<void> {
    const rule = typeof code === "string" ? findRule(code) : undefined;
    if (rule === undefined) {
      throw new AutomationError("invalid-usage", "This command opens the page of a rule.", {
        hint: "Click the code of a finding, for example RW101.",
      });
    }
    const uri = vscode.Uri.from({ scheme, path: `/${rule.code} ${rule.id}.md` });
    await vscode.commands.executeCommand("markdown.showPreview", uri);
  }
}

function switchOff({ code, check }: Rule): string {
  const inFile = check.powershell !== undefined || check.python !== undefined;
  return [
    `## ${vscode.l10n.t("Switch it off")}`,
    inFile
      ? vscode.l10n.t(
          "For a line: a comment {0} above it. For a file: {1}. Everywhere: the setting {2}.",
          `\`# runbook-workbench disable-next-line ${code}\``,
          `\`# runbook-workbench disable-file ${code}\``,
          "`runbookWorkbench.rules.severity`",
        )
      : vscode.l10n.t("With the setting {0}: JSON has no comments.", "`runbookWorkbench.rules.severity`"),
  ].join("\n\n");
}
