/** Asks for the options of a run, as three short questions. */
import * as vscode from "vscode";

import { cancelled } from "../../core/errors";
import type { AccountIdentities } from "../../core/identity";
import type { ScenarioName } from "../../local/endpoint/endpoint";
import type { RunOptions } from "../../platform/run-options";

type ValueItem<T> = vscode.QuickPickItem & { readonly value: T };

/** Three short questions; Escape at any cancels the run. */
export async function askRunOptions(
  identities: AccountIdentities,
  scenarios: readonly { readonly name: ScenarioName; readonly description: string }[],
): Promise<RunOptions> {
  const identity = await ask<string | undefined>(vscode.l10n.t("Run as (1/3)"), [
    { label: vscode.l10n.t("What the account has"), description: describeIdentities(identities), value: undefined },
    ...(identities.system ? [{ label: vscode.l10n.t("System-assigned identity only"), value: "system" }] : []),
    ...identities.userAssigned.map((item) => ({
      label: item.name,
      description: vscode.l10n.t("user-assigned, {0}", item.clientId),
      value: item.name,
    })),
    { label: vscode.l10n.t("No managed identity"), value: "none" },
  ]);
  const tokenSource = await ask<RunOptions["tokenSource"]>(vscode.l10n.t("Tokens (2/3)"), [
    {
      label: vscode.l10n.t("Emulated"),
      description: vscode.l10n.t("signed here, marked as fake, no Azure needed"),
      value: "emulated",
    },
    {
      label: vscode.l10n.t("Developer"),
      description: vscode.l10n.t("your own real tokens: the runbook then acts with your rights"),
      value: "developer",
    },
  ]);
  const scenario = await ask<ScenarioName | undefined>(vscode.l10n.t("Scenario (3/3)"), [
    { label: vscode.l10n.t("None"), description: vscode.l10n.t("the endpoint works"), value: undefined },
    ...scenarios.map((item) => ({ label: item.name, description: item.description, value: item.name })),
  ]);
  return { identity, tokenSource, scenario };
}

async function ask<T>(title: string, items: readonly ValueItem<T>[]): Promise<T> {
  const chosen = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  if (!chosen) {
    throw cancelled();
  }
  return chosen.value;
}

function describeIdentities(identities: AccountIdentities): string {
  const names = [
    ...(identities.system ? ["system-assigned"] : []),
    ...identities.userAssigned.map((item) => item.name),
  ];
  return names.length > 0 ? names.join(", ") : vscode.l10n.t("none");
}
