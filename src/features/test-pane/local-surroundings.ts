/** What a run on this machine may choose from: interpreter, runtimes, identities, tokens, scenarios, credentials. */
import * as vscode from "vscode";

import { AutomationError } from "../../core/errors";
import type { AccountIdentities } from "../../core/identity";
import type { RunbookDescription, RunbookFile, RuntimeId } from "../../core/runbook";
import { scenarios } from "../../local/endpoint/scenarios";
import { chooseRuntime } from "../../local/sandbox/prepare-run";
import { accountInUse, type AccountInUse } from "../../platform/account-in-use";
import type { Choice, PaneNote } from "../../protocol/test-pane";
import { interpreterVersion } from "./interpreter-version";
import type { RunSettings, RunSurroundings } from "./ports";
import type { TestPaneServices } from "./services";

export const localWhere = "local";

export async function localSurroundings(
  runbook: RunbookFile,
  settings: RunSettings,
  description: RunbookDescription,
  { accounts, runner }: Pick<TestPaneServices, "accounts" | "runner">,
): Promise<Omit<RunSurroundings, "wheres">> {
  const notes: PaneNote[] = [];
  const inUse = await readAccount(() => accountInUse(accounts, runbook), notes);
  const runtime = readRuntime(runbook, description, settings, inUse, notes);
  const [identities, credentials, interpreter] = await Promise.all([
    inUse?.account.details().then(
      (details) => details.identities,
      () => undefined,
    ),
    inUse?.local?.assetNames("credential").catch(() => []),
    findInterpreter(() => runner.interpreterFor(runbook, runtime), runtime, notes),
  ]);
  if (inUse && !inUse.local) {
    notes.push(noAccountNote());
  }
  return {
    runtimes: runtimeChoices(runbook, description, inUse?.runtime),
    identities: identityChoices(identities),
    tokens: [
      {
        id: "emulated",
        label: vscode.l10n.t("Emulated"),
        description: vscode.l10n.t("signed here, marked as fake, no Azure needed"),
      },
      {
        id: "developer",
        label: vscode.l10n.t("Developer"),
        description: vscode.l10n.t("your own real tokens: the runbook then acts with your rights"),
      },
    ],
    scenarios: [
      { id: "", label: vscode.l10n.t("None"), description: vscode.l10n.t("the endpoint works") },
      ...scenarios.map(({ name, description: effect }) => ({ id: name, label: name, description: effect })),
    ],
    runtime,
    ...interpreter,
    credentials: credentials ?? [],
    notes,
  };
}

async function readAccount(read: () => Promise<AccountInUse>, notes: PaneNote[]): Promise<AccountInUse | undefined> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AutomationError)) {
      throw error;
    }
    notes.push(problemNote("noAccount", error));
    return undefined;
  }
}

function problemNote(id: PaneNote["id"], { message, hint = "" }: AutomationError): PaneNote {
  return { id, severity: "error", place: "top", message, detail: hint, actions: [] };
}

function noAccountNote(): PaneNote {
  return {
    id: "noAccount",
    severity: "info",
    place: "parameters",
    message: vscode.l10n.t("No local account here: the job has an identity but no assets."),
    detail: "",
    actions: [{ id: "createAccount", label: vscode.l10n.t("Create Local Account…") }],
  };
}

function readRuntime(
  runbook: RunbookFile,
  description: RunbookDescription,
  settings: RunSettings,
  inUse: AccountInUse | undefined,
  notes: PaneNote[],
): RuntimeId {
  const wanted = settings.runtime === "" ? inUse?.runtime : (settings.runtime as RuntimeId);
  try {
    return chooseRuntime(runbook, description, wanted);
  } catch (error) {
    if (!(error instanceof AutomationError)) {
      throw error;
    }
    notes.push(problemNote("interpreterMissing", error));
    return runbook.language === "python" ? "python-3" : "powershell-5.1";
  }
}

async function findInterpreter(
  find: () => ReturnType<TestPaneServices["runner"]["interpreterFor"]>,
  runtime: RuntimeId,
  notes: PaneNote[],
): Promise<{ readonly interpreter: string; readonly interpreterPath: string }> {
  if (notes.some((note) => note.id === "interpreterMissing")) {
    return { interpreter: "", interpreterPath: "" };
  }
  try {
    const found = await find();
    // Nothing of an untrusted workspace runs, not even for its version.
    const version = vscode.workspace.isTrusted ? await interpreterVersion(found) : "";
    return { interpreter: version === "" ? found.path : version, interpreterPath: found.path };
  } catch (error) {
    if (!(error instanceof AutomationError)) {
      throw error;
    }
    const isPython = runtime === "python-3";
    notes.push({
      ...problemNote("interpreterMissing", error),
      actions: [
        ...(isPython ? [] : [{ id: "howToGetPowerShell", label: vscode.l10n.t("How to Get PowerShell") }]),
        {
          id: isPython ? "setPythonPath" : "setPowerShellPath",
          label: isPython ? vscode.l10n.t("Set the Path of Python…") : vscode.l10n.t("Set the Path of PowerShell…"),
        },
      ],
    });
    return { interpreter: "", interpreterPath: "" };
  }
}

/** Windows PowerShell exists on Windows only; elsewhere there is nothing to choose. */
function runtimeChoices(
  runbook: RunbookFile,
  description: RunbookDescription,
  ofAccount: RuntimeId | undefined,
): readonly Choice[] {
  if (runbook.language === "python" || process.platform !== "win32" || description.type === "PowerShellWorkflow") {
    return [];
  }
  const usual = ofAccount === "powershell-5.1" ? "Windows PowerShell 5.1" : "PowerShell 7";
  return [
    { id: "", label: vscode.l10n.t("Default: {0}", usual), description: vscode.l10n.t("what the account says") },
    { id: "powershell-7", label: "PowerShell 7", description: "" },
    { id: "powershell-5.1", label: "Windows PowerShell 5.1", description: "" },
  ];
}

function identityChoices(identities: AccountIdentities | undefined): readonly Choice[] {
  const own = identities ?? { system: undefined, userAssigned: [] };
  const names = [...(own.system ? ["system-assigned"] : []), ...own.userAssigned.map((identity) => identity.name)];
  return [
    {
      id: "",
      label: vscode.l10n.t("What the account has"),
      description: names.length > 0 ? names.join(", ") : vscode.l10n.t("none"),
    },
    ...(own.system
      ? [{ id: "system", label: vscode.l10n.t("System-assigned"), description: own.system.clientId }]
      : []),
    ...own.userAssigned.map(({ name, clientId }) => ({
      id: name,
      label: name,
      description: vscode.l10n.t("user-assigned, {0}", clientId),
    })),
    { id: "none", label: vscode.l10n.t("No managed identity"), description: "" },
  ];
}
