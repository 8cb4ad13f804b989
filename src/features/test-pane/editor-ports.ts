/** The session's ports in the editor. */
import * as path from "node:path";
import * as vscode from "vscode";

import { describeRunbook } from "../../analysis/describe-runbook";
import type { RunbookDescription, RunbookFile, RuntimeId } from "../../core/runbook";
import type { ScenarioName } from "../../local/endpoint/endpoint";
import { accountInUse } from "../../platform/account-in-use";
import { commandIds } from "../../platform/command-ids";
import { usualRun, type FilledInRun, type RunOptions } from "../../platform/run-options";
import { saveIfDirty } from "../../platform/runbook-target";
import { openSetting } from "../../platform/settings";
import type { Choice, PaneNote } from "../../protocol/test-pane";
import { askAzurePlace, azureChoices, chooseAzure, importFromJob, launchInAzure, reattach } from "./azure-places";
import type { AzureRuntimeShelf } from "./azure-runtime-shelf";
import { azureSurroundings } from "./azure-surroundings";
import { localSurroundings, localWhere } from "./local-surroundings";
import type { EditorActions, LaunchedJob, LaunchRequest, RunSettings, RunSurroundings, TestPanePorts } from "./ports";
import { PresetFile } from "./presets";
import type { RunDocuments } from "./run-documents";
import { RunHistory } from "./run-history";
import type { TestPaneServices } from "./services";
import { extensionOfFormat } from "./stream-text";

/** `reveal` brings the runbook's pane to the front. */
export function editorPorts(
  runbook: RunbookFile,
  services: TestPaneServices,
  documents: RunDocuments,
  runtimes: AzureRuntimeShelf,
  reveal: () => void,
): TestPanePorts {
  const uri = vscode.Uri.file(runbook.path);
  return {
    l10n: vscode.l10n,
    locale: vscode.env.language,
    translations: vscode.l10n.bundle ?? {},
    platform: process.platform,
    now: () => Date.now(),
    later: (run, delayMs) => {
      const timer = setTimeout(run, delayMs);
      return { dispose: () => clearTimeout(timer) };
    },
    isTrusted: () => vscode.workspace.isTrusted,
    describe: (text, { language }) => describeRunbook(text, language),
    readText: () => readText(uri),
    save: () => saveIfDirty(uri),
    surroundings: (settings, description) => surroundings(runbook, settings, description, services, runtimes),
    launch: (request) =>
      request.settings.where === localWhere
        ? launchLocally(runbook, request, services, reveal)
        : launchInAzure(runbook, request.description, request, services, documents, reveal),
    debug: (run) => debugLocally(uri, run),
    reattach: (reference, jobId, description) => reattach(runbook, description, reference, jobId, services, reveal),
    memory: {
      get: (key) => services.memory.get(memoryKey(key)),
      set: (key, value) => void services.memory.update(memoryKey(key), value),
    },
    presets: () => presetPlace(runbook, services),
    history: services.storage && new RunHistory(vscode.Uri.joinPath(services.storage, "runs").fsPath),
    actions: editorActions(runbook, services, documents),
    report: (what, error) => services.commands.report(what, error),
  };
}

function memoryKey(runbookPath: string): string {
  return `testPane:${runbookPath}`;
}

