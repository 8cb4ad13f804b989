/** The lists that a module of an account can stand in: one a runtime, or a runtime environment's packages. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { ModuleRuntime } from "../../azure/account/modules";
import type { AzurePackage } from "../../azure/account/package-state";
import type { FolderKind } from "../../core/browse";
import { cancelled } from "../../core/errors";
import { askFromPages } from "../../platform/azure-pick";
import { askChoice } from "../../platform/prompts";
import { itemOfKind, type TreeTarget } from "../../platform/tree-target";

export interface ModulePlace {
  /** For a person. */
  readonly label: string;
  readonly isPython: boolean;
  readonly folder: FolderKind;
  readonly list: ModuleList;
}

/** What the lists have in common. */
export interface ModuleList {
  get(name: string, signal?: AbortSignal): Promise<AzurePackage>;
  import(
    name: string,
    source: { readonly uri: string; readonly version?: string },
    signal?: AbortSignal,
  ): Promise<AzurePackage>;
  waitFor(
    name: string,
    options?: { readonly onState?: (state: string) => void; readonly signal?: AbortSignal },
  ): Promise<AzurePackage>;
  delete(name: string, signal?: AbortSignal): Promise<void>;
}

/** By the ids of azure/account/modules.ts, which is not loaded for them. */
const runtimeLabels: Readonly<Record<ModuleRuntime, string>> = {
  "powershell-5.1": "PowerShell 5.1",
  "powershell-7.2": "PowerShell 7.2",
  "python-3": "Python 3",
  "python-2": "Python 2",
};

export function placeOfRuntime(account: AzureAccount, runtime: ModuleRuntime): ModulePlace {
  return {
    label: runtimeLabels[runtime],
    isPython: runtime.startsWith("python"),
    folder: "modules",
    list: account.modules(runtime),
  };
}

export function placeOfEnvironment(account: AzureAccount, environment: string, language: string): ModulePlace {
  return {
    label: environment,
    isPython: /python/i.test(language),
    folder: "runtime-environments",
    list: account.runtimeEnvironments.packages(environment),
  };
}

/** `runtime`: of a module's row; undefined where there is no such list. */
export function runtimeOf(runtime: string): ModuleRuntime | undefined {
  return Object.keys(runtimeLabels).find((known): known is ModuleRuntime => known === runtime);
}

/** Where to import to: a runtime environment's row says it, otherwise the person does. Errors: cancelled. */
export async function askPlace(
  account: AzureAccount,
  target: TreeTarget | undefined,
  title: string,
): Promise<ModulePlace> {
  const environment = itemOfKind(target, "runtime-environment");
  if (environment !== undefined) {
    return placeOfEnvironment(account, environment.name, environment.language);
  }
  const runtimes = Object.entries(runtimeLabels).map(([runtime, label]) => ({ label, value: runtime }));
  const chosen = await askChoice(title, vscode.l10n.t("Runtime that gets it"), [
    ...runtimes,
    { label: vscode.l10n.t("Runtime environment…"), value: "environment" },
  ]);
  if (chosen === "environment") {
    const one = await askFromPages({
      title,
      placeHolder: vscode.l10n.t("Runtime environment of {0}", account.name),
      list: account.runtimeEnvironments.list(),
      show: (item) => ({ label: item.name, description: `${item.language} ${item.version}` }),
      ifEmpty: vscode.l10n.t("The account has no runtime environment."),
    });
    return placeOfEnvironment(account, one.name, one.language);
  }
  const runtime = runtimeOf(chosen);
  if (runtime === undefined) {
    throw cancelled();
  }
  return placeOfRuntime(account, runtime);
}
