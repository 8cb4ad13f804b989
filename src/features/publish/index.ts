/** Runbooks of an account: creating, editing, comparing, publishing, exporting and importing them, without overwriting anybody's work. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import { CloudDocuments, cloudScheme } from "./cloud-documents";
import type { PublishServices } from "./services";

export type { PublishServices } from "./services";

/** The commands' code loads with the first of them. */
export function activatePublishFeature(services: PublishServices): Disposable {
  const store = new DisposableStore();
  const documents = store.add(new CloudDocuments(services.azure));
  store.add(vscode.workspace.registerTextDocumentContentProvider(cloudScheme, documents));
  const context = { ...services, documents };
  const add = (id: string, run: (argument: unknown) => Promise<void>): void => {
    store.add(services.commands.register(id, (argument) => run(argument)));
  };
  const { runbooks } = commandIds;
  add(runbooks.create, async (argument) => (await import("./create-runbook")).createRunbook(context, argument));
  add(runbooks.editDraft, async (argument) => (await import("./open-runbook")).editDraft(context, argument));
  add(runbooks.openDraft, async (argument) => (await import("./open-runbook")).openVersion(context, argument, "draft"));
  add(runbooks.openPublished, async (argument) =>
    (await import("./open-runbook")).openVersion(context, argument, "published"),
  );
  add(runbooks.compare, async (argument) => (await import("./open-runbook")).compareVersions(context, argument));
  add(runbooks.uploadDraft, async (argument) => (await import("./publish-runbook")).uploadDraft(context, argument));
  add(runbooks.publish, async (argument) => (await import("./publish-runbook")).publishRunbook(context, argument));
  add(runbooks.undoEdit, async (argument) => (await import("./remove-runbook")).undoEdit(context, argument));
  add(runbooks.delete, async (argument) => (await import("./remove-runbook")).deleteRunbook(context, argument));
  add(runbooks.exportAll, async (argument) => (await import("./export-runbooks")).exportRunbooks(context, argument));
  add(runbooks.import, async (argument) => (await import("./import-runbooks")).importRunbooks(context, argument));
  add(runbooks.restoreBackup, async (argument) => (await import("./restore-backup")).restoreBackup(context, argument));
  return store;
}
