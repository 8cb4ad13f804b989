/** Debugs runbooks in the debugger of the PowerShell or Python extension, with a local sandbox around it. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import { activeFileType, debugType, RunbookConfigurationProvider } from "./configuration-provider";
import type { DebugRuns } from "./debug-runs";
import type { DebugServices } from "./services";

export function activateDebugFeature(services: DebugServices): Disposable {
  const { commands } = services;
  const store = new DisposableStore();
  let loading: Promise<DebugRuns> | undefined;
  const runs = (): Promise<DebugRuns> =>
    (loading ??= import("./debug-runs").then((module) => new module.DebugRuns(services)));
  store.add(commands.register(commandIds.debug.start, async (target, run) => (await runs()).debug(target, run)));
  const provider = new RunbookConfigurationProvider((configuration, folder) => {
    // Not awaited: VS Code ends the first of the two sessions meanwhile.
    void runs()
      .then((all) => all.launch(configuration, folder))
      .catch((error: unknown) => commands.report(`Could not debug "${configuration.name}"`, error));
  });
  store.add(vscode.debug.registerDebugConfigurationProvider(debugType, provider));
  store.add(vscode.debug.registerDebugConfigurationProvider(activeFileType, provider));
  store.add(
    vscode.debug.registerDebugConfigurationProvider(
      debugType,
      { provideDebugConfigurations: () => [provider.usual] },
      vscode.DebugConfigurationProviderTriggerKind.Dynamic,
    ),
  );
  return store;
}
