/** Shows what an upload or a publish would change, as a comparison, and asks what to do. Nothing is written before the answer. */
import * as path from "node:path";
import * as vscode from "vscode";

import { whoChanged } from "../../platform/conflict-words";
import { askChoice, type ChoiceItem } from "../../platform/prompts";
import type { CloudDocuments } from "./cloud-documents";
import { requireText, type CloudVersion } from "../../platform/cloud-runbook";
import { placeOf, type RunbookReference } from "./runbook-reference";
import type { PublishPlan } from "../../platform/safe-publish";

export type Answer = "publish" | "upload" | "takeTheirs";

export interface PlanQuestion {
  readonly reference: RunbookReference;
  readonly plan: PublishPlan;
  /** What the person asked for. */
  readonly wanted: "publish" | "upload";
}

/** Errors: cancelled. With a conflict, "publish" and "upload" mean that it is to be overwritten. */
export async function askAboutPlan(documents: CloudDocuments, question: PlanQuestion): Promise<Answer> {
  await showComparison(documents, question);
  const { plan, reference } = question;
  return plan.conflict === undefined
    ? askChoice(
        vscode.l10n.t("{0} in {1}", plan.runbook, placeOf(reference)),
        vscode.l10n.t("Look at the changes, then decide"),
        plainAnswers(question),
      )
    : askChoice(
        vscode.l10n.t("Stopped: {0} in {1} is not what you fetched", plan.runbook, reference.account.name),
        whoChanged(plan.conflict, reference.binding?.fetched.time === ""),
        conflictAnswers(question),
      );
}

/** The text in Azure that would be replaced on the left, what would replace it on the right. */
async function showComparison(documents: CloudDocuments, { reference, plan, wanted }: PlanQuestion): Promise<void> {
  const { account, binding } = reference;
  const left = leftVersion(plan, wanted);
  const cloud = (version: CloudVersion, text: string): vscode.Uri =>
    documents.show(
      {
        accountId: account.id,
        accountName: account.name,
        runbook: plan.runbook,
        version,
        extension: requireText(plan.cloud.facts),
      },
      text,
    );
  const leftUri = cloud(left, plan.cloud[left]?.text ?? "");
  const rightUri = binding === undefined ? cloud("draft", plan.text) : vscode.Uri.file(binding.file);
  const rightName = binding === undefined ? vscode.l10n.t("draft") : path.basename(binding.file);
  await vscode.commands.executeCommand(
    "vscode.diff",
    leftUri,
    rightUri,
    vscode.l10n.t("{0}: {1} ({2}) ↔ {3}", plan.runbook, account.name, left, rightName),
    { preview: true },
  );
}

/** With a conflict the version that somebody changed; else what the change takes the place of. */
function leftVersion({ conflict, cloud }: PublishPlan, wanted: "publish" | "upload"): CloudVersion {
  if (conflict !== undefined) {
    return conflict.versions.includes("draft") ? "draft" : "published";
  }
  if (wanted === "upload" && cloud.draft !== undefined && cloud.draft.text !== "") {
    return "draft";
  }
  return cloud.published === undefined ? "draft" : "published";
}

type AnswerItem = ChoiceItem<Answer>;

function plainAnswers({ plan, reference, wanted }: PlanQuestion): readonly AnswerItem[] {
  const { name } = reference.account;
  const publish: AnswerItem = {
    label: vscode.l10n.t("$(cloud-upload) Publish to {0}", name),
    detail:
      plan.cloud.published === undefined
        ? vscode.l10n.t("It becomes the first published version.")
        : vscode.l10n.t("It takes the place of the published version, which is kept as a backup here."),
    value: "publish",
  };
  const upload: AnswerItem = {
    label: vscode.l10n.t("$(edit) Upload as draft to {0}", name),
    detail: vscode.l10n.t("The published version stays as it is."),
    value: "upload",
  };
  if (wanted === "publish") {
    return plan.isUploaded ? [publish] : [publish, upload];
  }
  return [upload];
}

function conflictAnswers({ plan, reference, wanted }: PlanQuestion): readonly AnswerItem[] {
  const { account, binding } = reference;
  const overwrite: AnswerItem = {
    label:
      wanted === "publish" ? vscode.l10n.t("$(warning) Publish over it") : vscode.l10n.t("$(warning) Upload over it"),
    detail: vscode.l10n.t("What {0} holds now is kept as a backup here.", account.name),
    value: wanted,
  };
  const take: AnswerItem = {
    label: vscode.l10n.t("$(cloud-download) Take the version of {0} into the file", account.name),
    detail: vscode.l10n.t("Undo in the editor brings your text back. Nothing is written to Azure."),
    value: "takeTheirs",
  };
  return binding === undefined || plan.text === "" ? [overwrite] : [take, overwrite];
}
