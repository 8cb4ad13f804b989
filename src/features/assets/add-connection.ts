/** Adds a connection: its type, then each field in the control that the field wants; encrypted ones are masked and sealed. */
import * as vscode from "vscode";

import type { ConnectionField, ConnectionTypeAsset } from "../../core/asset";
import { parseFieldValue } from "../../core/connection-type";
import type { Json } from "../../core/json";
import type { LocalAccounts } from "../../platform/local-accounts";
import { askNewName, saidSaved, wantedName } from "./asset-name";
import { askChoice, askText } from "../../platform/prompts";

export async function addConnection(accounts: LocalAccounts, target?: unknown): Promise<void> {
  const account = await accounts.require();
  const title = vscode.l10n.t("Add Connection Asset");
  const types = (await account.listAssets("connection-type")).filter((asset) => asset.kind === "connection-type");
  const type = await askChoice<ConnectionTypeAsset>(
    title,
    vscode.l10n.t("Connection type"),
    types.map((item) => ({
      label: item.name,
      description: item.source === "built-in" ? vscode.l10n.t("built in") : item.moduleName,
      detail: item.fields.map((field) => field.name).join(", "),
      value: item,
    })),
  );
  const name = await askNewName(account, "connection", title, wantedName(target));
  const fields: Record<string, Json> = {};
  for (const [index, field] of type.fields.entries()) {
    const value = await askField(`${title}: ${type.name} (${index + 1}/${type.fields.length})`, field);
    if (value !== undefined) {
      fields[field.name] = value;
    }
  }
  await account.saveConnection(name, { type: type.name, fields });
  saidSaved(account, vscode.l10n.t("connection"), name);
}

/** undefined: the optional field is left out. */
async function askField(title: string, field: ConnectionField): Promise<Json | undefined> {
  if (field.typeName === "System.Boolean") {
    const leaveOut = { label: vscode.l10n.t("(leave out)"), value: undefined };
    return askChoice<boolean | undefined>(title, field.name, [
      { label: "true", value: true },
      { label: "false", value: false },
      ...(field.isOptional ? [leaveOut] : []),
    ]);
  }
  const text = await askText({
    title,
    prompt: field.isOptional ? vscode.l10n.t("{0} (optional)", field.name) : field.name,
    placeHolder: field.typeName,
    isSecret: field.isEncrypted,
    isOptional: field.isOptional,
    problem: (given) => {
      const result = parseFieldValue(field, given);
      return result.ok ? undefined : result.problem.message;
    },
  });
  const result = parseFieldValue(field, text);
  return text === "" || !result.ok ? undefined : result.value;
}
