/** Changes an asset: all of it in its form, one field or the description in an input box, a secret only when that is asked for. */
import * as vscode from "vscode";

import type { Asset, Connection, ConnectionField, ReadableAssetKind } from "../../core/asset";
import { readableAssetKinds } from "../../core/asset";
import type { AssetInput } from "../../core/asset-changes";
import type { BrowsableAccount } from "../../core/browse";
import { parseFieldValue } from "../../core/connection-type";
import { AutomationError } from "../../core/errors";
import type { Json } from "../../core/json";
import { askChoice, askText } from "../../platform/prompts";
import { changeAsset, saidSaved } from "./after-change";
import { openAssetForm } from "./asset-form";
import { variableTypeOf, variableTypes, variableValue, type VariableType } from "./form/variable-values";
import type { AssetsServices } from "./services";
import { kindWords, whichAsset, type ChosenAsset } from "./which-asset";

export async function editAsset(services: AssetsServices, argument: unknown): Promise<void> {
  const { account, asset } = await whichAsset(services, argument, vscode.l10n.t("Edit Asset"), readableAssetKinds);
  await openAssetForm(services, { account, kind: asset.kind as ReadableAssetKind, existing: asset });
}

export async function editDescription(services: AssetsServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Edit Description");
  const { account, asset } = await whichAsset(services, argument, title, readableAssetKinds);
  const description = await askText({
    title,
    prompt: vscode.l10n.t('Description of "{0}"; empty for none', asset.name),
    value: asset.description,
    isOptional: true,
  });
  await update(services, account, asset, { kind: asset.kind, input: { description } } as AssetInput);
}

/** One plain field in an input box: a variable's value, a user name, a field of a connection. */
export async function editField(services: AssetsServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Edit Field");
  const kinds = ["variable", "credential", "connection"] as const;
  const { account, asset } = await whichAsset(services, argument, title, kinds);
  switch (asset.kind) {
    case "variable":
      if (asset.isEncrypted) {
        await replaceSecretOf(services, { account, asset });
        return;
      }
      await update(services, account, asset, {
        kind: "variable",
        input: { value: await askVariable(title, asset.value) },
      });
      return;
    case "credential": {
      const userName = await askText({ title, prompt: vscode.l10n.t("User name"), value: asset.userName });
      await update(services, account, asset, { kind: "credential", input: { userName } });
      return;
    }
    case "connection":
      await editConnectionField(services, account, asset, title);
      return;
    default:
      return;
  }
}

/** Says what is replaced; the present value is never shown. */
export async function replaceSecret(services: AssetsServices, argument: unknown): Promise<void> {
  await replaceSecretOf(
    services,
    await whichAsset(services, argument, vscode.l10n.t("Replace Secret"), readableAssetKinds),
  );
}

async function replaceSecretOf(services: AssetsServices, { account, asset }: ChosenAsset): Promise<void> {
  const title = vscode.l10n.t("Replace Secret");
  if (!asset.isEncrypted) {
    throw new AutomationError("invalid-usage", `The ${asset.kind} "${asset.name}" holds no secret.`, {
      hint: "Edit it instead.",
    });
  }
  switch (asset.kind) {
    case "variable": {
      const value = await askVariable(title, undefined);
      await update(services, account, asset, { kind: "variable", input: { value } });
      return;
    }
    case "credential": {
      const password = await askText({
        title,
        prompt: vscode.l10n.t('New password of "{0}"', asset.name),
        isSecret: true,
      });
      await update(services, account, asset, { kind: "credential", input: { password } });
      return;
    }
    case "connection":
      await editConnectionField(services, account, asset, title, true);
      return;
    case "certificate":
      await openAssetForm(services, { account, kind: "certificate", existing: asset });
      return;
    case "connection-type":
  }
}

async function editConnectionField(
  services: AssetsServices,
  account: BrowsableAccount,
  asset: Connection,
  title: string,
  encryptedOnly = false,
): Promise<void> {
  const type = await account.getAsset("connection-type", asset.connectionType);
  const fields = type?.kind === "connection-type" ? type.fields : [];
  const choices = fields.filter((field) => !encryptedOnly || field.isEncrypted);
  if (choices.length === 0) {
    throw new AutomationError("invalid-asset", `The connection type "${asset.connectionType}" has no such field.`, {
      hint: "Refresh the tree; the type may be gone.",
    });
  }
  const present = new Map(Object.entries(asset.fields).map(([name, value]) => [name.toLowerCase(), value]));
  const field = await askChoice<ConnectionField>(
    title,
    vscode.l10n.t('Field of "{0}"', asset.name),
    choices.map((one) => {
      const value = present.get(one.name.toLowerCase());
      const shown = one.isEncrypted ? vscode.l10n.t("encrypted") : textOf(value?.value ?? "");
      return { label: one.name, description: shown, value: one };
    }),
  );
  const text = await askText({
    title,
    prompt: field.isEncrypted ? vscode.l10n.t('New value of "{0}"', field.name) : field.name,
    value: field.isEncrypted ? "" : textOf(present.get(field.name.toLowerCase())?.value ?? ""),
    placeHolder: field.typeName,
    isSecret: field.isEncrypted,
    isOptional: field.isOptional,
    problem: (given) => {
      const result = parseFieldValue(field, given);
      return result.ok ? undefined : result.problem.message;
    },
  });
  const result = parseFieldValue(field, text);
  const value: Json = text === "" || !result.ok ? null : result.value;
  await update(services, account, asset, { kind: "connection", input: { fields: { [field.name]: value } } });
}

/** `present`: undefined for a secret. */
async function askVariable(title: string, present: Json | undefined): Promise<Json> {
  const usual = present === undefined ? "String" : variableTypeOf(present);
  const types = [usual, ...variableTypes.filter((type) => type !== usual)];
  const type = await askChoice<VariableType>(
    title,
    vscode.l10n.t("Type of the value"),
    types.map((one) => ({ label: one, value: one })),
  );
  if (type === "Null") {
    return null;
  }
  const text = await askText({
    title,
    prompt: vscode.l10n.t("Value"),
    value: present === undefined || variableTypeOf(present) !== type ? "" : textOf(present),
    isSecret: present === undefined,
    isOptional: type === "String",
    problem: (given) => {
      const result = variableValue(type, given, vscode.l10n);
      return result.ok ? undefined : result.problem;
    },
  });
  const result = variableValue(type, text, vscode.l10n);
  return result.ok ? result.value : null;
}

async function update(
  services: AssetsServices,
  account: BrowsableAccount,
  asset: Asset,
  input: AssetInput,
): Promise<void> {
  const title = vscode.l10n.t('Saving the {0} "{1}" in {2}', kindWords(asset.kind), asset.name, account.name);
  const saved = await changeAsset(services, account, asset.kind, title, (signal) =>
    account.assets.update(asset.name, input, signal),
  );
  saidSaved(services, account, saved);
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : value === null ? "" : JSON.stringify(value);
}
