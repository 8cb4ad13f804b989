/** Composition root of the extension: chooses implementations, holds no logic. Activation does no I/O. */
import * as vscode from "vscode";

import { DisposableStore } from "./core/disposable";
import { SecretMask } from "./core/secret-mask";
import { activateAssetsFeature } from "./features/assets";
import { activateDebugFeature } from "./features/debug";
import { activateExplorerFeature } from "./features/explorer";
import { activateIdentitiesFeature } from "./features/identities";
import { activateJobsFeature } from "./features/jobs";
import { activateLanguageFeature } from "./features/language";
import { activatePublishFeature } from "./features/publish";
import { activateModulesFeature } from "./features/modules";
import { activateRunbooksFeature } from "./features/runbooks";
import { activateRuntimesFeature } from "./features/runtimes";
import { activateSchedulesFeature } from "./features/schedules";
import { activateSignInFeature } from "./features/sign-in";
import { activateTestPaneFeature } from "./features/test-pane";
import { activateWebhooksFeature } from "./features/webhooks";
import { howToGetPowerShell } from "./local/sandbox/how-to-get";
import { AccountChanges } from "./platform/account-changes";
import { AccountTree } from "./platform/account-tree";
import { AssetUses } from "./platform/asset-uses";
import { AzureAccounts } from "./platform/azure-accounts";
import { commandIds } from "./platform/command-ids";
import { CommandManager } from "./platform/commands";
import { actionsFor } from "./platform/error-actions";
import { JobRegistry } from "./platform/job-registry";
import { LocalAccounts } from "./platform/local-accounts";
import { LocalRunner } from "./platform/local-runner";
import { Log } from "./platform/log";

export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const mask = new SecretMask();
  const log = store.add(new Log(mask));
  const commands = new CommandManager(log, actionsFor);
  const accounts = store.add(new LocalAccounts(context.secrets));
  const hostsFolder = vscode.Uri.joinPath(context.extensionUri, "dist", "hosts").fsPath;
  const runner = store.add(new LocalRunner(hostsFolder, mask));
  const jobs = store.add(new JobRegistry());
  const azure = store.add(new AzureAccounts({ memory: context.globalState, log }));
  const changes = store.add(new AccountChanges());
  const tree = new AccountTree();
  const uses = new AssetUses();
  const samplesFolder = vscode.Uri.joinPath(context.extensionUri, "media", "samples").fsPath;

  store.add(commands.register(commandIds.log.show, () => log.show()));
  const features = {
    publish: () => activatePublishFeature({ commands, azure, accounts, changes, storage: context.globalStorageUri }),
    explorer: () => activateExplorerFeature({ commands, accounts, azure, changes, jobs, tree, log }),
    signIn: () => activateSignInFeature({ commands, azure }),
    identities: () => activateIdentitiesFeature({ commands, azure, changes, tree }),
    azureJobs: () => activateJobsFeature({ commands, azure, changes }),
    schedules: () => activateSchedulesFeature({ commands, azure, changes, tree }),
    webhooks: () => activateWebhooksFeature({ commands, azure, changes, tree }),
    modules: () => activateModulesFeature({ commands, azure, changes }),
    runbooks: () => activateRunbooksFeature({ commands, accounts, runner, jobs, memory: context.workspaceState }),
    debug: () => activateDebugFeature({ commands, accounts, runner, jobs, memory: context.workspaceState }),
    assets: () =>
      activateAssetsFeature({
        commands,
        accounts,
        azure,
        changes,
        tree,
        uses,
        samplesFolder,
        extensionUri: context.extensionUri,
      }),
    language: () =>
      activateLanguageFeature({
        commands,
        accounts,
        azure,
        changes,
        log,
        uses,
        memory: context.workspaceState,
        storage: context.storageUri,
      }),
    testPane: () =>
      activateTestPaneFeature({
        commands,
        accounts,
        azure,
        runner,
        jobs,
        log,
        memory: context.workspaceState,
        extensionUri: context.extensionUri,
        storage: context.storageUri,
      }),
    runtimes: () =>
      activateRuntimesFeature({ commands, howToGetPowerShell: () => howToGetPowerShell(process.platform) }),
  };
  for (const [name, start] of Object.entries(features)) {
    try {
      store.add(start());
    } catch (error) {
      // One feature's failure must not take the others away.
      commands.report(`The feature ${name} did not start`, error);
    }
  }
  // A mark that profilers of the extension host show, and our own bench reads.
  const { duration } = performance.measure("runbookWorkbench.activate", { start: started });
  log.info("activated", { ms: Math.round(duration) });
}
