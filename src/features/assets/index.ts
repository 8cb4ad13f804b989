/** Assets of both accounts: created in a form, changed, copied, deleted; the local account itself and its keys. */
import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { AssetsServices } from "./services";

/** The questions load with the first command: activation stays small. */
export function activateAssetsFeature(services: AssetsServices): Disposable {
  const { commands, accounts, samplesFolder } = services;
  const store = new DisposableStore();
  const add = (id: string, run: (target: unknown) => Promise<void>): void => {
    store.add(commands.register(id, (target) => run(target)));
  };
  const { account, assets, keys } = commandIds;
  add(account.create, async (target) => (await import("./create-account")).createAccount(accounts, target));
  add(account.openFiles, async () => (await import("./create-account")).openAccountFiles(accounts));
  add(account.openSample, async () => (await import("./create-account")).openSampleWorkspace(samplesFolder));
  add(assets.addVariable, async (target) => (await import("./add-asset")).addAsset(services, "variable", target));
  add(assets.addCredential, async (target) => (await import("./add-asset")).addAsset(services, "credential", target));
  add(assets.addConnection, async (target) => (await import("./add-asset")).addAsset(services, "connection", target));
  add(assets.addCertificate, async (target) => (await import("./add-asset")).addAsset(services, "certificate", target));
  add(assets.addConnectionType, async (target) =>
    (await import("./add-connection-type")).addConnectionType(services, target),
  );
  add(assets.showConnectionType, async (target) =>
    (await import("./add-connection-type")).showConnectionType(services, target),
  );
  add(assets.edit, async (target) => (await import("./edit-asset")).editAsset(services, target));
  add(assets.editField, async (target) => (await import("./edit-asset")).editField(services, target));
  add(assets.editDescription, async (target) => (await import("./edit-asset")).editDescription(services, target));
  add(assets.replaceSecret, async (target) => (await import("./edit-asset")).replaceSecret(services, target));
  add(assets.rename, async (target) => (await import("./rename-asset")).renameAsset(services, target));
  add(assets.remove, async (target) => (await import("./delete-asset")).deleteAsset(services, target));
  add(assets.insertCall, async (target) => (await import("./insert-call")).insertCall(services, target));
  add(assets.copy, async (target) => (await import("./copy-asset")).copyAsset(services, target));
  add(assets.import, async () => (await import("./import-assets")).importAssets(accounts));
  add(keys.rotate, async () => (await import("./keys")).rotateKey(accounts));
  add(keys.export, async () => (await import("./keys")).exportKey(accounts));
  add(keys.move, async () => (await import("./keys")).moveKey(accounts));
  add(keys.import, async () => (await import("./keys")).importKey(accounts));
  return store;
}
