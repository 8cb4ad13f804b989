/** Debug Runbook: which runbook, against which account, with which parameters; then a debugger runs it as a local job. */
import * as vscode from "vscode";

import type { LocalRunbookJob } from "../../local/sandbox/run-request";
import { accountInUse } from "../../platform/account-in-use";
import { isFilledInRun, usualRun } from "../../platform/run-options";
import { askRunParameters } from "../../platform/run-parameters";
import { resolveRunbook, runbookAt, saveIfDirty } from "../../platform/runbook-target";
import { requireTrust } from "../../platform/trust";
import { DebugConsole } from "./debug-console";
import { requireDebugger } from "./debuggers";
import { EditorDebugger } from "./editor-debugger";
import { eventText } from "./event-text";
import { readLaunchConfiguration, type LaunchWish } from "./launch-configuration";
import type { DebugServices } from "./services";

export class DebugRuns {
  readonly #services: DebugServices;

  constructor(services: DebugServices) {
    this.#services = services;
  }

  /** The command: the runbook that is meant, run as it was filled in or else as usual. Resolves when its process runs. */
  async debug(target: unknown, run?: unknown): Promise<void> {
    requireTrust(vscode.l10n.t("Debugging a runbook"));
    const { path } = await resolveRunbook(target, vscode.l10n.t("Debug Runbook"));
    await this.#run(
      {
        runbookPath: path,
        ...(isFilledInRun(run)
          ? { parameters: run.parameters, options: run.options, runtime: run.runtime }
          : { parameters: undefined, options: usualRun, runtime: undefined }),
        debuggerOptions: {},
        noDebug: false,
      },
      vscode.workspace.getWorkspaceFolder(vscode.Uri.file(path)),
    );
  }

  /** A launch configuration, whose variables are put in. Resolves when the runbook's process runs. */
  async launch(configuration: vscode.DebugConfiguration, folder: vscode.WorkspaceFolder | undefined): Promise<void> {
    requireTrust(vscode.l10n.t("Debugging a runbook"));
    await this.#run(readLaunchConfiguration(configuration, folder?.uri.fsPath), folder);
  }

  async #run(wish: LaunchWish, folder: vscode.WorkspaceFolder | undefined): Promise<void> {
    const { runner, jobs, accounts, memory } = this.#services;
    const uri = vscode.Uri.file(wish.runbookPath);
    const runbook = runbookAt(uri);
    requireDebugger(runbook.language);
    await saveIfDirty(uri);
    const { account, local, runtime } = await accountInUse(accounts, runbook);
    const parameters =
      wish.parameters ??
      (await askRunParameters({
        runbook,
        account,
        memory,
        alwaysAsk: false,
        go: `$(debug-alt) ${vscode.l10n.t("Debug")}`,
      }));
    const port = new EditorDebugger(folder, wish.noDebug);
    const job = await runner.launch({
      runbook,
      account,
      runtime: wish.runtime ?? runtime,
      parameters,
      options: wish.options,
      debug: { port, options: wish.debuggerOptions },
    });
    const out = showEvents(job, port);
    if (local === undefined) {
      out.line(
        vscode.l10n.t(
          "No local account here: the job has an identity but no assets. Create one with the command Create Local Account.",
        ),
      );
    }
    jobs.add(job, {
      where: { kind: "local" },
      startedBy: "debug",
      runbookPath: runbook.path,
      usesOwnTokens: wish.options.tokenSource === "developer",
      reveal: () => void vscode.commands.executeCommand("workbench.panel.repl.view.focus"),
    });
    await job.accepted;
  }
}

function showEvents(job: LocalRunbookJob, port: EditorDebugger): DebugConsole {
  const out = new DebugConsole((session) => port.isOurs(session));
  const subscription = job.onEvent((event) => {
    const text = eventText(event, job.id);
    if (text !== undefined) {
      out.line(text);
    }
  });
  void job.completed.then(() => {
    subscription.dispose();
    out.dispose();
  });
  return out;
}
