/** Jobs of accounts in Azure: what they wrote, and stopping, suspending and resuming them. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import { JobDocuments, jobScheme } from "./job-documents";
import type { JobsServices } from "./services";

export function activateJobsFeature(services: JobsServices): Disposable {
  const store = new DisposableStore();
  const documents = store.add(new JobDocuments());
  store.add(vscode.workspace.registerTextDocumentContentProvider(jobScheme, documents));
  const add = (id: string, run: (target: unknown) => Promise<void>): void => {
    store.add(services.commands.register(id, (target) => run(target)));
  };
  const ids = commandIds.azureJobs;
  const load = () => import("./job-commands");
  add(ids.open, async (target) => (await load()).openJob(services, documents, target));
  add(ids.stop, async (target) => (await load()).changeJob(services, "stop", target));
  add(ids.suspend, async (target) => (await load()).changeJob(services, "suspend", target));
  add(ids.resume, async (target) => (await load()).changeJob(services, "resume", target));
  return store;
}
