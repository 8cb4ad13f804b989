/** Creates a runbook, in an account of Azure or in the local one, and opens the file to write it in. */
import * as path from "node:path";
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import { isSameName } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import { checkRunbookName } from "../../core/runbook-name";
import type { LocalAccount } from "../../local/account/local-account";
import { askAzureAccount } from "../../platform/azure-pick";
import { withChange, withProgress } from "../../platform/azure-work";
import { askChoice, askText, problemOf } from "../../platform/prompts";
import { treeTargetOf } from "../../platform/tree-target";
import { editDraft } from "./open-runbook";
import { extensionFor, templateFor, type NewRunbookKind } from "./runbook-template";
import type { PublishContext } from "./services";

export async function createRunbook(context: PublishContext, argument: unknown): Promise<void> {
  const target = treeTargetOf(argument);
  if (target === undefined) {
    await createWhereAsked(context);
  } else if (context.azure.isAzureId(target.accountId)) {
    await createInAzure(context, await context.azure.byId(target.accountId));
  } else {
    await createLocally(context, await context.accounts.byId(target.accountId));
  }
}

async function createWhereAsked(context: PublishContext): Promise<void> {
  const { accounts } = await context.accounts.all();
  const place = await askChoice<LocalAccount | "azure">(
    vscode.l10n.t("Create Runbook"),
    vscode.l10n.t("In which account"),
    [
      ...accounts.map((account) => ({ label: account.name, description: vscode.l10n.t("local"), value: account })),
      { label: vscode.l10n.t("$(azure) An account in Azure…"), value: "azure" as const },
    ],
  );
  if (place === "azure") {
    await createInAzure(context, await askAzureAccount(context.azure, vscode.l10n.t("Create Runbook")));
  } else {
    await createLocally(context, place);
  }
}

interface Runtime {
  readonly kind: NewRunbookKind;
  /** Of the REST interface. */
  readonly type: string;
  readonly runtimeEnvironment?: string;
}

type RuntimeChoice = vscode.QuickPickItem & { readonly value: Runtime };

async function createInAzure(context: PublishContext, account: AzureAccount): Promise<void> {
  const title = vscode.l10n.t("Create Runbook in {0}", account.name);
  const name = await askName(title);
  const choices = await withProgress({
    title: vscode.l10n.t("Reading the runtime environments of {0}", account.name),
    run: (signal) => runtimeChoices(account, signal),
  });
  const runtime = await askChoice<Runtime>(title, vscode.l10n.t("Runtime"), choices);
  await withChange(context.changes, account.id, "runbooks", {
    title: vscode.l10n.t('Creating "{0}" in {1}', name, account.name),
    run: async (signal) => {
      const { type, runtimeEnvironment } = runtime;
      await account.runbooks.create(
        name,
        { type, ...(runtimeEnvironment !== undefined && { runtimeEnvironment }) },
        signal,
      );
    },
  });
  const item = { kind: "runbook", name };
  await editDraft(context, { accountId: account.id, folder: "runbooks", item }, templateFor(runtime.kind, name));
}

/** The account's runtime environments first; the classic runtimes work in every cloud. */
async function runtimeChoices(account: AzureAccount, signal: AbortSignal): Promise<readonly RuntimeChoice[]> {
  const environments = await runtimeEnvironments(account, signal);
  return [
    ...environments,
    {
      label: "PowerShell 5.1",
      description: vscode.l10n.t("classic"),
      value: { kind: "powershell", type: "PowerShell" },
    },
    {
      label: "PowerShell 7.2",
      description: vscode.l10n.t("classic"),
      value: { kind: "powershell", type: "PowerShell72" },
    },
    { label: "Python 3", description: vscode.l10n.t("classic"), value: { kind: "python", type: "Python3" } },
    {
      label: "PowerShell Workflow",
      description: vscode.l10n.t("classic, Windows PowerShell 5.1"),
      value: { kind: "workflow", type: "PowerShellWorkflow" },
    },
  ];
}

async function runtimeEnvironments(account: AzureAccount, signal: AbortSignal): Promise<readonly RuntimeChoice[]> {
  const all = await account.runtimeEnvironments.allKnown(signal);
  return all.map((one): RuntimeChoice => {
    const isPython = one.language.toLowerCase() === "python";
    return {
      label: one.name,
      description: `${one.language} ${one.version}`,
      value: {
        kind: isPython ? "python" : "powershell",
        type: isPython ? "Python" : "PowerShell",
        runtimeEnvironment: one.name,
      },
    };
  });
}

async function createLocally(context: PublishContext, account: LocalAccount | undefined): Promise<void> {
  if (account === undefined) {
    throw new AutomationError("account-not-found", vscode.l10n.t("That local account is not open."), {
      hint: vscode.l10n.t("Open its folder, then try again."),
    });
  }
  const title = vscode.l10n.t("Create Runbook in {0}", account.name);
  const names = await account.runbookNames();
  const name = await askName(title, names);
  const kind = await askChoice<NewRunbookKind>(title, vscode.l10n.t("Language"), [
    { label: "PowerShell", value: "powershell" },
    { label: "Python", value: "python" },
    { label: "PowerShell Workflow", description: vscode.l10n.t("Windows PowerShell 5.1 only"), value: "workflow" },
  ]);
  const file = vscode.Uri.file(path.join(await runbookFolder(account), name + extensionFor(kind)));
  await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(file, ".."));
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(templateFor(kind, name)));
  context.changes.fire(account.id, "runbooks");
  await vscode.window.showTextDocument(file);
}

/** Where the account's other runbooks lie, else `runbooks` in its folder. */
async function runbookFolder(account: LocalAccount): Promise<string> {
  const [first] = await account.runbookNames();
  const known = first === undefined ? undefined : await account.findRunbook(first);
  return known === undefined ? path.join(account.root, "runbooks") : path.dirname(known);
}

function askName(title: string, taken: readonly string[] = []): Promise<string> {
  return askText({
    title,
    prompt: vscode.l10n.t("Name of the runbook"),
    placeHolder: "Stop-IdleVms",
    problem: (text) =>
      taken.some((name) => isSameName(name, text))
        ? vscode.l10n.t("There is a runbook of that name already.")
        : problemOf(() => checkRunbookName(text)),
  });
}
