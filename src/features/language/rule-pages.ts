/** A rule's page in the editor: what it finds, why, examples, sources; opened from the code of a diagnostic. */
import * as vscode from "vscode";

import { findRule } from "../../analysis/rules";
import type { Rule, RuleExample } from "../../analysis/rules/rule";
import { AutomationError } from "../../core/errors";

const scheme = "runbook-workbench-rule";

export class RulePages implements vscode.TextDocumentContentProvider {
  register(): vscode.Disposable {
    return vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    const rule = findRule(/(RW\d+)/.exec(path)?.[1] ?? "");
    return rule === undefined ? "" : rulePage(rule);
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

function rulePage(rule: Rule): string {
  const { bad, good } = rule.examples;
  const parts = [
    `# ${rule.code}: ${rule.title}`,
    vscode.l10n.t("Severity: {0}", rule.severity),
    rule.reason,
    ...(bad.length === 0 ? [] : [`## ${vscode.l10n.t("Found")}`, ...bad.map(example)]),
    ...(good.length === 0 ? [] : [`## ${vscode.l10n.t("Fine")}`, ...good.map(example)]),
    `## ${vscode.l10n.t("Switch it off")}`,
    vscode.l10n.t(
      "For a line: a comment {0} above it. For a file: {1}. Everywhere: the setting {2}.",
      `\`# runbook-workbench disable-next-line ${rule.code}\``,
      `\`# runbook-workbench disable-file ${rule.code}\``,
      "`runbookWorkbench.rules.severity`",
    ),
    ...(rule.sources.length === 0 ? [] : [`## ${vscode.l10n.t("Sources")}`]),
    rule.sources.map(({ title, url }) => (url === undefined ? `- ${title}` : `- [${title}](${url})`)).join("\n"),
  ];
  return parts.join("\n\n");
}

function example({ language, text, note }: RuleExample): string {
  const fence = `\`\`\`${language === "metadata" ? "json" : language}\n${text.trimEnd()}\n\`\`\``;
  return note === undefined ? fence : `${note}\n\n${fence}`;
}
