/** Signing in to Azure and choosing what of it is shown: directories, subscriptions, pinned accounts. */
import { DisposableStore, type Disposable } from "../../core/disposable";
import type { AzureAccounts } from "../../platform/azure-accounts";
import { commandIds } from "../../platform/command-ids";
import type { CommandManager } from "../../platform/commands";

export interface SignInServices {
  readonly commands: CommandManager;
  readonly azure: AzureAccounts;
}

export function activateSignInFeature({ commands, azure }: SignInServices): Disposable {
  const store = new DisposableStore();
  const load = () => import("./sign-in-commands");
  const ids = commandIds.azure;
  store.add(commands.register(ids.signIn, async () => (await load()).signIn(azure)));
  store.add(commands.register(ids.signOut, async () => (await load()).signOut(azure)));
  store.add(commands.register(ids.chooseDirectories, async () => (await load()).chooseDirectories(azure)));
  store.add(commands.register(ids.selectSubscriptions, async () => (await load()).selectSubscriptions(azure)));
  store.add(commands.register(ids.pinAccount, async (target) => (await load()).pinAccount(azure, target)));
  store.add(commands.register(ids.unpinAccount, async (target) => (await load()).unpinAccount(azure, target)));
  return store;
}
