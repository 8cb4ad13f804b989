/** The language features' working part: loaded with the first question about a runbook, not at the extension's start. */
import * as vscode from "vscode";

import { completeRunbook } from "../../analysis/completion/complete";
import { hoverAt } from "../../analysis/hover/hover";
import { placeAt } from "../../analysis/references/places";
import type { ReadableAssetKind } from "../../core/asset";
import { DisposableStore, type Disposable } from "../../core/disposable";
import type { AssetUse } from "../../platform/asset-uses";
import { readSettings } from "../../platform/settings";
import { AccountSnapshots } from "./account-snapshots";
import { AssetReferences } from "./asset-references";
import { AzureNames } from "./azure-names";
import { FindingActions } from "./code-actions";
import { runbookLenses } from "./code-lenses";
import { completionItem } from "./completion-items";
import { definitionOf } from "./definitions";
import { Diagnostics } from "./diagnostics";
import { DocumentFindings } from "./document-findings";
import { rangeIn } from "./file-texts";
import { ModuleFolders } from "./module-folders";
import type { RunbookDocuments } from "./runbook-documents";
import { RulePages } from "./rule-pages";
import { RunbookIndex } from "./runbook-index";
import { RunbookScans } from "./runbook-scans";
import type { LanguageServices } from "./services";
import { DependencyList } from "./show-dependencies";
import { StatusItems } from "./status-items";

export class LanguageWorkbench implements Disposable {
  readonly #store = new DisposableStore();
  readonly #scans: RunbookScans;
  readonly #azureNames: AzureNames;
  readonly #accounts: AccountSnapshots;
  readonly #index: RunbookIndex;
  readonly #references: AssetReferences;
  readonly #dependencies: DependencyList;
  readonly #actions: FindingActions;
  readonly #pages = new RulePages();

  constructor(services: LanguageServices, documents: RunbookDocuments) {
    this.#scans = new RunbookScans(documents);
    this.#azureNames = this.#store.add(new AzureNames(services));
    this.#accounts = this.#store.add(new AccountSnapshots(services, this.#azureNames));
    const index = this.#store.add(
      new RunbookIndex(services.storage, services.log, (uri) => documents.isInRunbookFolder(uri)),
    );
    this.#index = index;
    this.#references = new AssetReferences(documents, this.#scans, this.#accounts, index);
    this.#dependencies = new DependencyList(documents, this.#accounts, index);
    this.#store.add(new StatusItems(documents, this.#accounts, this.#azureNames));
    const modules = this.#store.add(new ModuleFolders());
    const findings = new DocumentFindings(documents, this.#scans, this.#accounts, modules);
    this.#store.add(new Diagnostics(findings, this.#accounts, modules, services.log));
    this.#actions = new FindingActions(findings, this.#scans);
    this.#store.add(this.#pages.register());
  }

  /** Asks whose names completion and checks go by. */
  async chooseAccount(): Promise<void> {
    await this.#azureNames.choose();
  }

  async complete(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.CompletionItem[] | undefined> {
    const scan = this.#scans.ofRunbook(document);
    if (scan === undefined) {
      return undefined;
    }
    const text = document.getText();
    const account = await this.#accounts.of(document.uri);
    return completeRunbook(text, scan, document.offsetAt(position), account).map((completion) =>
      completionItem(document, position, completion),
    );
  }

  async hover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const scan = this.#scans.ofRunbook(document);
    const offset = document.offsetAt(position);
    if (scan === undefined || placeAt(scan, offset) === undefined) {
      return undefined;
    }
    const hover = hoverAt(scan, offset, await this.#accounts.of(document.uri));
    return hover && new vscode.Hover(new vscode.MarkdownString(hover.markdown), rangeIn(document, hover));
  }

  async definition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.LocationLink[] | undefined> {
    const scan = this.#scans.ofRunbook(document);
    const place = scan && placeAt(scan, document.offsetAt(position));
    const target = place && (await definitionOf(place, document, this.#accounts));
    return target && [target];
  }

  async references(
    document: vscode.TextDocument,
    position: vscode.Position,
    { includeDeclaration }: vscode.ReferenceContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.Location[] | undefined> {
    const asset = this.#references.assetAt(document, position);
    return asset && this.#references.find(asset, document.uri, includeDeclaration, token);
  }

  prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): { readonly range: vscode.Range; readonly placeholder: string } {
    const asset = this.#references.assetAt(document, position);
    if (asset?.range === undefined) {
      throw new Error(vscode.l10n.t("Put the cursor on the name of an asset to rename it."));
    }
    return { range: asset.range, placeholder: asset.name };
  }

  async rename(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
    token: vscode.CancellationToken,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const asset = this.#references.assetAt(document, position);
    return asset && this.#references.rename(asset, newName, document.uri, token);
  }

  lenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const scan = readSettings(document.uri).codeLens ? this.#scans.ofRunbook(document) : undefined;
    return scan === undefined ? [] : runbookLenses(document, scan);
  }

  actions(
    document: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    return this.#actions.provide(document, range, context);
  }

  /** Runbooks that name the asset; `root`: only those of the account in that folder, and those of none. */
  async usesOf(kind: ReadableAssetKind, name: string, root: string | undefined): Promise<readonly AssetUse[]> {
    const found: AssetUse[] = [];
    for (const uri of await this.#index.filesThatUse(kind, name, new vscode.CancellationTokenSource().token)) {
      const own = root === undefined ? undefined : (await this.#accounts.accountOf(uri))?.root;
      if (own === undefined || own === root) {
        found.push({ path: uri.fsPath });
      }
    }
    return found;
  }

  async showRule(code: unknown): Promise<void> {
    await this.#pages.show(code);
  }

  async showDependencies(target: unknown): Promise<void> {
    await this.#dependencies.show(target instanceof vscode.Uri ? target : undefined);
  }

  dispose(): void {
    this.#store.dispose();
  }
}
