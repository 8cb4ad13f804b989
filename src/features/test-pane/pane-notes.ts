/** What the pane has to tell by itself; where a run would go (account, interpreter) tells more. */
import { describeError } from "../../core/errors";
import type { RunbookProblem } from "../../core/runbook";
import type { PaneNote } from "../../protocol/test-pane";
import type { Localize } from "../../core/localize";

export interface NoteFacts {
  readonly isTrusted: boolean;
  /** undefined: it is there. */
  readonly missingRunbook: string | undefined;
  readonly problem: RunbookProblem | undefined;
  /** Why the presets cannot be read; undefined: they can. */
  readonly presetProblem: unknown;
  readonly usesOwnTokens: boolean;
}

export function paneNotes(facts: NoteFacts, l10n: Localize): readonly PaneNote[] {
  const notes: PaneNote[] = [];
  const { problem } = facts;
  if (!facts.isTrusted) {
    notes.push({
      id: "untrusted",
      severity: "warning",
      place: "top",
      message: l10n.t("Running a runbook needs a trusted workspace: a runbook runs with your rights."),
      detail: "",
      actions: [{ id: "manageTrust", label: l10n.t("Manage Workspace Trust") }],
    });
  }
  if (facts.missingRunbook !== undefined) {
    notes.push({
      id: "runbookMissing",
      severity: "error",
      place: "top",
      message: l10n.t('The runbook is gone: "{0}".', facts.missingRunbook),
      detail: "",
      actions: [],
    });
  }
  if (problem) {
    notes.push({
      id: "paramBlock",
      severity: "warning",
      place: "parameters",
      message: l10n.t("The param block cannot be read, line {0}: {1}", problem.line, problem.message),
      detail: l10n.t("The fields may lack some parameters."),
      actions: [{ id: "openLine", label: l10n.t("Go to Line {0}", problem.line) }],
    });
  }
  if (facts.presetProblem !== undefined) {
    notes.push({
      id: "presetsDamaged",
      severity: "warning",
      place: "parameters",
      message: describeError(facts.presetProblem),
      detail: "",
      actions: [{ id: "openPresets", label: l10n.t("Open File") }],
    });
  }
  if (facts.usesOwnTokens) {
    notes.push({
      id: "ownTokens",
      severity: "warning",
      place: "top",
      message: l10n.t("The runbook may get real tokens of yours and then acts with your rights."),
      detail: l10n.t("You are asked before it gets the first one for a resource."),
      actions: [],
    });
  }
  return notes;
}
