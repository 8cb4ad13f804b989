/** Takes files into an account as drafts of runbooks: says first what becomes of each, then does what was chosen. */
import * as path from "node:path";
import * as vscode from "vscode";

import { describeRunbook } from "../../analysis/describe-runbook";
import type { AzureAccount } from "../../azure/account/azure-account";
import { isNotFound } from "../../azure/arm/azure-error";
import { mapBounded } from "../../azure/account/map-bounded";
import { AutomationError, cancelled, describeError, isCancelled } from "../../core/errors";
import { languageOfFile, runbookNameOf } from "../../core/runbook";
import { azureAccountFor } from "../../platform/azure-pick";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { fetchedState, readCloudRunbook, type CloudRunbook } from "../../platform/cloud-runbook";
import { importStep, type FileToImport, type ImportStep } from "./import-plan";
import { publisherOf } from "./publish-runbook";
import { readRunbookFile } from "../../platform/runbook-files";
import { bindingsAround, boundFileOf } from "./runbook-reference";
import type { PublishContext } from "./services";

const readAtOnce = 6;

export async function importRunbooks(context: PublishContext, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Import Runbooks");
  const { account } = await azureAccountFor(context.azure, argument, title);
  const files = await askFiles(title);
  const steps = await withProgress({
    title: vscode.l10n.t("Comparing with {0}", account.name),
    run: (signal) => mapBounded(files, readAtOnce, (file) => stepFor(account, file, signal), signal),
  });
  const chosen = await chooseSteps(title, account, steps);
  await withChange(context.changes, account.id, "runbooks", {
    title: vscode.l10n.t("Importing into {0}", account.name),
    run: (signal, say) => runSteps(context, account, chosen, { signal, say }),
  });
  report(vscode.l10n.t("Imported {0} runbooks into {1} as drafts", chosen.length, account.name));
}

async function stepFor(account: AzureAccount, file: FileToImport, signal: AbortSignal): Promise<ImportStep> {
  try {
    const binding = await boundFileOf(account.id, file.name);
    const fetched = binding?.file === file.path ? binding.fetched : undefined;
    return importStep(file, await findCloud(account, file.name, signal), fetched);
  } catch (error) {
    if (error instanceof AutomationError && error.code === "not-supported") {
      return { kind: "impossible", file, why: error.message };
    }
    throw error;
  }
}

async function findCloud(account: AzureAccount, name: string, signal: AbortSignal): Promise<CloudRunbook | undefined> {
  try {
    return await readCloudRunbook(account.runbooks, name, signal);
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}

interface StepItem extends vscode.QuickPickItem {
  readonly step: ImportStep;
}

/** Overwriting what was never fetched is not ticked: whoever wants it ticks it. */
async function chooseSteps(
  title: string,
  account: AzureAccount,
  steps: readonly ImportStep[],
): Promise<readonly ImportStep[]> {
  const possible = steps.filter((step) => step.kind === "create" || step.kind === "upload");
  const impossible = steps.filter((step) => step.kind === "impossible");
  if (possible.length === 0) {
    const [first] = impossible;
    throw new AutomationError("invalid-usage", vscode.l10n.t("There is nothing to import."), {
      hint:
        first === undefined
          ? vscode.l10n.t("{0} holds these texts already.", account.name)
          : `${first.file.name}: ${first.why}`,
    });
  }
  const items = possible.map((step): StepItem => ({
    label: step.file.name,
    description: describeStep(step),
    picked: step.kind === "create" || !step.isOverwriting,
    step,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("{0} into {1}", title, account.name),
    placeHolder:
      impossible.length === 0
        ? vscode.l10n.t("Each becomes a draft; nothing is published")
        : vscode.l10n.t("Each becomes a draft. Not possible: {0}", impossible.map((step) => step.file.name).join(", ")),
    canPickMany: true,
    ignoreFocusOut: true,
  });
  if (chosen === undefined || chosen.length === 0) {
    throw cancelled();
  }
  return chosen.map((item) => item.step);
}

function describeStep(step: ImportStep): string {
  if (step.kind === "create") {
    return vscode.l10n.t("new, {0}", step.file.type);
  }
  if (step.kind === "upload" && step.isOverwriting) {
    return vscode.l10n.t("takes the place of a draft or version that was never fetched here; it is kept as a backup");
  }
  return vscode.l10n.t("becomes the draft");
}

interface StepWork {
  readonly signal: AbortSignal;
  readonly say: (message: string) => void;
}

/** One that fails does not stop the others; the error names each. */
async function runSteps(
  context: PublishContext,
  account: AzureAccount,
  steps: readonly ImportStep[],
  { signal, say }: StepWork,
): Promise<void> {
  const failed: { readonly name: string; readonly error: unknown }[] = [];
  for (const [index, step] of steps.entries()) {
    say(vscode.l10n.t("{0} ({1} of {2})", step.file.name, index + 1, steps.length));
    try {
      await runStep(context, account, step, signal);
    } catch (error) {
      if (isCancelled(error)) {
        throw error;
      }
      failed.push({ name: step.file.name, error });
    }
  }
  const [first] = failed;
  if (first !== undefined) {
    const names = failed.map(({ name }) => name).join(", ");
    throw new AutomationError(
      "failed",
      vscode.l10n.t("{0} of {1} runbooks were not imported: {2}.", failed.length, steps.length, names),
      { cause: first.error, hint: `${first.name}: ${describeError(first.error)}` },
    );
  }
}

async function runStep(
  context: PublishContext,
  account: AzureAccount,
  step: ImportStep,
  signal: AbortSignal,
): Promise<void> {
  const { file } = step;
  const publisher = await publisherOf(context, { account, runbook: file.name, binding: undefined });
  if (step.kind === "create") {
    await account.runbooks.create(file.name, { type: file.type }, signal);
    const plan = await publisher.plan(file.name, file.text, undefined, signal);
    await publisher.upload(plan, undefined, false, signal);
  } else if (step.kind === "upload") {
    await publisher.upload(step.plan, undefined, step.isOverwriting, signal);
  }
  const uri = vscode.Uri.file(file.path);
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) {
    const cloud = await readCloudRunbook(account.runbooks, file.name, signal);
    const fetched = fetchedState(cloud, new Date());
    await bindingsAround(uri).set({ file: file.path, accountId: account.id, runbook: file.name, fetched });
  }
}

async function askFiles(title: string): Promise<readonly FileToImport[]> {
  const [first] = vscode.workspace.workspaceFolders ?? [];
  const uris = await vscode.window.showOpenDialog({
    title,
    openLabel: vscode.l10n.t("Import"),
    canSelectMany: true,
    filters: { [vscode.l10n.t("Runbooks")]: ["ps1", "py"] },
    ...(first && { defaultUri: first.uri }),
  });
  if (uris === undefined || uris.length === 0) {
    throw cancelled();
  }
  return Promise.all(uris.map((uri) => fileToImport(uri.fsPath)));
}

/** Windows PowerShell 5.1 is what the service takes for a script that says nothing else. */
async function fileToImport(file: string): Promise<FileToImport> {
  const language = languageOfFile(file);
  if (language === undefined) {
    throw new AutomationError("invalid-usage", vscode.l10n.t('"{0}" is no runbook.', path.basename(file)), {
      hint: vscode.l10n.t("Runbooks are .ps1 and .py files."),
    });
  }
  const text = await readRunbookFile(file);
  return { path: file, name: runbookNameOf(file), text, type: describeRunbook(text, language).type };
}
