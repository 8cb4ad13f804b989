/** Starts local jobs for the editor: the engine with the editor's settings, loaded at the first run. */
import * as vscode from "vscode";

import type { JobAccount } from "../core/account";
import type { Disposable } from "../core/disposable";
import { selectIdentities } from "../core/identity-selection";
import type { GivenParameters } from "../core/parameter-binding";
import type { RunbookFile, RuntimeId } from "../core/runbook";
import type { SecretMask } from "../core/secret-mask";
import type { TokenSource } from "../local/endpoint/endpoint";
import type { DeveloperTokenRequest } from "../local/endpoint/developer-token";
import type { Interpreter, InterpreterFinder } from "../local/sandbox/interpreter";
import type { DebugWish } from "../local/sandbox/debug/start-debug-host";
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
  /** Hears whose real token the runbook gets, before it gets it. */
  readonly onOwnToken?: ((request: DeveloperTokenRequest) => void) | undefined;
  /** The debugger that is to run it. */
  readonly debug?: DebugWish | undefined;
}

export class LocalRunner implements Disposable {
  readonly #hostsFolder: string;
  readonly #logMask: SecretMask;
  #engine: Promise<LocalJobEngine> | undefined;
  #interpreters: Promise<InterpreterFinder> | undefined;
  #warmPool: WarmPool | undefined;
  #chosenPython: string | undefined;

  /** `logMask`: hides developer tokens from the log, should one ever stand in an error. */
  constructor(hostsFolder: string, logMask: SecretMask) {
    this.#hostsFolder = hostsFolder;
    this.#logMask = logMask;
  }

  /** Resolves when the runbook's process runs. Errors: those of LocalRunbookJob.accepted. */
  async start(run: LocalRun): Promise<LocalRunbookJob> {
    const job = await this.launch(run);
    await job.accepted;
    return job;
  }

  /** Resolves as soon as there is a job to watch and to stop; `accepted` of it tells whether its process runs. */
  async launch({
    runbook,
    account,
    runtime,
    parameters,
    options,
    onOwnToken,
    debug,
  }: LocalRun): Promise<LocalRunbookJob> {
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
      // A person who looks at a stopped runbook takes longer than the service allows.
      enforceLimits: settings.enforceLimits && debug === undefined,
      debug,
      createTokenSource:
        options.tokenSource === "developer"
          ? () => this.#developerTokens(settings.developerTokenResources, onOwnToken)
          : undefined,
    });
    if (settings.keepPowerShellReady && runbook.language === "powershell" && debug === undefined) {
      // After the job, so that the next one's start does not slow this one down.
      void job.completed.then(() => engine.keepWarm({ account, runtime, identities, fidelity: settings.fidelity }));
    }
    return job;
  }

  /** What a run would use. Errors: interpreter-missing, interpreter-failed, not-supported. */
  async interpreterFor(runbook: RunbookFile, runtime: RuntimeId): Promise<Interpreter> {
    if (runbook.language === "python") {
      this.#chosenPython = await chosenPython(vscode.Uri.file(runbook.path));
    }
    return (await (this.#interpreters ??= this.#createFinder())).find(runtime);
  }

  dispose(): void {
    void this.#warmPool?.dispose();
    this.#warmPool = undefined;
    this.#engine = undefined;
  }

  async #createEngine(): Promise<LocalJobEngine> {
    const [{ describeRunbook }, { LocalJobEngine: Engine }, { WarmPool: Pool }, interpreters] = await Promise.all([
      import("../analysis/describe-runbook"),
      import("../local/sandbox/local-job-engine"),
      import("../local/sandbox/warm-pool"),
      (this.#interpreters ??= this.#createFinder()),
    ]);
    const hostsFolder = this.#hostsFolder;
    const warmPool = new Pool({ hostsFolder });
    this.#warmPool = warmPool;
    return new Engine({ hostsFolder, describe: describeRunbook, interpreters, warmPool });
  }

  async #createFinder(): Promise<InterpreterFinder> {
    const { InterpreterFinder: Finder } = await import("../local/sandbox/interpreter");
    return new Finder(() => {
      const settings = readSettings(undefined);
      return {
        powerShellPath: settings.powershellPath,
        pythonPath: settings.pythonPath,
        chosenPython: this.#chosenPython,
        folders: (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri.fsPath),
      };
    });
  }

  async #developerTokens(
    allowedResources: readonly string[],
    onOwnToken: LocalRun["onOwnToken"],
  ): Promise<TokenSource> {
    const { createDeveloperTokenSource } = await import("../local/endpoint/developer-token");
    return createDeveloperTokenSource({
      getToken: (scope) => sessionToken(scope),
      allowedResources,
      confirm: async (request) => {
        const isAllowed = await askBeforeDeveloperToken(request);
        if (isAllowed) {
          onOwnToken?.(request);
        }
        return isAllowed;
      },
      onToken: (token) => this.#logMask.add(token),
    });
  }
}
