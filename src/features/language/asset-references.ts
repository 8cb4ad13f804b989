/** Every place that names an asset: in the runbooks of its account, and in the account's own file. */
import * as path from "node:path";
import * as vscode from "vscode";

import { assetKeyAt, findAssetKey } from "../../analysis/references/assets-file";
import { innerSpan, literalWith, occurrencesOf } from "../../analysis/references/occurrences";
import { placeAt } from "../../analysis/references/places";
import { scanRunbook } from "../../analysis/references/scan-runbook";
import type { ReadableAssetKind } from "../../core/asset";
import { AutomationError, describeError } from "../../core/errors";
import { languageOfFile } from "../../core/runbook";
import type { AccountSnapshots } from "./account-snapshots";
import { fileText, rangeIn, readText } from "./file-texts";
import type { RunbookDocuments } from "./runbook-documents";
import type { RunbookIndex } from "./runbook-index";
import type { RunbookScans } from "./runbook-scans";

export interface AssetAtCursor {
  readonly kind: ReadableAssetKind;
  readonly name: string;
  /** The name without quotes; undefined where the cursor is on a variable that holds it. */
  readonly range: vscode.Range | undefined;
}

export class AssetReferences {
  constructor(
    private readonly documents: RunbookDocuments,
    private readonly scans: RunbookScans,
    private readonly accounts: AccountSnapshots,
    private readonly index: RunbookIndex,
  ) {}

  /** In a runbook or in assets.json. */
  assetAt(document: vscode.TextDocument, position: vscode.Position): AssetAtCursor | undefined {
    const offset = document.offsetAt(position);
    const scan = this.documents.languageOf(document) && this.scans.ofRunbook(document);
    if (scan === undefined) {
      const asset = assetKeyAt(document.getText(), offset);
      return asset && { ...asset, range: rangeIn(document, { start: asset.start + 1, end: asset.end - 1 }) };
    }
    const place = placeAt(scan, offset);
    const definedAt = place?.what === "asset" ? place.call.definedAt : undefined;
    if (place?.what !== "asset" || place.call.name === undefined || definedAt === undefined) {
      return undefined;
    }
    const isLiteral = offset >= definedAt.start && offset <= definedAt.end;
    const range = isLiteral ? rangeIn(document, innerSpan(document.getText(), definedAt)) : undefined;
    return { kind: place.call.kind, name: place.call.name, range };
  }

  async find(
    { kind, name }: AssetAtCursor,
    from: vscode.Uri,
    withDeclaration: boolean,
    token: vscode.CancellationToken,
  ): Promise<vscode.Location[]> {
    const locations: vscode.Location[] = [];
    for (const uri of await this.#files(kind, name, from, token)) {
      const file = await this.#occurrences(uri, kind, name);
      locations.push(...(file?.literals ?? []).map(({ inner }) => new vscode.Location(uri, inner)));
    }
    const account = await this.accounts.accountOf(from);
    if (withDeclaration && account !== undefined) {
      const uri = vscode.Uri.file(account.assetsPath);
      const file = await readText(uri);
      const key = file && findAssetKey(file.text, kind, name);
      if (file && key) {
        locations.push(new vscode.Location(uri, file.rangeOf({ start: key.start + 1, end: key.end - 1 })));
      }
    }
    return locations;
  }

  /** The edits of all files; what cannot be done is thrown as an Error, whose message VS Code shows. */
  async rename(
    asset: AssetAtCursor,
    newName: string,
    from: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<vscode.WorkspaceEdit> {
    const { kind, name } = asset;
    const edit = new vscode.WorkspaceEdit();
    try {
      await this.#renameInAccount(edit, asset, newName, from);
    } catch (error) {
      throw new Error(describeError(error), { cause: error });
    }
    for (const uri of await this.#files(kind, name, from, token)) {
      const file = await this.#occurrences(uri, kind, name);
      for (const { whole, replacement } of file?.literals.map((literal) => literal.with(newName)) ?? []) {
        edit.replace(uri, whole, replacement);
      }
    }
    return edit;
  }

  async #renameInAccount(
    edit: vscode.WorkspaceEdit,
    { kind, name }: AssetAtCursor,
    newName: string,
    from: vscode.Uri,
  ): Promise<void> {
    const account = await this.accounts.accountOf(from);
    if (account === undefined) {
      return;
    }
    const { path: file, text, edits } = await account.planRename(kind, name, newName);
    const uri = vscode.Uri.file(file);
    const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (edits.length > 0 && open && open.getText().replaceAll("\r\n", "\n") !== text.replaceAll("\r\n", "\n")) {
      // The edits would land in the text that is shown.
      throw open.isDirty
        ? new AutomationError("conflict", `"${path.basename(file)}" has changes that are not saved.`, {
            hint: "Save it, then rename again.",
          })
        : new AutomationError("conflict", `The editor shows an older "${path.basename(file)}" than the one on disk.`, {
            hint: "Rename again in a moment; if that does not help, close the file first.",
          });
    }
    const saved = fileText(text);
    for (const { offset, length, content } of edits) {
      edit.replace(uri, saved.rangeOf({ start: offset, end: offset + length }), content);
    }
  }

  /** Runbooks that belong to the same account, or to none as well, and name the asset. */
  async #files(
    kind: ReadableAssetKind,
    name: string,
    from: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<readonly vscode.Uri[]> {
    const root = (await this.accounts.accountOf(from))?.root;
    const found = new Map<string, vscode.Uri>();
    const open = vscode.workspace.textDocuments.filter((document) => this.documents.isRunbook(document));
    const indexed = await this.index.filesThatUse(kind, name, token);
    for (const uri of [...open.map((document) => document.uri), ...indexed]) {
      const isSame = (await this.accounts.accountOf(uri))?.root === root;
      if (isSame || uri.toString() === from.toString()) {
        found.set(uri.toString(), uri);
      }
    }
    return [...found.values()];
  }

  async #occurrences(uri: vscode.Uri, kind: ReadableAssetKind, name: string) {
    const file = await readText(uri);
    const language = languageOfFile(uri.path) ?? this.#openLanguage(uri);
    if (file === undefined || language === undefined) {
      return undefined;
    }
    const scan = scanRunbook(file.text, language);
    const literals = occurrencesOf(scan, kind, name).map((occurrence) => ({
      inner: file.rangeOf(innerSpan(file.text, occurrence)),
      with: (newName: string) => ({
        whole: file.rangeOf(occurrence),
        replacement: literalWith(scan, file.text, occurrence, newName),
      }),
    }));
    return { literals };
  }

  #openLanguage(uri: vscode.Uri) {
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    return document && this.documents.languageOf(document);
  }
}
