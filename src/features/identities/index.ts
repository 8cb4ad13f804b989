/** The managed identities of accounts in Azure: which there are, what they may do, and changing both. */
import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { IdentitiesServices } from "./services";

/** The commands load with the first of them: activation stays small. */
export function activateIdentitiesFeature(services: IdentitiesServices): Disposable {
  const store = new DisposableStore();
  const add = (id: string, run: (target: unknown) => Promise<void>): void => {
    store.add(services.commands.register(id, (target) => run(target)));
  };
  const ids = commandIds.identities;
  const identities = () => import("./change-identities");
  const roles = () => import("./change-roles");
  add(ids.copyId, async (target) => (await identities()).copyId(services, target));
  add(ids.enableSystem, async (target) => (await identities()).enableSystem(services, target));
  add(ids.disableSystem, async (target) => (await identities()).disableSystem(services, target));
  add(ids.attach, async (target) => (await identities()).attach(services, target));
  add(ids.detach, async (target) => (await identities()).detach(services, target));
  add(ids.showRoles, async (target) => (await roles()).showRoles(services, target));
  add(ids.addRole, async (target) => (await roles()).addRole(services, target));
  add(ids.removeRole, async (target) => (await roles()).removeRole(services, target));
  return store;
}
