/** Which runbook of an account a file is the edit of, and its draft there: brought in line with the file before a test job, after a question. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import { isNotFound } from "../../azure/arm/azure-error";
import type { AzureRunbook } from "../../azure/account/runbooks";
import { isSameId } from "../../core/account";
import { AutomationError, cancelled } from "../../core/errors";
import type { RunbookFile } from "../../core/runbook";
import { RunbookBindings, type FetchedState } from "../../local/account/runbook-bindings";
import { withChange, withProgress } from "../../platform/azure-work";
import { fetchedState } from "../../platform/cloud-runbook";
import { whoChanged } from "../../platform/conflict-words";
import { readRunbookFile } from "../../platform/runbook-files";
import type { PublishPlan } from "../../platform/safe-publish";
import { draftStanding, notedAfterTest, type DraftStanding } from "./draft-standing";
import type { RunDocuments } from "./run-documents";
import type { TestPaneServices } from "./services";

/** The runbook of one account that a file stands for. */
export interface RunbookInAzure {
  /** As the manifest says; without an entry the file's own name. */
  readonly name: string;
  /** What Azure held when it was fetched; undefined: the file was never fetched from there. */
  readonly fetched: FetchedState | undefined;
  /** Does nothing for a file outside of the workspace, which no manifest can name. */
  note(fetched: FetchedState): Promise<void>;
}

/** Errors: damaged-file, permission-denied for a manifest that cannot be read. */
export async function runbookInAzure(runbook: RunbookFile, accountId: string): Promise<RunbookInAzure> {
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(runbook.path));
  if (folder?.uri.scheme !== "file") {
    return { name: runbook.name, fetched: undefined, note: () => Promise.resolve() };
  }
  const bindings = new RunbookBindings(folder.uri.fsPath);
  const bound = (await bindings.ofFile(runbook.path)).find((one) => isSameId(one.accountId, accountId));
  const name = bound?.runbook ?? runbook.name;
  return {
    name,
    fetched: bound?.fetched,
    note: (fetched) => bindings.set({ file: runbook.path, accountId, runbook: name, fetched }),
  };
}

/**
 * What runs there is Azure's draft: where this file says something else, the person decides. Nothing that nobody here has seen is
 * overwritten without saying so, and what is replaced is kept. Errors: cancelled; conflict when Azure changes after the question; those of Azure.
 */
export async function bringDraftInLine(
  runbook: RunbookFile,
  account: AzureAccount,
  services: Pick<TestPaneServices, "changes" | "ownFolder">,
  documents: RunDocuments,
): Promise<AzureRunbook> {
  const [{ safePublisherFor }, inAzure, text] = await Promise.all([
    import("../../platform/safe-publish"),
    runbookInAzure(runbook, account.id),
    readRunbookFile(runbook.path),
  ]);
  const { name, fetched } = inAzure;
  const publisher = safePublisherFor(account, services.ownFolder);
  const plan = await withProgress({
    title: vscode.l10n.t("Reading the draft of {0} in {1}", name, account.name),
    run: (signal) => publisher.plan(name, text, fetched, signal),
  }).catch((error: unknown) => {
    throw isNotFound(error) ? noSuchRunbook(name, account.name) : error;
  });
  const { facts } = plan.cloud;
  requireSameLanguage(runbook, facts, account.name);
  const standing = draftStanding(plan, fetched !== undefined);
  if (standing === "same") {
    if (fetched !== undefined) {
      await inAzure.note(notedAfterTest(plan, fetchedState(plan.cloud, new Date()), fetched));
    }
    return facts;
  }
  switch (await ask(plan, standing, account, documents)) {
    case "runTheirs":
      return facts;
    case "upload":
      await withChange(services.changes, account.id, "runbooks", {
        title: vscode.l10n.t("Uploading the draft of {0}", name),
        run: (signal) => {
          const binding = {
            file: runbook.path,
            accountId: account.id,
            runbook: name,
            fetched: fetched ?? neverFetched,
          };
          const note = (noted: FetchedState): Promise<void> => inAzure.note(notedAfterTest(plan, noted, fetched));
          // The answer is to what was asked: what the question named may be overwritten, nothing else.
          return publisher.upload(plan, { binding, note }, plan.conflict !== undefined, signal);
        },
      });
      return facts;
  }
}

function noSuchRunbook(name: string, account: string): AutomationError {
  return new AutomationError("not-found", vscode.l10n.t("{0} has no runbook {1}.", account, name), {
    hint: vscode.l10n.t("Take the file into the account first (command: Import Runbooks)."),
  });
}

/** A script of another language would be taken, and fail as a job. */
function requireSameLanguage({ language }: RunbookFile, { name, type }: AzureRunbook, account: string): void {
  if (type.toLowerCase().startsWith("python") !== (language === "python")) {
    throw new AutomationError(
      "invalid-usage",
      vscode.l10n.t("{0} in {1} is a runbook of type {2}.", name, account, type),
      {
        hint: vscode.l10n.t("Give the file another name, or run it in another account."),
      },
    );
  }
}

const neverFetched: FetchedState = { draftHash: null, publishedHash: null, time: "" };

async function ask(
  plan: PublishPlan,
  standing: Exclude<DraftStanding, "same">,
  account: AzureAccount,
  documents: RunDocuments,
): Promise<"upload" | "runTheirs"> {
  const { runbook: name, text } = plan;
  const isSeen = standing === "none" || standing === "older";
  const upload = isSeen ? vscode.l10n.t("Upload and Run") : vscode.l10n.t("Upload over It and Run");
  const asItIs = vscode.l10n.t("Run Azure's Draft");
  const compare = vscode.l10n.t("Compare");
  const { draft } = plan.cloud;
  // The first one is what Enter presses: it overwrites nothing unseen.
  const buttons = draft === undefined ? [upload] : isSeen ? [upload, asItIs, compare] : [compare, upload, asItIs];
  const chosen = await vscode.window.showWarningMessage(
    questionOf(standing, name, account.name),
    { modal: true, detail: detailOf(plan, standing) },
    ...buttons,
  );
  if (chosen === upload) {
    return "upload";
  }
  if (chosen === asItIs) {
    return "runTheirs";
  }
  if (chosen === compare && draft !== undefined) {
    const [left, right] = [
      { text: draft.text, title: vscode.l10n.t("{0} draft", account.name) },
      { text, title: vscode.l10n.t("this file") },
    ] as const;
    await documents.compare(left, right, vscode.l10n.t("{0}: draft in {1} and this file", name, account.name));
  }
  throw cancelled();
}

function questionOf(standing: Exclude<DraftStanding, "same">, name: string, account: string): string {
  switch (standing) {
    case "none":
      return vscode.l10n.t("{0} has no draft in {1}.", name, account);
    case "changed":
      return vscode.l10n.t("Stopped: the draft of {0} in {1} is not what you fetched.", name, account);
    case "older":
    case "unseen":
      return vscode.l10n.t("The draft of {0} in {1} is not what this file says.", name, account);
  }
}

function detailOf({ conflict }: PublishPlan, standing: DraftStanding): string {
  const runs = vscode.l10n.t("A test job runs the draft.");
  if (standing === "none") {
    return [runs, vscode.l10n.t("Uploading makes one; the published version stays as it is.")].join(" ");
  }
  const replaces = vscode.l10n.t(
    "Uploading replaces it, and keeps it as a backup here; the published version stays as it is.",
  );
  const who =
    conflict?.versions.includes("draft") === true ? `${whoChanged(conflict, standing === "unseen")}.\n\n` : "";
  return `${who}${runs} ${replaces}`;
}
