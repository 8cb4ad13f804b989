/** Opens a runbook of Azure: the draft or the published version to read, two versions side by side, or a file of the workspace to edit. */
import * as path from "node:path";
import * as vscode from "vscode";

import { AutomationError, cancelled } from "../../core/errors";
import { report } from "../../platform/azure-work";
import { askChoice } from "../../platform/prompts";
import {
  editableText,
  fetchedState,
  requireText,
  type CloudRunbook,
  type CloudVersion,
} from "../../platform/cloud-runbook";
import { findRunbookFile, writeRunbookFile } from "../../platform/runbook-files";
import { bindingsAround, readShown, runbookFor, type RunbookReference } from "./runbook-reference";
import { planOf } from "../../platform/safe-publish";
import type { PublishContext } from "./services";

export async function openVersion(context: PublishContext, argument: unknown, version: CloudVersion): Promise<void> {
  const title = version === "draft" ? vscode.l10n.t("Open Runbook Draft") : vscode.l10n.t("Open Published Runbook");
  const reference = await runbookFor(context, argument, title);
  const cloud = await readShown(reference);
  const found = cloud[version];
  if (found === undefined) {
    throw new AutomationError(
      "not-found",
      version === "draft"
        ? vscode.l10n.t('"{0}" has no draft.', reference.runbook)
        : vscode.l10n.t('"{0}" was never published.', reference.runbook),
      {
        hint:
          version === "draft"
            ? vscode.l10n.t("Open the published version, or begin an edit (command: Edit Runbook Draft).")
            : vscode.l10n.t("Open its draft, or publish it."),
      },
    );
  }
  const uri = cloudUri(context, reference, cloud, version);
  await vscode.window.showTextDocument(uri, { preview: true });
}

interface Side {
  readonly label: string;
  readonly uri: vscode.Uri;
}

export async function compareVersions(context: PublishContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Compare Runbook");
  const reference = await runbookFor(context, argument, title);
  const cloud = await readShown(reference);
  const sides: Side[] = [];
  if (cloud.published !== undefined) {
    sides.push({ label: vscode.l10n.t("published"), uri: cloudUri(context, reference, cloud, "published") });
  }
  if (cloud.draft !== undefined) {
    sides.push({ label: vscode.l10n.t("draft"), uri: cloudUri(context, reference, cloud, "draft") });
  }
  const { binding, runbook, account } = reference;
  if (binding !== undefined && (await findRunbookFile(binding.file)) !== undefined) {
    sides.push({ label: path.basename(binding.file), uri: vscode.Uri.file(binding.file) });
  }
  const [left, right] = await choosePair(title, sides, runbook);
  await vscode.commands.executeCommand(
    "vscode.diff",
    left.uri,
    right.uri,
    vscode.l10n.t("{0} in {1}: {2} ↔ {3}", runbook, account.name, left.label, right.label),
  );
}

/** Each with each, the older version on the left. */
async function choosePair(title: string, sides: readonly Side[], runbook: string): Promise<readonly [Side, Side]> {
  const pairs = sides.flatMap((left, index) => sides.slice(index + 1).map((right) => [left, right] as const));
  const [only] = pairs;
  if (only === undefined) {
    throw new AutomationError("not-found", vscode.l10n.t('There is only one version of "{0}".', runbook), {
      hint: vscode.l10n.t("Begin an edit (command: Edit Runbook Draft), then compare."),
    });
  }
  return pairs.length === 1
    ? only
    : askChoice(
        title,
        vscode.l10n.t("Which versions"),
        pairs.map((pair) => ({ label: `${pair[0].label} ↔ ${pair[1].label}`, value: pair })),
      );
}

/** Opens the file that is the edit of the runbook; makes one where there is none. `template`: for a runbook that holds nothing yet. */
export async function editDraft(context: PublishContext, argument: unknown, template = ""): Promise<void> {
  const title = vscode.l10n.t("Edit Runbook Draft");
  const reference = await runbookFor(context, argument, title);
  const cloud = await readShown(reference);
  const known = reference.binding && (await findRunbookFile(reference.binding.file));
  if (reference.binding !== undefined && known !== undefined) {
    await openKnownFile(context, reference, cloud, known);
    return;
  }
  const text = editableText(cloud) === "" ? template : editableText(cloud);
  const file = await chooseFile(context, reference, cloud, text);
  const bindings = bindingsAround(vscode.Uri.file(file.path));
  if (file.write) {
    await writeRunbookFile(file.path, text);
  }
  const { account, runbook } = reference;
  await bindings.set({ file: file.path, accountId: account.id, runbook, fetched: fetchedState(cloud, new Date()) });
  await vscode.window.showTextDocument(vscode.Uri.file(file.path));
  const shown = vscode.workspace.asRelativePath(file.path);
  report(vscode.l10n.t("{0} is the edit of {1} in {2}", shown, runbook, account.name));
}

