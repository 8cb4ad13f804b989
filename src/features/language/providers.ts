/** What VS Code asks about runbooks and metadata, each handed on to the working part once the document is one of ours. */
import * as vscode from "vscode";

import { isMetadataFileName } from "../../analysis/metadata/metadata-file-name";
import { DisposableStore, type Disposable } from "../../core/disposable";
import type { RunbookDocuments } from "./runbook-documents";
import { assetsSelector, metadataSelector, runbookSelector } from "./selectors";
import type { LanguageServices } from "./services";
import type { LanguageWorkbench } from "./workbench";

/** A space is one for `-Name `; a line without an internal cmdlet is answered before anything is read. */
const triggers = [".", "'", '"', "[", "-", " ", "("];

/** `load` gives the working part, which the first question about a runbook loads. */
export function registerProviders(
  { accounts }: Pick<LanguageServices, "accounts">,
  documents: RunbookDocuments,
  load: () => Promise<LanguageWorkbench>,
): Disposable {
  const store = new DisposableStore();
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
  // Without a word of ours the editor asks again only when the text changes.
  const lensesChanged = store.add(new vscode.EventEmitter<void>());
  const forgetLenses = (): void => lensesChanged.fire();
  store.add(accounts.onDidChange(forgetLenses));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(forgetLenses));
  store.add(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("runbookWorkbench")) {
        forgetLenses();
      }
    }),
  );
  store.add(
    languages.registerCodeLensProvider(runbookSelector, {
      onDidChangeCodeLenses: lensesChanged.event,
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
  return store;
}

export function hasFindings(document: vscode.TextDocument, documents: RunbookDocuments): boolean {
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