/** The editor's text where it is open, edited or not. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) {
    return open.getText();
  }
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function surroundings(
  runbook: RunbookFile,
  settings: RunSettings,
  description: RunbookDescription,
  services: TestPaneServices,
  runtimes: AzureRuntimeShelf,
): Promise<RunSurroundings> {
  const here: Choice = { id: localWhere, label: vscode.l10n.t("This machine"), description: "" };
  const wheres = [here, ...azureChoices(services)];
  return settings.where === localWhere
    ? { wheres, ...(await localSurroundings(runbook, settings, description, services)) }
    : { wheres, ...(await azureSurroundings(runbook, settings, description, services, runtimes)) };
}

async function launchLocally(
  runbook: RunbookFile,
  { settings, given, onOwnToken }: LaunchRequest,
  { accounts, runner, jobs }: TestPaneServices,
  reveal: () => void,
): Promise<LaunchedJob> {
  const { account, runtime } = await accountInUse(accounts, runbook);
  const usesOwnTokens = settings.token === "developer";
  const job = await runner.launch({
    runbook,
    account,
    runtime: settings.runtime === "" ? runtime : (settings.runtime as RuntimeId),
    parameters: given,
    options: runOptions(settings),
    onOwnToken,
  });
  jobs.add(job, { where: { kind: "local" }, startedBy: "testPane", runbookPath: runbook.path, usesOwnTokens, reveal });
  return {
    job,
    where: vscode.l10n.t("This machine"),
    usesOwnTokens,
    onMemory: (listener) => job.onMemory(listener),
  };
}

async function debugLocally(
  uri: vscode.Uri,
  { settings, given }: Parameters<TestPanePorts["debug"]>[0],
): Promise<void> {
  const isHere = settings.where === localWhere;
  const run: FilledInRun = {
    kind: "filledInRun",
    parameters: given,
    options: isHere ? runOptions(settings) : usualRun,
    runtime: isHere && settings.runtime !== "" ? (settings.runtime as RuntimeId) : undefined,
  };
  await vscode.commands.executeCommand(commandIds.debug.start, uri, run);
}

function runOptions({ identity, token, scenario }: RunSettings): RunOptions {
  return {
    identity: identity === "" ? undefined : identity,
    tokenSource: token,
    scenario: scenario === "" ? undefined : (scenario as ScenarioName),
  };
}

/** Beside the account's files; without an account in the workspace folder, else beside the runbook. */
async function presetPlace(
  runbook: RunbookFile,
  { accounts }: TestPaneServices,
): Promise<{ readonly file: PresetFile; readonly key: string }> {
  const uri = vscode.Uri.file(runbook.path);
  const local = await accounts.find(uri);
  const root = local?.root ?? vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? path.dirname(runbook.path);
  return {
    file: new PresetFile(path.join(root, ".automation", "test-pane.json")),
    key: path.relative(root, runbook.path).split(path.sep).join("/"),
  };
}

function editorActions(runbook: RunbookFile, services: TestPaneServices, documents: RunDocuments): EditorActions {
  const uri = vscode.Uri.file(runbook.path);
  return {
    openText: (text, languageId, name) => documents.open(text, languageId, name),
    compare: (left, right, title) => documents.compare(left, right, title),
    export: async (text, format, name) => {
      const target = await vscode.window.showSaveDialog({
        title: vscode.l10n.t("Export Streams"),
        defaultUri: vscode.Uri.joinPath(uri, "..", name),
        filters: { [vscode.l10n.t("Streams")]: [extensionOfFormat[format]] },
      });
      if (!target) {
        return undefined;
      }
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text));
      return target.fsPath;
    },
    copy: async (text) => vscode.env.clipboard.writeText(text),
    openSource: ({ script, line }) => openSource(script, line),
    askPresetName: async (taken) =>
      vscode.window.showInputBox({
        title: vscode.l10n.t("Save Parameters"),
        prompt:
          taken.length === 0
            ? vscode.l10n.t("Name of the set. Passwords and the like are not saved.")
            : vscode.l10n.t("Name of the set; an existing one is replaced: {0}", taken.join(", ")),
        ignoreFocusOut: true,
      }),
    confirm: async (question, action) =>
      (await vscode.window.showWarningMessage(question, { modal: true }, action)) === action,
    shell: () => vscode.env.shell,
    relativePath: () => vscode.workspace.asRelativePath(uri, false),
    chooseInterpreter: () => openSetting(runbook.language === "python" ? "python.path" : "powershell.path"),
    addCredential: async () => {
      await vscode.commands.executeCommand(commandIds.assets.addCredential);
    },
    importParameters: () => importFromJob(runbook, services),
    runNoteAction: (note, action) => runNoteAction(note, action),
    chooseWhere: (id) => (id === chooseAzure ? askAzurePlace(services) : Promise.resolve(id)),
  };
}

/** Beside the pane, where the runbook usually is; a script of the job's own folder may be gone by now. */
async function openSource(script: string, line: number): Promise<void> {
  const position = new vscode.Position(Math.max(0, line - 1), 0);
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.fsPath === script);
  await vscode.window.showTextDocument(vscode.Uri.file(script), {
    viewColumn: visible?.viewColumn ?? vscode.ViewColumn.One,
    selection: new vscode.Range(position, position),
  });
}

async function runNoteAction(note: PaneNote["id"], action: string): Promise<void> {
  if (note === "missingModules") {
    // The session passes on only actions of the note, which are pages of ours.
    await vscode.env.openExternal(vscode.Uri.parse(action));
    return;
  }
  switch (action) {
    case "manageTrust":
      await vscode.commands.executeCommand("workbench.trust.manage");
      return;
    case "howToGetPowerShell":
      await vscode.commands.executeCommand(commandIds.runtimes.howToGetPowerShell);
      return;
    case "setPowerShellPath":
      await openSetting("powershell.path");
      return;
    case "setPythonPath":
      await openSetting("python.path");
      return;
    case "createAccount":
      await vscode.commands.executeCommand(commandIds.account.create);
      return;
    default:
      throw new Error(`The note ${note} has no action ${action}`);
  }
}
