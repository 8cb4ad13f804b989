/** Runs of a runbook's draft in Azure, from its test pane: where they may go, their start, and finding them again after a reload. */
import { randomUUID } from "node:crypto";
import * as vscode from "vscode";

import type { AzureAccount } from "../../azure/account/azure-account";
import { systemClock } from "../../azure/arm/clock";
import { testJobSource } from "../../azure/account/job-sources";
import { wholeRecords, WatchedAzureJob } from "../../azure/account/watched-job";
import { AutomationError } from "../../core/errors";
import type { Json } from "../../core/json";
import type { GivenParameters } from "../../core/parameter-binding";
import type { RunbookDescription, RunbookFile } from "../../core/runbook";
import { askAzureAccount, askFromPages } from "../../platform/azure-pick";
import { withProgress } from "../../platform/azure-work";
import type { Choice } from "../../protocol/test-pane";
import { bringDraftInLine, runbookInAzure } from "./azure-draft";
import { runtimeToSend } from "./azure-runtimes";
import { azureWhere, parseAzureWhere, type AzureWhere } from "./azure-where";
import type { ImportedParameters, LaunchedJob, LaunchRequest } from "./ports";
import type { RunDocuments } from "./run-documents";
import type { AzureJobReference } from "./run-history";
import type { TestPaneServices } from "./services";

/** Not a place: asks for one. */
export const chooseAzure = "azure?";
const memoryKey = "testPane.azurePlaces";
const mostRemembered = 5;

interface RememberedPlace extends AzureWhere {
  readonly accountName: string;
  readonly facts: string;
}

export function azureChoices({ memory }: Pick<TestPaneServices, "memory">): readonly Choice[] {
  return [
    ...rememberedPlaces(memory).map((place) => ({
      id: azureWhere(place),
      label: `${place.accountName} · ${place.runOn === "" ? vscode.l10n.t("sandbox") : place.runOn}`,
      description: vscode.l10n.t("the draft as a test job · {0}", place.facts),
    })),
    {
      id: chooseAzure,
      label: vscode.l10n.t("Azure…"),
      description: vscode.l10n.t("the draft as a test job, in a sandbox or on a hybrid worker group"),
    },
  ];
}

/** undefined: the person went back. */
export async function askAzurePlace(services: TestPaneServices): Promise<string | undefined> {
  const title = vscode.l10n.t("Run in Azure");
  const account = await askAzureAccount(services.azure, title);
  const groups = await withProgress({
    title: vscode.l10n.t("Reading the hybrid worker groups of {0}", account.name),
    run: async (signal) => (await account.hybridWorkers.listGroups().page(undefined, signal)).items,
  });
  let runOn = "";
  if (groups.length > 0) {
    const items = [
      { label: vscode.l10n.t("Azure sandbox"), value: "" },
      ...groups.map((group) => ({
        label: group.name,
        description: vscode.l10n.t("hybrid worker group"),
        value: group.name,
      })),
    ];
    const chosen = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
    if (!chosen) {
      return undefined;
    }
    runOn = chosen.value;
  }
  const place: RememberedPlace = {
    accountId: account.id,
    runOn,
    accountName: account.name,
    facts: account.facts.join(" · "),
  };
  const others = rememberedPlaces(services.memory).filter((other) => azureWhere(other) !== azureWhere(place));
  await services.memory.update(memoryKey, [place, ...others].slice(0, mostRemembered));
  return azureWhere(place);
}

export async function launchInAzure(
  runbook: RunbookFile,
  description: RunbookDescription,
  request: LaunchRequest,
  services: TestPaneServices,
  documents: RunDocuments,
  reveal: () => void,
): Promise<LaunchedJob> {
  const where = parseAzureWhere(request.settings.where);
  if (!where) {
    throw new AutomationError("invalid-usage", vscode.l10n.t("Choose where the runbook is to run."));
  }
  const account = await services.azure.byId(where.accountId);
  const { name, runtimeEnvironment: own } = await bringDraftInLine(runbook, account, services, documents);
  const { runOn } = where;
  const runtimeEnvironment = runtimeToSend(request.settings.runtime, own, runOn);
  const started = await withProgress({
    title: vscode.l10n.t("Starting the test job of {0} in {1}", name, account.name),
    run: (signal) =>
      account.testJobs.start(
        name,
        {
          parameters: azureParameters(request.given),
          ...(runOn !== "" && { runOn }),
          ...(runtimeEnvironment !== undefined && { runtimeEnvironment }),
        },
        signal,
      ),
  });
  const reference: AzureJobReference = {
    accountId: account.id,
    runOn,
    runbook: name,
    creationTime: started.creationTime,
    ...(runtimeEnvironment !== undefined && { runtimeEnvironment }),
  };
  return follow(runbook, description, account, reference, randomUUID(), services, reveal);
}

