/** What stands behind `{}` in the status bar while a runbook is open: with what it would run, and in which account. */
import * as vscode from "vscode";

import { describeRunbook } from "../../analysis/describe-runbook";
import { DisposableStore, type Disposable } from "../../core/disposable";
import { describeError } from "../../core/errors";
import { runbookNameOf, type RuntimeId } from "../../core/runbook";
import { InterpreterFinder } from "../../local/sandbox/interpreter";
import { commandIds } from "../../platform/command-ids";
import { chosenPython } from "../../platform/python-extension";
import { readSettings } from "../../platform/settings";
import type { AccountSnapshots } from "./account-snapshots";
import type { AzureNames } from "./azure-names";
import type { RunbookDocuments } from "./runbook-documents";

const runtimeTitles: Readonly<Record<RuntimeId, string>> = {
  "powershell-7": "PowerShell 7",
  "powershell-5.1": "Windows PowerShell 5.1",
  "python-3": "Python 3",
};

export class StatusItems implements Disposable {
  readonly #store = new DisposableStore();
  readonly #runtime = this.#store.add(vscode.languages.createLanguageStatusItem("runbookWorkbench.runtime", []));
  readonly #account = this.#store.add(vscode.languages.createLanguageStatusItem("runbookWorkbench.account", []));
  /** Counts updates: a slow one must not overwrite a later one. */
  #update = 0;

  constructor(
    private readonly documents: RunbookDocuments,
    private readonly accounts: AccountSnapshots,
    private readonly azure: AzureNames,
  ) {
    this.#runtime.name = vscode.l10n.t("Runbook Runtime");
    this.#account.name = vscode.l10n.t("Automation Account");
    const update = (): void => void this.#show();
    for (const event of [
      vscode.window.onDidChangeActiveTextEditor,
      vscode.workspace.onDidSaveTextDocument,
      accounts.onDidChange,
    ] as readonly vscode.Event<unknown>[]) {
      this.#store.add(event(update));
    }
    this.#store.add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration("runbookWorkbench")) {
          update();
        }
      }),
    );
    update();
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #show(): Promise<void> {
    const update = ++this.#update;
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !this.documents.isRunbook(document)) {
      this.#runtime.selector = [];
      this.#account.selector = [];
      return;
    }
    const runtime = await this.#describeRuntime(document);
    const account = await this.accounts.of(document.uri);
    if (update !== this.#update) {
      return;
    }
    // Only the active editor's items show, and they are anew with each active editor.
    const selector = { language: document.languageId };
    this.#runtime.text = runtime.title;
    this.#runtime.detail = runtime.detail;
    this.#runtime.severity = runtime.isMissing
      ? vscode.LanguageStatusSeverity.Warning
      : vscode.LanguageStatusSeverity.Information;
    this.#runtime.command = {
      title: vscode.l10n.t("Change"),
      command: "workbench.action.openSettings",
      arguments: [`runbookWorkbench.${document.languageId === "python" ? "python" : "powershell"}.path`],
    };
    this.#showAccount(account?.name);
    this.#runtime.selector = selector;
    this.#account.selector = selector;
  }

  #showAccount(localName: string | undefined): void {
    const { chosen, problem } = this.azure;
    this.#account.busy = chosen !== undefined && problem === "" && localName === undefined;
    this.#account.severity =
      problem === "" ? vscode.LanguageStatusSeverity.Information : vscode.LanguageStatusSeverity.Warning;
    this.#account.command = { title: vscode.l10n.t("Change"), command: commandIds.language.chooseAccount };
    if (chosen !== undefined) {
      this.#account.text = chosen.name;
      this.#account.detail = problem === "" ? vscode.l10n.t("names of an account in Azure") : problem;
      return;
    }
    this.#account.text = localName ?? vscode.l10n.t("No local account");
    this.#account.detail = vscode.l10n.t("Automation account");
    if (localName === undefined) {
      this.#account.command = { title: vscode.l10n.t("Create"), command: commandIds.account.create };
    }
  }

  async #describeRuntime(
    document: vscode.TextDocument,
  ): Promise<{ readonly title: string; readonly detail: string; readonly isMissing: boolean }> {
    const language = document.languageId === "python" ? "python" : "powershell";
    const account = await this.accounts.accountOf(document.uri);
    const fixed = await account?.runtimeOf(runbookNameOf(document.uri.path)).catch(() => undefined);
    const runtime: RuntimeId = fixed ?? (language === "python" ? "python-3" : "powershell-7");
    const { type } = describeRunbook(document.getText(), language);
    const kind = type === "PowerShellWorkflow" ? vscode.l10n.t("workflow") : "";
    const title = [runtimeTitles[runtime], kind].filter((part) => part !== "").join(" · ");
    try {
      const { powershellPath, pythonPath } = readSettings(document.uri);
      const finder = new InterpreterFinder({
        powerShellPath: powershellPath,
        pythonPath,
        chosenPython: language === "python" ? await activePython(document.uri) : undefined,
        folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      });
      return { title, detail: finder.find(runtime).path, isMissing: false };
    } catch (error) {
      return { title, detail: describeError(error), isMissing: true };
    }
  }
}

/** The Python extension's choice where it runs already: a status line is no reason to start it. */
async function activePython(uri: vscode.Uri): Promise<string | undefined> {
  return vscode.extensions.getExtension("ms-python.python")?.isActive === true ? chosenPython(uri) : undefined;
}
