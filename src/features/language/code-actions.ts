/** Fixes of findings: one, all of a rule in the file, all safe ones; creating what is absent; switching a rule off for a line. */
import * as vscode from "vscode";

import type { Finding, FindingAction, FindingFix, TextEdit } from "../../core/finding";
import { commandIds } from "../../platform/command-ids";
import { diagnosticSource } from "./diagnostics";
import type { DocumentFindings } from "./document-findings";
import { rangeIn } from "./file-texts";
import type { RunbookScans } from "./runbook-scans";

export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append("runbookWorkbench");

const createCommands: Readonly<Record<FindingAction["assetKind"], string>> = {
  variable: commandIds.assets.addVariable,
  credential: commandIds.assets.addCredential,
  connection: commandIds.assets.addConnection,
  certificate: commandIds.assets.addCertificate,
};

export class FindingActions {
  constructor(
    private readonly findings: DocumentFindings,
    private readonly scans: RunbookScans,
  ) {}

  async provide(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    const all = await this.findings.of(document);
    const actions: vscode.CodeAction[] = [];
    if (wants(context, vscode.CodeActionKind.QuickFix)) {
      for (const finding of all.filter((one) => rangeIn(document, one).intersection(range) !== undefined)) {
        actions.push(...this.#actionsFor(document, finding, all, context));
      }
    }
    // Offered when it is asked for (on save, from the source menu), not in every light bulb.
    if (context.only !== undefined && wants(context, fixAllKind)) {
      const action = fixAllAction(document, all, vscode.l10n.t("Fix all of Azure Automation"), fixAllKind);
      actions.push(...(action === undefined ? [] : [action]));
    }
    return actions;
  }

  #actionsFor(
    document: vscode.TextDocument,
    finding: Finding,
    all: readonly Finding[],
    { diagnostics }: vscode.CodeActionContext,
  ): readonly vscode.CodeAction[] {
    const diagnostic = diagnostics.find(
      (one) =>
        one.source === diagnosticSource &&
        codeOf(one) === finding.code &&
        one.range.isEqual(rangeIn(document, finding)),
    );
    const actions: vscode.CodeAction[] = [];
    const { fix, otherFixes = [] } = finding;
    for (const [index, one] of [...(fix === undefined ? [] : [fix]), ...otherFixes].entries()) {
      const action = fixAction(document, one);
      action.isPreferred = index === 0 && one === fix;
      actions.push(action);
    }
    actions.push(...(finding.actions ?? []).map(createAction));
    const same = all.filter(({ code }) => code === finding.code);
    if (same.length > 1 && fix?.isSafeForAll === true) {
      const title = vscode.l10n.t("Fix all {0} in this file", finding.code);
      const action = fixAllAction(document, same, title, vscode.CodeActionKind.QuickFix);
      actions.push(...(action === undefined ? [] : [action]));
    }
    actions.push(...this.#suppressions(document, finding));
    for (const action of actions) {
      action.diagnostics = diagnostic === undefined ? [] : [diagnostic];
    }
    return actions;
  }

  #suppressions(document: vscode.TextDocument, { code, start }: Finding): readonly vscode.CodeAction[] {
    const scan = this.scans.of(document);
    if (scan === undefined) {
      return []; // JSON has no comments to say it in.
    }
    const line = document.lineAt(document.positionAt(start).line);
    const actions: vscode.CodeAction[] = [];
    if (canPrecede(document, line)) {
      const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
      const comment = `${indent}# runbook-workbench disable-next-line ${code}\n`;
      const title = vscode.l10n.t("Switch {0} off for this line", code);
      actions.push(insertion(document, line.range.start, comment, title));
    }
    const title = vscode.l10n.t("Switch {0} off for this file", code);
    const top = new vscode.Position(0, 0);
    actions.push(insertion(document, top, `# runbook-workbench disable-file ${code}\n`, title));
    return actions;
  }
}

/** Whether a comment may stand on a line of its own above: not inside a command that goes on, or a text of many lines. */
function canPrecede(document: vscode.TextDocument, line: vscode.TextLine): boolean {
  if (line.lineNumber === 0) {
    return true;
  }
  const before = document.lineAt(line.lineNumber - 1).text.trimEnd();
  const textBefore = document.getText(new vscode.Range(0, 0, line.lineNumber, 0));
  const openHereString =
    (textBefore.match(/@["'][ \t]*$/gm)?.length ?? 0) > (textBefore.match(/^["']@/gm)?.length ?? 0);
  const openTriple = (textBefore.match(/"""|'''/g)?.length ?? 0) % 2 === 1;
  return !/[`|,\\]$/.test(before) && !openHereString && !openTriple;
}

function insertion(
  document: vscode.TextDocument,
  position: vscode.Position,
  text: string,
  title: string,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.insert(document.uri, position, text);
  return action;
}

function fixAction(document: vscode.TextDocument, { title, edits }: FindingFix): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.edit = editOf(document, edits);
  return action;
}

function fixAllAction(
  document: vscode.TextDocument,
  findings: readonly Finding[],
  title: string,
  kind: vscode.CodeActionKind,
): vscode.CodeAction | undefined {
  const edits = safeEdits(findings);
  if (edits.length === 0) {
    return undefined;
  }
  const action = new vscode.CodeAction(title, kind);
  action.edit = editOf(document, edits);
  return action;
}

/** Fixes that overlap an earlier one wait for the next time. */
function safeEdits(findings: readonly Finding[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { fix } of findings) {
    const isFree = fix?.edits.every((edit) =>
      taken.every((other) => edit.end <= other.start || edit.start >= other.end),
    );
    if (fix?.isSafeForAll === true && isFree === true) {
      taken.push(...fix.edits);
    }
  }
  return taken;
}

function editOf(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    edit.replace(document.uri, rangeIn(document, { start, end }), text);
  }
  return edit;
}

function createAction({ title, assetKind, name }: FindingAction): vscode.CodeAction {
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  action.command = { title, command: createCommands[assetKind], arguments: [{ name }] };
  return action;
}

function wants({ only }: vscode.CodeActionContext, kind: vscode.CodeActionKind): boolean {
  return only === undefined || only.contains(kind);
}

function codeOf({ code }: vscode.Diagnostic): string {
  return typeof code === "object" ? String(code.value) : String(code);
}
