/** Runbooks and their account understood as a person types: completion, hover, definitions, references, rename, lenses. */
import * as vscode from "vscode";

import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import { hasFindings, registerProviders } from "./providers";
import { RunbookDocuments } from "./runbook-documents";
import type { LanguageServices } from "./services";
import type { LanguageWorkbench } from "./workbench";

/** Of documents that VS Code can have a question about; whether it is a runbook is asked then. */
const languages: readonly string[] = ["powershell", "python", "json", "jsonc"];

/** Nothing is read or loaded before there is a question about a runbook, and nothing registered before a document that it can be about. */
export function activateLanguageFeature(services: LanguageServices): Disposable {
  const store = new DisposableStore();
  const documents = new RunbookDocuments(services.accounts);
  let workbench: Promise<LanguageWorkbench> | undefined;
  const load = (): Promise<LanguageWorkbench> =>
    (workbench ??= import("./workbench").then((module) =>
      store.add(new module.LanguageWorkbench(services, documents)),
    ));
  services.uses.answerWith(async (kind, name, root) => (await load()).usesOf(kind, name, root));
  store.add(services.commands.register(commandIds.language.showRule, async (code) => (await load()).showRule(code)));
  store.add(
    services.commands.register(commandIds.language.showDependencies, async (target) =>
      (await load()).showDependencies(target),
    ),
  );
  store.add(services.commands.register(commandIds.language.chooseAccount, async () => (await load()).chooseAccount()));
  // Diagnostics are asked for by nobody: what is open, or opened, starts them.
  const wake = (document: vscode.TextDocument): void => {
    if (workbench === undefined && hasFindings(document, documents)) {
      load().catch((error: unknown) => services.log.error("The language features could not be loaded", error));
    }
  };
  let areProvidersThere = false;
  const meet = ({ languageId }: vscode.TextDocument): void => {
    if (!areProvidersThere && languages.includes(languageId)) {
      areProvidersThere = true;
      store.add(registerProviders(services, documents, load));
    }
  };
  // Also where such a document is why the extension starts: VS Code asks as soon as it has.
  vscode.workspace.textDocuments.forEach(meet);
  store.add(
    vscode.workspace.onDidOpenTextDocument((document) => {
      meet(document);
      wake(document);
    }),
  );
  store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => wake(document)));
  // Open documents after the activation, which other extensions wait for.
  const first = setImmediate(() => vscode.workspace.textDocuments.forEach(wake));
  store.add({ dispose: () => clearImmediate(first) });
  return store;
}
