/** Which runbook of which account a command means, and which file of the workspace is its edit. Never taken from the active tab. */
import * as path from "node:path";
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import { AutomationError } from "../../core/errors";
import { RunbookBindings, type RunbookBinding } from "../../local/account/runbook-bindings";
import { azureAccountFor, itemFor } from "../../platform/azure-pick";
import { withProgress } from "../../platform/azure-work";
import { askChoice } from "../../platform/prompts";
import { readCloudRunbook, type CloudRunbook } from "../../platform/cloud-runbook";
import type { PublishServices } from "./services";

export interface RunbookReference {
  readonly account: AzureAccount;
  readonly runbook: string;
  /** The file that is its edit; undefined: there is none here. */
  readonly binding: BoundFile | undefined;
}

export interface BoundFile extends RunbookBinding {
  readonly bindings: RunbookBindings;
}

/** `argument`: a row of the tree, a file, or nothing: then the person chooses. */
export async function runbookFor(
  services: PublishServices,
  argument: unknown,
  title: string,
): Promise<RunbookReference> {
  if (argument instanceof vscode.Uri) {
    return referenceOfFile(services, argument, title);
  }
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const { name } = await itemFor(account, target, {
    kind: "runbook",
    folder: "runbooks",
    title,
    placeHolder: vscode.l10n.t("Runbook of {0}", account.name),
    show: (item) => ({
      label: item.name,
      description: [item.type, item.state].filter((text) => text !== "").join(" · "),
    }),
    ifEmpty: vscode.l10n.t("Create a runbook first (command: Create Runbook)."),
  });
  return { account, runbook: name, binding: await boundFileOf(account.id, name) };
}

/** The file that is the edit of this runbook, in any folder of the workspace. */
export async function boundFileOf(accountId: string, runbook: string): Promise<BoundFile | undefined> {
  for (const bindings of allBindings()) {
    const found = await bindings.ofRunbook(accountId, runbook);
    if (found !== undefined) {
      return { ...found, bindings };
    }
  }
  return undefined;
}

/** The bindings of the workspace folder that a file lies in. Errors: invalid-usage for a file outside of the workspace. */
export function bindingsAround(file: vscode.Uri): RunbookBindings {
  const folder = vscode.workspace.getWorkspaceFolder(file);
  if (folder?.uri.scheme !== "file") {
    throw new AutomationError("invalid-usage", `"${path.basename(file.path)}" does not lie in the workspace.`, {
      hint: "Save it in a folder that is open here; that folder remembers which runbook it belongs to.",
    });
  }
  return new RunbookBindings(folder.uri.fsPath);
}

/** `aa-prod · rg-automation · westeurope`: enough to notice the wrong account. */
export function placeOf({ account }: RunbookReference): string {
  return [account.name, ...account.facts].join(" · ");
}

/** Of a file with several runbooks the person chooses one; a file with none gets one by the person's choice. */
async function referenceOfFile(services: PublishServices, file: vscode.Uri, title: string): Promise<RunbookReference> {
  const bindings = bindingsAround(file);
  const bound = await bindings.ofFile(file.fsPath);
  const chosen = bound.length > 1 ? await chooseBinding(bound, title) : bound[0];
  if (chosen !== undefined) {
    const account = await services.azure.byId(chosen.accountId);
    return { account, runbook: chosen.runbook, binding: { ...chosen, bindings } };
  }
  const { account, runbook } = await runbookFor(services, undefined, title);
  // Nothing was fetched: every other text in Azure is somebody else's until the person has seen it.
  const fetched = { draftHash: null, publishedHash: null, time: "" };
  return { account, runbook, binding: { file: file.fsPath, accountId: account.id, runbook, fetched, bindings } };
}

function chooseBinding(bound: readonly RunbookBinding[], title: string): Promise<RunbookBinding> {
  const items = bound.map((one) => ({
    label: one.runbook,
    description: one.accountId.slice(one.accountId.lastIndexOf("/") + 1),
    detail: one.accountId,
    value: one,
  }));
  return askChoice(title, vscode.l10n.t("The file is the edit of several runbooks"), items);
}

function allBindings(): readonly RunbookBindings[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === "file")
    .map((folder) => new RunbookBindings(folder.uri.fsPath));
}

/** The runbook as Azure holds it now, with progress. Errors: cancelled; those of readCloudRunbook. */
export function readShown({ account, runbook }: RunbookReference): Promise<CloudRunbook> {
  return withProgress({
    title: vscode.l10n.t('Reading "{0}" in {1}', runbook, account.name),
    run: (signal) => readCloudRunbook(account.runbooks, runbook, signal),
  });
}
