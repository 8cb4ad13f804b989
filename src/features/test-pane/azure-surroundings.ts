/** What a test job in Azure may choose from. Identity, interpreter and tokens are the account's there; runtime environments are left. */
import * as vscode from "vscode";

import type { RunbookDescription, RunbookFile } from "../../core/runbook";
import type { Choice, PaneNote } from "../../protocol/test-pane";
import { runbookInAzure } from "./azure-draft";
import type { AzureRuntimeShelf, KnownRuntimes } from "./azure-runtime-shelf";
import { runtimeChoices, runtimeIdOf, runtimeWarning, type RuntimePlace } from "./azure-runtimes";
import { parseAzureWhere } from "./azure-where";
import type { RunSettings, RunSurroundings } from "./ports";
import type { TestPaneServices } from "./services";

/** Does not wait for Azure: what is not known yet is told by the shelf. */
export async function azureSurroundings(
  runbook: RunbookFile,
  settings: RunSettings,
  description: RunbookDescription,
  { accounts }: Pick<TestPaneServices, "accounts">,
  shelf: AzureRuntimeShelf,
): Promise<Omit<RunSurroundings, "wheres">> {
  const local = await accounts.find(vscode.Uri.file(runbook.path)).catch(() => undefined);
  const where = parseAzureWhere(settings.where);
  const place = { language: runbook.language, type: description.type, runOn: where?.runOn ?? "" };
  const known = where && (await knownRuntimes(runbook, where.accountId, shelf));
  const runtimes = known?.kind === "read" ? known.runtimes : undefined;
  return {
    runtimes: choicesOf(known, settings.runtime, place),
    identities: [],
    tokens: [],
    scenarios: [],
    runtime: runtimeIdOf(runtimes, settings.runtime, place),
    interpreter: "",
    interpreterPath: "",
    credentials: (await local?.assetNames("credential").catch(() => [])) ?? [],
    notes: notesOf(known, settings.runtime, place),
  };
}

async function knownRuntimes(
  runbook: RunbookFile,
  accountId: string,
  shelf: AzureRuntimeShelf,
): Promise<KnownRuntimes> {
  // A damaged manifest is said when the job is started.
  const name = await runbookInAzure(runbook, accountId).then(
    (found) => found.name,
    () => runbook.name,
  );
  return shelf.of(accountId, name);
}

function choicesOf(known: KnownRuntimes | undefined, chosen: string, place: RuntimePlace): readonly Choice[] {
  switch (known?.kind) {
    case "reading":
      return place.type === "PowerShellWorkflow"
        ? []
        : [{ id: chosen, label: chosen === "" ? vscode.l10n.t("Reading…") : chosen, description: "" }];
    case "read":
      return runtimeChoices(known.runtimes, place, vscode.l10n);
    default:
      return [];
  }
}

function notesOf(known: KnownRuntimes | undefined, chosen: string, place: RuntimePlace): readonly PaneNote[] {
  const warning = known?.kind === "read" ? runtimeWarning(known.runtimes, chosen, place, vscode.l10n) : "";
  const trouble =
    known?.kind === "failed" && known.why !== ""
      ? vscode.l10n.t("Which runtime environments there are could not be read: {0}", known.why)
      : "";
  const details = [warning, trouble, vscode.l10n.t("Azure keeps no history of test jobs; the pane does.")];
  return [
    {
      id: "azure",
      severity: warning === "" ? "info" : "warning",
      place: "top",
      message: vscode.l10n.t("Runs the draft in Azure as a test job: what it does there is real."),
      detail: details.filter((detail) => detail !== "").join("\n"),
      actions: [],
    },
  ];
}
