/** Composition root of the extension: chooses implementations, holds no logic. Activation does no I/O. */
import type * as vscode from "vscode";

import { DisposableStore } from "./core/disposable";
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
import { commandIds } from "./platform/command-ids";
import { createServices } from "./platform/services";

/** What each feature does; the name stands in the message when it cannot start. Every one takes what it needs of the services. */
const features = {
  publish: activatePublishFeature,
  explorer: activateExplorerFeature,
  signIn: activateSignInFeature,
  identities: activateIdentitiesFeature,
  azureJobs: activateJobsFeature,
  schedules: activateSchedulesFeature,
  webhooks: activateWebhooksFeature,
  modules: activateModulesFeature,
  runbooks: activateRunbooksFeature,
  debug: activateDebugFeature,
  assets: activateAssetsFeature,
  language: activateLanguageFeature,
  testPane: activateTestPaneFeature,
  runtimes: activateRuntimesFeature,
};

export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const store = new DisposableStore();
  context.subscriptions.push(store);
  const services = createServices(context, store);
  const { commands, log } = services;
  store.add(commands.register(commandIds.log.show, () => log.show()));
  for (const [name, start] of Object.entries(features)) {
    try {
      store.add(start(services));
    } catch (error) {
      // One feature's failure must not take the others away.
      commands.report(`The feature ${name} did not start`, error);
    }
  }
  const end = performance.now();
  // Other extensions wait for the activation, and nobody for these.
  const later = setImmediate(() => {
    // A mark that profilers of the extension host show, and our own bench reads.
    const { duration } = performance.measure("runbookWorkbench.activate", { start: started, end });
    log.info("activated", { ms: Math.round(duration) });
  });
  store.add({ dispose: () => clearImmediate(later) });
}