async function openKnownFile(
  context: PublishContext,
  reference: RunbookReference,
  cloud: CloudRunbook,
  text: string,
): Promise<void> {
  const { binding, runbook, account } = reference;
  if (binding === undefined) {
    return;
  }
  const uri = vscode.Uri.file(binding.file);
  await vscode.window.showTextDocument(uri);
  const { conflict } = planOf(runbook, text, cloud, binding.fetched);
  if (conflict === undefined) {
    return;
  }
  const [compare, take] = [vscode.l10n.t("Compare"), vscode.l10n.t("Take Its Version")];
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t("{0} in {1} was changed by {2} since this file was fetched.", runbook, account.name, conflict.by),
    compare,
    take,
  );
  if (chosen === compare) {
    const version = conflict.versions.includes("draft") ? "draft" : "published";
    const left = cloudUri(context, reference, cloud, version);
    await vscode.commands.executeCommand(
      "vscode.diff",
      left,
      uri,
      `${runbook}: ${version} ↔ ${path.basename(uri.fsPath)}`,
    );
  } else if (chosen === take) {
    await writeRunbookFile(binding.file, editableText(cloud));
    await binding.bindings.set({ ...binding, fetched: fetchedState(cloud, new Date()) });
  }
}

interface ChosenFile {
  readonly path: string;
  /** false: the file's own text stays. */
  readonly write: boolean;
}

/** The local account's runbook of that name, else `runbooks/<name>`; what stands there is never replaced without a question. */
async function chooseFile(
  context: PublishContext,
  reference: RunbookReference,
  cloud: CloudRunbook,
  text: string,
): Promise<ChosenFile> {
  const { runbook } = reference;
  const folder = await workspaceFolder();
  const local = await context.accounts.find(vscode.Uri.joinPath(folder, "x"));
  const usual = path.join(folder.fsPath, "runbooks", runbook + requireText(cloud.facts));
  const file = (await local?.findRunbook(runbook)) ?? usual;
  const present = await findRunbookFile(file);
  if (present === undefined || present === text || present === "") {
    return { path: file, write: present !== text };
  }
  const shown = vscode.workspace.asRelativePath(file);
  const answer = await askChoice<"keep" | "replace" | "other">(
    vscode.l10n.t("Edit Runbook Draft"),
    vscode.l10n.t("{0} holds another text", shown),
    [
      {
        label: vscode.l10n.t("Keep the text of {0}", shown),
        detail: vscode.l10n.t("The file becomes the edit of the runbook as it is."),
        value: "keep",
      },
      {
        label: vscode.l10n.t("Replace it with the version of {0}", reference.account.name),
        detail: vscode.l10n.t("Undo in the editor brings it back."),
        value: "replace",
      },
      { label: vscode.l10n.t("Use another file…"), value: "other" },
    ],
  );
  if (answer !== "other") {
    return { path: file, write: answer === "replace" };
  }
  const chosen = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.file(file) });
  if (chosen === undefined) {
    throw cancelled();
  }
  return { path: chosen.fsPath, write: true };
}

async function workspaceFolder(): Promise<vscode.Uri> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  const [first] = folders;
  if (first === undefined) {
    throw new AutomationError("invalid-usage", vscode.l10n.t("No folder is open."), {
      hint: vscode.l10n.t("Open a folder: the edit becomes a file in it."),
    });
  }
  return folders.length === 1
    ? first.uri
    : askChoice(
        vscode.l10n.t("Edit Runbook Draft"),
        vscode.l10n.t("Folder for the file"),
        folders.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, value: folder.uri })),
      );
}

function cloudUri(
  { documents }: PublishContext,
  { account, runbook }: RunbookReference,
  cloud: CloudRunbook,
  version: CloudVersion,
): vscode.Uri {
  const document = { accountId: account.id, accountName: account.name, runbook, version };
  return documents.show({ ...document, extension: requireText(cloud.facts) }, cloud[version]?.text ?? "");
}
