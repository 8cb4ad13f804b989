/** The test pane: a runbook's parameters, its runs and their streams beside it in the editor area. Loaded when it is opened. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import type { TestPaneServices } from "./services";
import type { TestPanes } from "./test-panes";

export const testPaneViewType = "runbookWorkbench.testPane";

export function activateTestPaneFeature(services: TestPaneServices): Disposable {
  const store = new DisposableStore();
  let panes: Promise<TestPanes> | undefined;
  const load = (): Promise<TestPanes> =>
    (panes ??= import("./test-panes").then((module) => store.add(new module.TestPanes(services, testPaneViewType))));
  const { commands } = services;
  store.add(commands.register(commandIds.testPane.open, async (target) => (await load()).open(target)));
  store.add(commands.register(commandIds.testPane.start, async (target) => (await load()).start(target)));
  store.add(commands.register(commandIds.testPane.startAgain, async (target) => (await load()).startAgain(target)));
  store.add(commands.register(commandIds.testPane.stop, async () => (await load()).stop()));
  store.add(commands.register(commandIds.testPane.search, async () => (await load()).search()));
  store.add(
    vscode.window.registerWebviewPanelSerializer(testPaneViewType, {
      deserializeWebviewPanel: async (panel, state) => (await load()).restore(panel, state),
    }),
  );
  return store;
}
