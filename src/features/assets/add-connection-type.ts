/** Takes the connection type of an integration module's metadata file into an account, and shows what a type holds. */
import * as vscode from "vscode";

import type { ConnectionTypeAsset } from "../../core/asset";
import { requireModuleMetadata } from "../../local/account/module-metadata";
import { askFile } from "../../platform/prompts";
import { changeAsset, saidSaved } from "./after-change";
import type { AssetsServices } from "./services";
import { whichAccount, whichAsset } from "./which-asset";

export async function addConnectionType(services: AssetsServices, argument: unknown): Promise<void> {
  const account = await whichAccount(services, argument, vscode.l10n.t("Add Connection Type"));
  const uri =
    argument instanceof vscode.Uri
      ? argument
      : await askFile(vscode.l10n.t("Metadata file of the module"), { [vscode.l10n.t("Module metadata")]: ["json"] });
  const { name, fields, moduleName } = requireModuleMetadata(await vscode.workspace.fs.readFile(uri), uri.fsPath);
  const title = vscode.l10n.t('Adding the connection type "{0}" to {1}', name, account.name);
  const saved = await changeAsset(services, account, "connection-type", title, (signal) =>
    account.assets.create(name, { kind: "connection-type", input: { fields, moduleName } }, signal),
  );
  saidSaved(services, account, saved);
}

/** The file that defines it; one without a file is shown as the file it could have. */
export async function showConnectionType(services: AssetsServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Show Connection Type");
  const { asset } = await whichAsset(services, argument, title, ["connection-type"]);
  if (asset.kind !== "connection-type") {
    return;
  }
  if (asset.path !== undefined) {
    await vscode.window.showTextDocument(vscode.Uri.file(asset.path));
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: "json", content: metadataText(asset) });
  await vscode.window.showTextDocument(document);
}

function metadataText(type: ConnectionTypeAsset): string {
  const metadata = {
    ConnectionFields: type.fields.map((field) => ({
      IsEncrypted: field.isEncrypted,
      IsOptional: field.isOptional,
      Name: field.name,
      TypeName: field.typeName,
    })),
    ConnectionTypeName: type.name,
    IntegrationModuleName: type.moduleName === "" ? type.name : type.moduleName,
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}
