/** Imports a module or package from the PowerShell Gallery or an address, and follows Azure until it is there. */
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import type { AzurePackage } from "../../azure/account/package-state";
import { AutomationError, isCancelled } from "../../core/errors";
import { azureAccountFor } from "../../platform/azure-pick";
import { report, withChange, withProgress } from "../../platform/azure-work";
import { askChoice, askText, confirm } from "../../platform/prompts";
import { askPlace, type ModulePlace } from "./module-place";
import {
  gallerySource,
  nameOfUri,
  readGalleryText,
  uriProblem,
  type ModuleSource,
  type UriProblem,
} from "./module-source";
import type { ModulesServices } from "./services";

export async function importModule(services: ModulesServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Import Module");
  const { account, target } = await azureAccountFor(services.azure, argument, title);
  const place = await askPlace(account, target, title);
  const source = await askSource(place, title);
  const present = await withProgress({
    title: vscode.l10n.t("Looking for {0} in {1}", source.name, account.name),
    run: (signal) => find(place, source.name, signal),
  });
  if (present !== undefined) {
    await confirm(
      vscode.l10n.t("Replace {0} {1} of {2}?", present.name, present.version, account.name),
      vscode.l10n.t("Every runbook of {0} that uses it gets {1}.", place.label, source.version ?? source.uri),
      vscode.l10n.t("Replace"),
    );
  }
  const isFollowed = await follow(services, account, place, source);
  report(
    isFollowed === undefined
      ? vscode.l10n.t("{0} goes on importing {1}", account.name, source.name)
      : vscode.l10n.t("{0} has {1} {2} for {3}", account.name, source.name, isFollowed.version, place.label),
  );
}

/** undefined: the person does not want to wait; Azure goes on. */
async function follow(
  services: ModulesServices,
  account: AzureAccount,
  place: ModulePlace,
  source: ModuleSource,
): Promise<AzurePackage | undefined> {
  const azure = { accepted: false };
  try {
    return await withChange(services.changes, account.id, place.folder, {
      title: vscode.l10n.t("Importing {0} into {1}", source.name, account.name),
      run: async (signal, say) => {
        const { name, uri, version } = source;
        await place.list.import(name, { uri, ...(version !== undefined && { version }) }, signal);
        azure.accepted = true;
        services.changes.fire(account.id, place.folder);
        return place.list.waitFor(name, { signal, onState: say });
      },
    });
  } catch (error) {
    if (isCancelled(error) && azure.accepted) {
      return undefined;
    }
    throw error;
  }
}

async function find(place: ModulePlace, name: string, signal: AbortSignal): Promise<AzurePackage | undefined> {
  try {
    return await place.list.get(name, signal);
  } catch (error) {
    if (error instanceof AutomationError && error.code === "not-found") {
      return undefined;
    }
    throw error;
  }
}

async function askSource(place: ModulePlace, title: string): Promise<ModuleSource> {
  const isGallery =
    !place.isPython &&
    (await askChoice(title, vscode.l10n.t("Where Azure fetches it from"), [
      { label: "PowerShell Gallery", description: vscode.l10n.t("name and version"), value: true },
      { label: vscode.l10n.t("Address (URI)"), description: ".zip, .nupkg", value: false },
    ]));
  if (isGallery) {
    const text = await askText({
      title,
      prompt: vscode.l10n.t("Module and version in the PowerShell Gallery"),
      placeHolder: "Az.Accounts 4.0.2",
      problem: (given) =>
        readGalleryText(given) === undefined
          ? vscode.l10n.t("Give name and version, for example Az.Accounts 4.0.2.")
          : undefined,
    });
    const { name = "", version = "" } = readGalleryText(text) ?? {};
    return gallerySource(name, version);
  }
  const uri = (
    await askText({
      title,
      prompt: vscode.l10n.t("Address that needs no sign-in; Azure fetches the package itself"),
      placeHolder: place.isPython ? "https://…/thing-1.2.0-py3-none-any.whl" : "https://…/Thing.zip",
      problem: (given) => {
        const problem = uriProblem(given);
        return problem && uriText(problem);
      },
    })
  ).trim();
  const name = await askText({
    title,
    prompt: vscode.l10n.t("Name of the module, as it calls itself"),
    value: nameOfUri(uri),
    problem: (given) =>
      /^[A-Za-z0-9][\w.-]*$/.test(given) ? undefined : vscode.l10n.t("Letters, digits, dots, hyphens and underscores."),
  });
  return { name, uri };
}

function uriText(problem: UriProblem): string {
  switch (problem) {
    case "noUri":
      return vscode.l10n.t("This is no address.");
    case "noHttps":
      return vscode.l10n.t("The address must begin with https://.");
    case "holdsSecret":
      return vscode.l10n.t("Azure fetches the package without signing in: leave name and password out.");
  }
}
