/** The outline of an integration module's metadata: the connection type with its fields. */
import * as vscode from "vscode";

import { scanMetadata } from "../../analysis/metadata/scan-metadata";
import { rangeIn } from "./file-texts";

export function metadataSymbols(document: vscode.TextDocument): vscode.DocumentSymbol[] {
  const scan = scanMetadata(document.getText());
  const { connectionTypeName: type, root } = scan;
  if (!scan.isMetadata || root === undefined) {
    return [];
  }
  const symbol = new vscode.DocumentSymbol(
    type?.text === undefined || type.text === "" ? vscode.l10n.t("(connection type without a name)") : type.text,
    vscode.l10n.t("connection type"),
    vscode.SymbolKind.Class,
    rangeIn(document, root),
    rangeIn(document, type?.value ?? root),
  );
  symbol.children = scan.fields.map((field) => {
    const { name, typeName, isEncrypted, isOptional } = field;
    const facts = [
      typeName?.text ?? "",
      isEncrypted?.truth === true ? vscode.l10n.t("encrypted") : "",
      isOptional?.truth === true ? vscode.l10n.t("optional") : "",
    ];
    return new vscode.DocumentSymbol(
      name?.text === undefined || name.text === "" ? vscode.l10n.t("(field without a name)") : name.text,
      facts.filter((fact) => fact !== "").join(", "),
      vscode.SymbolKind.Field,
      rangeIn(document, field),
      rangeIn(document, name?.value ?? field),
    );
  });
  return [symbol];
}
