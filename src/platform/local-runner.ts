/** Starts local jobs for the editor: the engine with the editor's settings, loaded at the first run. */
import * as vscode from "vscode";

import type { JobAccount } from "../core/account";
import type { Disposable } from "../core/disposable";
import { selectIdentities } from "../core/identity-selection";
import type { GivenParameters } from "../core/parameter-binding";
import type { RunbookFile, RuntimeId } from "../core/runbook";
import type { SecretMask } from "../core/secret-mask";
import type { TokenSource } from "../local/endpoint/endpoint";
import type { LocalJobEngine } from "../local/sandbox/local-job-engine";
import type { LocalRunbookJob } from "../local/sandbox/run-request";
import type { WarmPool } from "../local/sandbox/warm-pool";
import { chosenPython } from "./python-extension";
import { readSettings } from "./settings";
import { askBeforeDeveloperToken, sessionToken } from "./developer-tokens";
import type { RunOptions } from "./run-options";

export interface LocalRun {
  readonly runbook: RunbookFile;
  readonly account: JobAccount;
  /** What account.json says; undefined: by the runbook's type. */
  readonly runtime: RuntimeId | undefined;
  readonly parameters: GivenParameters;
  readonly options: RunOptions;
}

export class LocalRunner implements Disposable {
  readonly #hostsFolder: string;
  readonly #logMask: SecretMask;
  #engine: Promise<LocalJobEngine> | undefined;
  #warmPool: WarmPool | undefined;
  #chosenPython: string | undefined;

  /** `logMask`: hides developer tokens from the log, should one ever stand in an error. */
  constructor(hostsFolder: string, logMask: SecretMask) {
    this.#hostsFolder = hostsFolder;
    this.#logMask = logMask;
  }

  /** Errors: those of LocalRunbookJob.accepted. */
  async start({ runbook, account, runtime, parameters, options }: LocalRun): Promise<LocalRunbookJob> {
    const uri = vscode.Uri.file(runbook.path);
    if (runbook.language === "python") {
      this.#chosenPython = await chosenPython(uri);
    }
    const settings = readSettings(uri);
    const engine = await (this.#engine ??= this.#createEngine());
    const identities =
      options.identity === undefined
        ? undefined
        : selectIdentities(options.identity, (await account.details()).identities);
    const job = engine.start({
      runbook,
      account,
      runtime,
      parameters,
      identities,
      fidelity: settings.fidelity,
      scenario: options.scenario,
      enforceLimits: settings.enforceLimits,
      createTokenSource:
        options.tokenSource === "developer" ? () => this.#developerTokens(settings.developerTokenResources) : undefined,
    });
    await job.accepted;
    if (settings.keepPowerShellReady && runbook.language === "powershell") {
      // After the job, so that the next one's start does not slow this one down.
      void job.completed.then(() => engine.keepWarm({ account, runtime, identities, fidelity: settings.fidelity }));
    }
    return job;
  }

  dispose(): void {
    void this.#warmPool?.dispose();
    this.#warmPool = undefined;
    this.#engine = undefined;
  }

  async #createEngine(): Promise<LocalJobEngine> {
    const [{ describeRunbook }, { LocalJobEngine: Engine }, { InterpreterFinder }, { WarmPool: Pool }] =
      await Promise.all([
        import("../analysis/describe-runbook"),
        import("../local/sandbox/local-job-engine"),
        import("../local/sandbox/interpreter"),
        import("../local/sandbox/warm-pool"),
      ]);
    const hostsFolder = this.#hostsFolder;
    const warmPool = new Pool({ hostsFolder });
    this.#warmPool = warmPool;
    const interpreters = new InterpreterFinder(() => {
      const settings = readSettings(undefined);
      return {
        powerShellPath: settings.powershellPath,
        pythonPath: settings.pythonPath,
        chosenPython: this.#chosenPython,
        folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      };
    });
    return new Engine({ hostsFolder, describe: describeRunbook, interpreters, warmPool });
  }

  async #developerTokens(allowedResources: readonly string[]): Promise<TokenSource> {
    const { createDeveloperTokenSource } = await import("../local/endpoint/developer-token");
    return createDeveloperTokenSource({
      getToken: (scope) => sessionToken(scope),
      allowedResources,
      confirm: askBeforeDeveloperToken,
      onToken: (token) => this.#logMask.add(token),
    });
  }
}