/** undefined: nobody is signed in. */
export async function reattach(
  runbook: RunbookFile,
  description: RunbookDescription,
  reference: AzureJobReference,
  jobId: string,
  services: TestPaneServices,
  reveal: () => void,
): Promise<LaunchedJob | undefined> {
  if ((await services.azure.state()).kind === "signedOut") {
    return undefined;
  }
  const account = await services.azure.byId(reference.accountId);
  return follow(runbook, description, account, reference, jobId, services, reveal);
}

/** Parameters of one of the runbook's jobs in Azure. Errors: cancelled; those of Azure. */
export async function importFromJob(runbook: RunbookFile, services: TestPaneServices): Promise<ImportedParameters> {
  const title = vscode.l10n.t("Import Parameters");
  const account = await askAzureAccount(services.azure, title);
  const { name } = await runbookInAzure(runbook, account.id);
  const job = await askFromPages({
    title,
    placeHolder: vscode.l10n.t("Job of {0} in {1}, newest first", name, account.name),
    list: account.jobs.list({ runbook: name }),
    show: (one) => ({ label: one.status, description: one.creationTime, detail: one.name }),
    ifEmpty: vscode.l10n.t("The runbook has no job there in the last 30 days."),
  });
  const { parameters } = await withProgress({
    title: vscode.l10n.t("Reading the job's parameters"),
    run: async (signal) => account.jobs.get(job.name, signal),
  });
  return runbook.language === "python"
    ? { values: {}, items: Object.values(parameters) }
    : { values: parameters, items: [] };
}

function follow(
  runbook: RunbookFile,
  description: RunbookDescription,
  account: AzureAccount,
  reference: AzureJobReference,
  jobId: string,
  services: TestPaneServices,
  reveal: () => void,
): LaunchedJob {
  const where = placeName(account.name, reference.runOn);
  const job = new WatchedAzureJob({
    id: jobId,
    runbook: runbook.name,
    runbookType: description.type,
    where: [reference.runtimeEnvironment ?? "", vscode.l10n.t("test job of the draft")]
      .filter((part) => part !== "")
      .join(" · "),
    source: testJobSource(account, reference.runbook, reference.creationTime),
    clock: systemClock,
  });
  services.jobs.add(job, {
    where: { kind: "azure", accountId: account.id, accountName: account.name },
    startedBy: "testPane",
    runbookPath: runbook.path,
    usesOwnTokens: false,
    reveal,
  });
  // Whoever signs in again wants to see at once.
  const signedIn = services.azure.onDidChange(() => job.lookNow());
  void job.completed.then(() => void signedIn.dispose());
  return {
    job,
    where,
    usesOwnTokens: false,
    // Scripts cannot be suspended (specs/assets-and-jobs.md 4.5).
    ...(description.type === "PowerShellWorkflow" && { suspend: () => job.suspend(), resume: () => job.resume() }),
    onConnection: (listener) => job.onConnection(listener),
    readRecord: (index) => job.readRecord(index),
    wholeRecords,
    detach: () => {
      signedIn.dispose();
      job.detach();
    },
    azure: reference,
  };
}

/** The portal names Python's arguments "[PARAMETER 1]", "[PARAMETER 2]", ... */
function azureParameters({ named, positional }: GivenParameters): Readonly<Record<string, Json>> {
  const items = (positional ?? []).map((value, index) => [`[PARAMETER ${index + 1}]`, value] as const);
  return { ...named, ...Object.fromEntries(items) };
}

function placeName(accountName: string, runOn: string): string {
  return runOn === "" ? vscode.l10n.t("{0} · Azure sandbox", accountName) : `${accountName} · ${runOn}`;
}

function rememberedPlaces(memory: vscode.Memento): readonly RememberedPlace[] {
  const stored = memory.get<unknown>(memoryKey);
  return Array.isArray(stored) ? (stored as readonly unknown[]).filter(isPlace) : [];
}

function isPlace(value: unknown): value is RememberedPlace {
  const place = value as Partial<RememberedPlace> | null;
  return (
    typeof place?.accountId === "string" &&
    typeof place.runOn === "string" &&
    typeof place.accountName === "string" &&
    typeof place.facts === "string"
  );
}
