/** Modules and packages of accounts in Azure: importing, deleting, comparing with those of this machine. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import { comparisonScheme, ComparisonDocuments } from "./comparison-documents";
import type { ModulesServices } from "./services";

/** The commands load with the first of them: activation stays small. */
export function activateModulesFeature(services: ModulesServices): Disposable {
  const store = new DisposableStore();
  const documents = store.add(new ComparisonDocuments());
  store.add(vscode.workspace.registerTextDocumentContentProvider(comparisonScheme, documents));
  const add = (id: string, run: (target: unknown) => Promise<void>): void => {
    store.add(services.commands.register(id, (target) => run(target)));
  };
  const ids = commandIds.modules;
  add(ids.import, async (target) => (await import("./import-module")).importModule(services, target));
  add(ids.delete, async (target) => (await import("./delete-module")).deleteModule(services, target));
  add(ids.compare, async (target) => (await import("./compare-modules")).compareModules(services, documents, target));
  return store;
}
