/** Webhooks of accounts in Azure. */
import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { WebhooksServices } from "./services";

/** The commands load with the first of them: activation stays small. */
export function activateWebhooksFeature(services: WebhooksServices): Disposable {
  const store = new DisposableStore();
  const add = (id: string, run: (target: unknown) => Promise<void>): void => {
    store.add(services.commands.register(id, (target) => run(target)));
  };
  const ids = commandIds.webhooks;
  const change = () => import("./change-webhooks");
  add(ids.create, async (target) => (await import("./create-webhook")).createWebhook(services, target));
  add(ids.enable, async (target) => (await change()).setEnabled(services, true, target));
  add(ids.disable, async (target) => (await change()).setEnabled(services, false, target));
  add(ids.delete, async (target) => (await change()).deleteWebhook(services, target));
  return store;
}
