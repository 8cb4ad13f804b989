/** Asks for the parameters that a schedule or a webhook gives to its runbook, and for where it runs. */
import * as vscode from "vscode";

import type { AzureAccount } from "../azure/account/azure-account";
import type { RunbookItem } from "../core/browse";
import type { Json } from "../core/json";
import { askFromPages, itemFor } from "./azure-pick";
import { withProgress } from "./azure-work";
import { askChoice, askText } from "./prompts";
import type { TreeTarget } from "./tree-target";

/** A runbook that Azure can start by itself: it runs the published version only. */
export function publishedRunbookFor(
  account: AzureAccount,
  target: TreeTarget | undefined,
  title: string,
): Promise<RunbookItem> {
  return itemFor(account, target, {
    kind: "runbook",
    folder: "runbooks",
    title,
    placeHolder: vscode.l10n.t("Runbook of {0}; its published version runs", account.name),
    show: (one) => (one.state === "New" ? undefined : { label: one.name, description: `${one.type} · ${one.state}` }),
    ifEmpty: vscode.l10n.t("Publish a runbook first."),
  });
}

export interface StartOptions {
  readonly parameters?: Readonly<Record<string, Json>>;
  /** A hybrid worker group; absent: an Azure sandbox. */
  readonly runOn?: string;
}

/** Errors: cancelled; those of Azure. */
export async function askStartOptions(account: AzureAccount, runbook: string, title: string): Promise<StartOptions> {
  const { parameters: wanted, hasGroups } = await withProgress({
    title: vscode.l10n.t("Reading the parameters of {0}", runbook),
    run: async (signal) => {
      const [{ parameters }, groups] = await Promise.all([
        account.runbooks.get(runbook, signal),
        account.hybridWorkers.listGroups().page(undefined, signal),
      ]);
      return { parameters, hasGroups: groups.items.length > 0 };
    },
  });
  const parameters: Record<string, Json> = {};
  for (const [index, parameter] of wanted.entries()) {
    const text = await askText({
      title: `${title} (${index + 1}/${wanted.length})`,
      prompt: parameter.isMandatory
        ? vscode.l10n.t("{0} (needed)", parameter.name)
        : vscode.l10n.t(
            "{0} (optional; empty: {1})",
            parameter.name,
            parameter.defaultValue ?? vscode.l10n.t("not given"),
          ),
      placeHolder: parameter.type,
      isOptional: !parameter.isMandatory,
    });
    if (text !== "") {
      parameters[parameter.name] = text;
    }
  }
  const runOn = hasGroups ? await askRunOn(account, title) : undefined;
  return {
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(runOn !== undefined && { runOn }),
  };
}

async function askRunOn(account: AzureAccount, title: string): Promise<string | undefined> {
  const isSandbox = await askChoice(title, vscode.l10n.t("Where it runs"), [
    { label: vscode.l10n.t("Azure sandbox"), value: true },
    { label: vscode.l10n.t("Hybrid worker group…"), value: false },
  ]);
  if (isSandbox) {
    return undefined;
  }
  const group = await askFromPages({
    title,
    placeHolder: vscode.l10n.t("Hybrid worker group"),
    list: account.hybridWorkers.listGroups(),
    show: (one) => ({ label: one.name, description: one.groupType }),
    ifEmpty: vscode.l10n.t("The account has no hybrid worker group."),
  });
  return group.name;
}
