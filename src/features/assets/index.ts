/** Creates local accounts and changes their assets and keys: from the palette, the explorer and error messages. */
import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { CommandManager } from "../../platform/commands";
import type { LocalAccounts } from "../../platform/local-accounts";

export interface AssetsServices {
  readonly commands: CommandManager;
  readonly accounts: LocalAccounts;
  /** Absolute path of media/samples in the installed extension. */
  readonly samplesFolder: string;
}

/** The questions load with the first command: activation stays small. */
export function activateAssetsFeature({ commands, accounts, samplesFolder }: AssetsServices): Disposable {
  const store = new DisposableStore();
  const add = (id: string, run: (target: unknown) => Promise<void>): void => {
    store.add(commands.register(id, (target) => run(target)));
  };
  const { account, assets, keys } = commandIds;
  add(account.create, async (target) => (await import("./create-account")).createAccount(accounts, target));
  add(account.openFiles, async () => (await import("./create-account")).openAccountFiles(accounts));
  add(account.openSample, async () => (await import("./create-account")).openSampleWorkspace(samplesFolder));
  add(assets.addVariable, async (target) => (await import("./add-variable")).addVariable(accounts, target));
  add(assets.addCredential, async (target) => (await import("./add-credential")).addCredential(accounts, target));
  add(assets.addConnection, async (target) => (await import("./add-connection")).addConnection(accounts, target));
  add(assets.addCertificate, async (target) => (await import("./add-certificate")).addCertificate(accounts, target));
  add(assets.addConnectionType, async (target) =>
    (await import("./add-connection-type")).addConnectionType(accounts, target),
  );
  add(assets.remove, async () => (await import("./remove-asset")).removeAsset(accounts));
  add(assets.import, async () => (await import("./import-assets")).importAssets(accounts));
  add(keys.rotate, async () => (await import("./keys")).rotateKey(accounts));
  add(keys.export, async () => (await import("./keys")).exportKey(accounts));
  add(keys.move, async () => (await import("./keys")).moveKey(accounts));
  add(keys.import, async () => (await import("./keys")).importKey(accounts));
  return store;
}
