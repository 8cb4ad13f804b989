/** Runs runbooks of the open folders on this machine and shows their streams in a terminal. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import { watchActiveRunbook } from "./active-runbook";
import type { RunLocallyCommands } from "./run-locally";
import { RunningJobs } from "./running-jobs";
import type { RunbooksServices } from "./services";

export function activateRunbooksFeature(services: RunbooksServices): Disposable {
  const { commands, accounts, jobs: registry } = services;
  const store = new DisposableStore();
  const jobs = store.add(new RunningJobs(registry));
  let loading: Promise<RunLocallyCommands> | undefined;
  const runs = (): Promise<RunLocallyCommands> =>
    (loading ??= import("./run-locally").then((module) => new module.RunLocallyCommands(services)));
  store.add(watchActiveRunbook((uri) => accounts.isInAccount(uri), accounts.onDidChange));
  store.add(commands.register(commandIds.runbooks.runLocally, async (target) => (await runs()).run(target)));
  store.add(
    commands.register(commandIds.runbooks.runLocallyWithOptions, async (target) =>
      (await runs()).runWithOptions(target),
    ),
  );
  store.add(commands.register(commandIds.runbooks.runAgain, async () => (await runs()).runAgain()));
  store.add(
    commands.register(commandIds.jobs.stop, async () => {
      const running = await jobs.pick(vscode.l10n.t("Stop Job"));
      if (running) {
        await registry.stop(running.id);
      }
    }),
  );
  store.add(
    commands.register(commandIds.jobs.showOutput, async () => {
      const running = await jobs.pick(vscode.l10n.t("Show Job Output"));
      if (running) {
        registry.reveal(running.id);
      }
    }),
  );
  return store;
}
