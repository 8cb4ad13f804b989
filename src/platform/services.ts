/** The services that features share, each made once. Making them does no I/O: they read and connect when they are first asked. */
import * as vscode from "vscode";

import type { DisposableStore } from "../core/disposable";
import { SecretMask } from "../core/secret-mask";
import { howToGetPowerShell } from "../local/sandbox/how-to-get";
import { AccountChanges } from "./account-changes";
import { AccountTree } from "./account-tree";
import { AssetUses } from "./asset-uses";
import { AzureAccounts } from "./azure-accounts";
import { CommandManager } from "./commands";
import { actionsFor } from "./error-actions";
import { jobMemory } from "./job-memory";
import { JobRegistry } from "./job-registry";
import { LocalAccounts } from "./local-accounts";
import { LocalRunner } from "./local-runner";
import { Log } from "./log";

export type Services = ReturnType<typeof createServices>;

/** `store` owns them. */
export function createServices(context: vscode.ExtensionContext, store: DisposableStore) {
  const { extensionUri, workspaceState, storageUri, globalStorageUri, globalState, secrets } = context;
  const mask = new SecretMask();
  const log = store.add(new Log(mask));
  return {
    log,
    commands: new CommandManager(log, actionsFor),
    accounts: store.add(new LocalAccounts(secrets)),
    azure: store.add(new AzureAccounts({ memory: globalState, log })),
    changes: store.add(new AccountChanges()),
    runner: store.add(new LocalRunner(vscode.Uri.joinPath(extensionUri, "dist", "hosts").fsPath, mask)),
    jobs: store.add(
      new JobRegistry({
        memory: jobMemory(workspaceState, () => vscode.l10n.t("The window was closed while it ran.")),
      }),
    ),
    tree: new AccountTree(),
    uses: new AssetUses(),
    /** Remembered for this workspace; never a secret. */
    memory: workspaceState,
    /** This workspace's folder for what can be made again; undefined: no folder is open. */
    storage: storageUri,
    /** The extension's own folder on this machine. */
    ownFolder: globalStorageUri,
    extensionUri,
    samplesFolder: vscode.Uri.joinPath(extensionUri, "media", "samples").fsPath,
    howToGetPowerShell: () => howToGetPowerShell(process.platform),
  };
}
