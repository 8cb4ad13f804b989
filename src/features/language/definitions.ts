/** Where an asset, a connection field or a child runbook is defined. */
import * as vscode from "vscode";

import { scanMetadata } from "../../analysis/metadata/scan-metadata";
import { findAssetKey, findTypeKey } from "../../analysis/references/assets-file";
import { typeOfConnection } from "../../analysis/references/known-account";
import type { Place } from "../../analysis/references/places";
import { isSameName } from "../../core/asset";
import type { AccountSnapshots } from "./account-snapshots";
import { rangeIn, readText, type FileText } from "./file-texts";

export async function definitionOf(
  place: Place,
  document: vscode.TextDocument,
  accounts: AccountSnapshots,
): Promise<vscode.LocationLink | undefined> {
  const target = await targetOf(place, document.uri, accounts);
  return (
    target && {
      originSelectionRange: rangeIn(document, place),
      targetUri: target.uri,
      targetRange: target.range,
    }
  );
}

async function targetOf(
  place: Place,
  uri: vscode.Uri,
  accounts: AccountSnapshots,
): Promise<vscode.Location | undefined> {
  const account = await accounts.accountOf(uri);
  if (account === undefined) {
    return undefined;
  }
  switch (place.what) {
    case "asset": {
      const { kind, name = "" } = place.call;
      return locate(account.assetsPath, (file) => findAssetKey(file.text, kind, name));
    }
    case "field": {
      const type = typeOfConnection(await accounts.of(uri), place.call.name);
      const field = place.field.name;
      return type?.path === undefined
        ? undefined
        : locate(type.path, (file) =>
            type.source === "account" ? findTypeKey(file.text, type.name, field) : metadataField(file.text, field),
          );
    }
    case "runbook": {
      const path = place.call.name === undefined ? undefined : await account.findRunbook(place.call.name);
      return path === undefined ? undefined : new vscode.Location(vscode.Uri.file(path), new vscode.Position(0, 0));
    }
    case "cmdlet":
    case "function":
      return undefined;
  }
}

async function locate(
  path: string,
  find: (file: FileText) => { readonly start: number; readonly end: number } | undefined,
): Promise<vscode.Location | undefined> {
  const uri = vscode.Uri.file(path);
  const file = await readText(uri);
  const span = file && find(file);
  return file && span && new vscode.Location(uri, file.rangeOf(span));
}

/** The field's name in the metadata, else the connection type's. */
function metadataField(text: string, field: string) {
  const scan = scanMetadata(text);
  const found = scan.fields.find(({ name }) => name?.text !== undefined && isSameName(name.text, field));
  return found?.name?.value ?? scan.connectionTypeName?.value;
}
