/** Schedules of accounts in Azure and the runbooks they start. */
import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { SchedulesServices } from "./services";

/** The commands load with the first of them: activation stays small. */
export function activateSchedulesFeature(services: SchedulesServices): Disposable {
  const store = new DisposableStore();
  const add = (id: string, run: (target: unknown) => Promise<void>): void => {
    store.add(services.commands.register(id, (target) => run(target)));
  };
  const ids = commandIds.schedules;
  const change = () => import("./change-schedules");
  const link = () => import("./link-runbooks");
  add(ids.create, async (target) => (await import("./create-schedule")).createSchedule(services, target));
  add(ids.enable, async (target) => (await change()).setEnabled(services, true, target));
  add(ids.disable, async (target) => (await change()).setEnabled(services, false, target));
  add(ids.delete, async (target) => (await change()).deleteSchedule(services, target));
  add(ids.link, async (target) => (await link()).linkRunbook(services, target));
  add(ids.unlink, async (target) => (await link()).unlinkRunbook(services, target));
  return store;
}
