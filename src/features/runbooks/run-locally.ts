/** The run commands: which runbook, against which account, with which parameters; then a terminal shows the job. */
import * as vscode from "vscode";

import { AutomationError, describeError } from "../../core/errors";
import type { GivenParameters } from "../../core/parameter-binding";
import type { RunbookFile } from "../../core/runbook";
import { accountInUse, type AccountInUse } from "../../platform/account-in-use";
import { askRunParameters } from "../../platform/run-parameters";
import { usualRun, type RunOptions } from "../../platform/run-options";
import { requireTrust } from "../../platform/trust";
import { JobTerminal, type StartedJob } from "./job-terminal";
import { askRunOptions } from "./run-options-form";
import type { RunbooksServices } from "./services";

interface LastRun {
  readonly runbook: RunbookFile;
  readonly parameters: GivenParameters;
  readonly options: RunOptions;
}

export class RunLocallyCommands {
  readonly #services: RunbooksServices;
  /** One terminal a runbook: the next run goes on in it, unless it is busy. */
  readonly #terminals = new Map<string, { readonly terminal: vscode.Terminal; readonly pty: JobTerminal }>();
  #last: LastRun | undefined;

  constructor(services: RunbooksServices) {
    this.#services = services;
  }

  async run(target: unknown): Promise<void> {
    await this.#askAndRun(target, () => Promise.resolve(usualRun), false);
  }

  async runWithOptions(target: unknown): Promise<void> {
    const { scenarios } = await import("../../local/endpoint/scenarios");
    await this.#askAndRun(
      target,
      async ({ account }) => askRunOptions((await account.details()).identities, scenarios),
      true,
    );
  }

  async runAgain(): Promise<void> {
    requireTrust(vscode.l10n.t("Running a runbook"));
    if (!this.#last) {
      throw new AutomationError("invalid-usage", "No runbook was run since the editor started.", {
        hint: "Run one first (command: Run Runbook Locally).",
      });
    }
    const { runbook, parameters, options } = this.#last;
    this.#show(runbook, parameters, options);
    await Promise.resolve();
  }

  async #askAndRun(
    target: unknown,
    chooseOptions: (inUse: AccountInUse) => Promise<RunOptions>,
    alwaysAsk: boolean,
  ): Promise<void> {
    requireTrust(vscode.l10n.t("Running a runbook"));
    const { resolveRunbook } = await import("../../platform/runbook-target");
    const runbook = await resolveRunbook(target, vscode.l10n.t("Run Runbook Locally"));
    const inUse = await accountInUse(this.#services.accounts, runbook);
    const options = await chooseOptions(inUse);
    const parameters = await askRunParameters({
      runbook,
      account: inUse.account,
      memory: this.#services.memory,
      alwaysAsk,
      go: `$(play) ${vscode.l10n.t("Run")}`,
    });
    this.#last = { runbook, parameters, options };
    void vscode.commands.executeCommand("setContext", "runbookWorkbench.hasRun", true);
    this.#show(runbook, parameters, options);
  }

  #show(runbook: RunbookFile, parameters: GivenParameters, options: RunOptions): void {
    const start = async (): Promise<StartedJob> => {
      // Asked anew at each start: the account may have been made, or changed, since.
      const { account, local, runtime } = await accountInUse(this.#services.accounts, runbook);
      const job = await this.#services.runner.start({ runbook, account, runtime, parameters, options });
      this.#services.jobs.add(job, {
        where: { kind: "local" },
        startedBy: "run",
        runbookPath: runbook.path,
        reveal: () => this.#terminals.get(runbook.path)?.terminal.show(false),
        usesOwnTokens: options.tokenSource === "developer",
      });
      return local === undefined
        ? {
            job,
            remark: vscode.l10n.t(
              "No local account here: the job has an identity but no assets. Create one with the command Create Local Account.",
            ),
          }
        : { job };
    };
    const known = this.#terminals.get(runbook.path);
    if (known && known.terminal.exitStatus === undefined && !known.pty.isBusy) {
      known.terminal.show(true);
      known.pty.runNext(start);
      return;
    }
    const pty = new JobTerminal(start, (error) => this.#describeFailure(runbook, error));
    const terminal = vscode.window.createTerminal({
      name: runbook.name,
      iconPath: new vscode.ThemeIcon("play-circle"),
      isTransient: true,
      pty,
    });
    this.#terminals.set(runbook.path, { terminal, pty });
    terminal.show(true);
  }

  /** A start that failed shows in the terminal, where the person looks, and as a message with the way out. */
  #describeFailure(runbook: RunbookFile, error: unknown): string {
    this.#services.commands.report(`Could not run ${runbook.name}`, error);
    return describeError(error);
  }
}
