/** Runbooks and their account understood as a person types: completion, hover, definitions, references, rename, lenses. */
import * as vscode from "vscode";

import { isMetadataFileName } from "../../analysis/metadata/metadata-file-name";
import { DisposableStore, type Disposable } from "../../core/disposable";
import { commandIds } from "../../platform/command-ids";
import { RunbookDocuments } from "./runbook-documents";
import { assetsSelector, metadataSelector, runbookSelector } from "./selectors";
import type { LanguageServices } from "./services";
import type { LanguageWorkbench } from "./workbench";

/** A space is one for `-Name `; a line without an internal cmdlet is answered before anything is read. */
const triggers = [".", "'", '"', "[", "-", " ", "("];

/** Everything is registered at once and does nothing until it is asked about a runbook. */
export function activateLanguageFeature(services: LanguageServices): Disposable {
  const store = new DisposableStore();
  const documents = new RunbookDocuments(services.accounts);
  let workbench: Promise<LanguageWorkbench> | undefined;
  const load = (): Promise<LanguageWorkbench> =>
    (workbench ??= import("./workbench").then((module) =>
      store.add(new module.LanguageWorkbench(services, documents)),
    ));
  const { languages } = vscode;

  store.add(
    languages.registerCompletionItemProvider(
      runbookSelector,
      {
        provideCompletionItems: async (document, position, _token, { triggerCharacter }) =>
          isWorthwhile(document, position, triggerCharacter) && documents.isRunbook(document)
            ? (await load()).complete(document, position)
            : undefined,
      },
      ...triggers,
    ),
  );
  store.add(
    languages.registerHoverProvider(runbookSelector, {
      provideHover: async (document, position) =>
        documents.isRunbook(document) ? (await load()).hover(document, position) : undefined,
    }),
  );
  store.add(
    languages.registerDefinitionProvider(runbookSelector, {
      provideDefinition: async (document, position) =>
        documents.isRunbook(document) ? (await load()).definition(document, position) : undefined,
    }),
  );
  for (const selector of [runbookSelector, assetsSelector]) {
    store.add(
      languages.registerReferenceProvider(selector, {
        provideReferences: async (document, position, context, token) =>
          isOurs(document, documents) ? (await load()).references(document, position, context, token) : undefined,
      }),
    );
    store.add(
      languages.registerRenameProvider(selector, {
        prepareRename: async (document, position) =>
          isOurs(document, documents) ? (await load()).prepareRename(document, position) : undefined,
        provideRenameEdits: async (document, position, newName, token) =>
          isOurs(document, documents) ? (await load()).rename(document, position, newName, token) : undefined,
      }),
    );
  }
  store.add(
    languages.registerCodeLensProvider(runbookSelector, {
      provideCodeLenses: async (document) =>
        documents.isRunbook(document) ? (await load()).lenses(document) : undefined,
    }),
  );
  store.add(
    languages.registerDocumentSymbolProvider(
      metadataSelector,
      { provideDocumentSymbols: async (document) => (await import("./metadata-symbols")).metadataSymbols(document) },
      { label: "Azure Automation" },
    ),
  );
  store.add(
    languages.registerCodeActionsProvider(
      [...runbookSelector, ...metadataSelector],
      {
        provideCodeActions: async (document, range, context) =>
          hasFindings(document, documents) ? (await load()).actions(document, range, context) : undefined,
      },
      {
        providedCodeActionKinds: [
          vscode.CodeActionKind.QuickFix,
          vscode.CodeActionKind.SourceFixAll.append("runbookWorkbench"),
        ],
      },
    ),
  );
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
  store.add(vscode.workspace.onDidOpenTextDocument(wake));
  store.add(vscode.workspace.onDidChangeTextDocument(({ document }) => wake(document)));
  // Open documents after the activation, which other extensions wait for.
  const first = setImmediate(() => vscode.workspace.textDocuments.forEach(wake));
  store.add({ dispose: () => clearImmediate(first) });
  return store;
}

function hasFindings(document: vscode.TextDocument, documents: RunbookDocuments): boolean {
  return isMetadataFileName(document.uri.path) || documents.isRunbook(document);
}

/** Where a space was typed, only a line with an internal cmdlet can have something to offer. */
function isWorthwhile(
  document: vscode.TextDocument,
  position: vscode.Position,
  triggerCharacter: string | undefined,
): boolean {
  return triggerCharacter !== " " || /automation/i.test(document.lineAt(position).text);
}

function isOurs(document: vscode.TextDocument, documents: RunbookDocuments): boolean {
  return documents.languageOf(document) === undefined || documents.isRunbook(document);
}
