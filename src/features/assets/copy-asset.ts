/**
 * Copies an asset to another account, local or in Azure. What the service never returns is asked for once; what the local account has
 * sealed goes along. Nothing is written before the person has seen what will be.
 */
import * as vscode from "vscode";

import { isSameId } from "../../core/account";
import {
  assetKinds,
  isSameName,
  type Asset,
  type Certificate,
  type Connection,
  type ConnectionTypeAsset,
} from "../../core/asset";
import type { AssetInput } from "../../core/asset-changes";
import type { BrowsableAccount } from "../../core/browse";
import { parseFieldValue } from "../../core/connection-type";
import { AutomationError } from "../../core/errors";
import type { Json } from "../../core/json";
import { askFile, askText, confirm } from "../../platform/prompts";
import { changeAsset, saidSaved } from "./after-change";
import type { AssetsServices } from "./services";
import { askAccount, isLocal, kindWords, whichAsset } from "./which-asset";

/** What will be written, and how it is said: a line never holds a secret. */
interface Copy {
  readonly input: AssetInput;
  readonly lines: readonly string[];
}

export async function copyAsset(services: AssetsServices, argument: unknown): Promise<void> {
  const title = vscode.l10n.t("Copy to Another Account");
  const { account: source, asset } = await whichAsset(services, argument, title, assetKinds);
  const target = await askAccount(services, title, source.id);
  if (isSameId(target.id, source.id)) {
    throw new AutomationError("invalid-usage", "This is the account that the asset is in.", {
      hint: "Choose another one.",
    });
  }
  const there = await target.getAsset(asset.kind, asset.name);
  if (there !== undefined && asset.kind === "connection-type") {
    throw new AutomationError(
      "asset-exists",
      `"${target.name}" has the connection type "${asset.name}" already; it cannot be changed.`,
    );
  }
  const type = asset.kind === "connection" ? await missingType(source, target, asset) : undefined;
  const { input, lines } = await copyOf(source, asset, title);
  await confirmCopy(target, asset, there, type, lines);
  const kind = kindWords(asset.kind);
  const working = vscode.l10n.t('Copying the {0} "{1}" to {2}', kind, asset.name, target.name);
  if (type !== undefined) {
    const { fields, moduleName } = type;
    await changeAsset(services, target, "connection-type", working, (signal) =>
      target.assets.create(type.name, { kind: "connection-type", input: { fields, moduleName } }, signal),
    );
  }
  const saved = await changeAsset(services, target, asset.kind, working, (signal) =>
    there === undefined
      ? target.assets.create(asset.name, input, signal)
      : target.assets.update(there.name, forUpdate(input), signal),
  );
  saidSaved(services, target, saved);
}

async function confirmCopy(
  target: BrowsableAccount,
  asset: Asset,
  there: Asset | undefined,
  type: ConnectionTypeAsset | undefined,
  lines: readonly string[],
): Promise<void> {
  const where = [target.name, ...target.facts].join(" · ");
  await confirm(
    there === undefined
      ? vscode.l10n.t('Create the {0} "{1}" in {2}?', kindWords(asset.kind), asset.name, target.name)
      : vscode.l10n.t('Change the {0} "{1}" of {2}?', kindWords(asset.kind), there.name, target.name),
    [
      where,
      ...(type === undefined ? [] : [vscode.l10n.t('The connection type "{0}" is created too.', type.name)]),
      ...lines,
    ].join("\n"),
    there === undefined ? vscode.l10n.t("Create") : vscode.l10n.t("Change"),
  );
}

/** Whether a variable is encrypted, and a connection's type, are given at creation only. */
function forUpdate(asset: AssetInput): AssetInput {
  switch (asset.kind) {
    case "connection":
      return { kind: "connection", input: { ...withoutKey(asset.input, "type") } };
    case "variable":
    case "credential":
    case "certificate":
    case "connection-type":
      return asset;
  }
}

function withoutKey<T extends object, K extends keyof T>(object: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key)) as Omit<T, K>;
}

async function missingType(
  source: BrowsableAccount,
  target: BrowsableAccount,
  connection: Connection,
): Promise<ConnectionTypeAsset | undefined> {
  if ((await target.getAsset("connection-type", connection.connectionType)) !== undefined) {
    return undefined;
  }
  const type = await source.getAsset("connection-type", connection.connectionType);
  if (type?.kind !== "connection-type") {
    throw new AutomationError(
      "invalid-asset",
      `Neither account has the connection type "${connection.connectionType}".`,
      { hint: "Add the type from its module's metadata file first." },
    );
  }
  return type;
}

async function copyOf(source: BrowsableAccount, asset: Asset, title: string): Promise<Copy> {
  const description = asset.description;
  const said = description === "" ? [] : [vscode.l10n.t("Description: {0}", description)];
  const secret = vscode.l10n.t("encrypted");
  switch (asset.kind) {
    case "variable": {
      const value = asset.isEncrypted ? await secretVariable(source, asset.name, title) : asset.value;
      const { isEncrypted } = asset;
      return {
        input: { kind: "variable", input: { value, isEncrypted, description } },
        lines: [vscode.l10n.t("Value: {0}", isEncrypted ? secret : JSON.stringify(value)), ...said],
      };
    }
    case "credential": {
      const revealed = isLocal(source) ? await source.reveal("credential", asset.name) : undefined;
      const password =
        revealed?.kind === "credential"
          ? revealed.password
          : await askText({ title, prompt: vscode.l10n.t('Password of "{0}"', asset.name), isSecret: true });
      return {
        input: { kind: "credential", input: { userName: asset.userName, password, description } },
        lines: [vscode.l10n.t("User name: {0}", asset.userName), vscode.l10n.t("Password: {0}", secret), ...said],
      };
    }
    case "connection": {
      const fields = await connectionFields(source, asset, title);
      const lines = Object.entries(asset.fields).map(
        ([name, field]) => `${name}: ${field.isEncrypted ? secret : JSON.stringify(field.value)}`,
      );
      return {
        input: { kind: "connection", input: { type: asset.connectionType, fields, description } },
        lines: [...lines, ...said],
      };
    }
    case "certificate":
      return {
        input: { kind: "certificate", input: { ...(await certificateFile(source, asset, title)), description } },
        lines: [vscode.l10n.t("Thumbprint: {0}", asset.thumbprint), ...said],
      };
    case "connection-type": {
      const { fields, moduleName } = asset;
      return {
        input: { kind: "connection-type", input: { fields, moduleName } },
        lines: fields.map((field) => `${field.name}: ${field.typeName}`),
      };
    }
  }
}

/** Azure never returns it: asked for as JSON would be too much, so a text; others can be set in the form afterwards. */
async function secretVariable(source: BrowsableAccount, name: string, title: string): Promise<Json> {
  const revealed = isLocal(source) ? await source.reveal("variable", name) : undefined;
  return revealed?.kind === "variable"
    ? revealed.value
    : askText({ title, prompt: vscode.l10n.t('Value of "{0}", which Azure does not give out', name), isSecret: true });
}

async function connectionFields(
  source: BrowsableAccount,
  connection: Connection,
  title: string,
): Promise<Readonly<Record<string, Json>>> {
  if (isLocal(source)) {
    const revealed = await source.reveal("connection", connection.name);
    return revealed?.kind === "connection" ? revealed.fields : {};
  }
  const type = await source.getAsset("connection-type", connection.connectionType);
  const definitions = type?.kind === "connection-type" ? type.fields : [];
  const fields: [string, Json][] = [];
  for (const [name, { value, isEncrypted }] of Object.entries(connection.fields)) {
    const definition = definitions.find((one) => isSameName(one.name, name));
    if (!isEncrypted) {
      // Azure keeps every field as a text; the other account wants its type.
      const parsed = definition && typeof value === "string" ? parseFieldValue(definition, value) : undefined;
      fields.push([name, parsed?.ok === true ? parsed.value : value]);
      continue;
    }
    const text = await askText({
      title,
      prompt: vscode.l10n.t('"{0}" of "{1}", which Azure does not give out', name, connection.name),
      isSecret: true,
      isOptional: definition?.isOptional === true,
      problem: (given) => {
        const result = definition && parseFieldValue(definition, given);
        return result?.ok === false ? result.problem.message : undefined;
      },
    });
    const result = definition && parseFieldValue(definition, text);
    if (text !== "") {
      fields.push([name, result?.ok === true ? result.value : text]);
    }
  }
  return Object.fromEntries(fields);
}

async function certificateFile(
  source: BrowsableAccount,
  certificate: Certificate,
  title: string,
): Promise<{ readonly file: Uint8Array; readonly password?: string; readonly isExportable: boolean }> {
  const { isExportable } = certificate;
  if (isLocal(source)) {
    const revealed = await source.reveal("certificate", certificate.name);
    if (revealed?.kind === "certificate") {
      return { file: Buffer.from(revealed.content, "base64"), isExportable };
    }
  }
  const uri = await askFile(vscode.l10n.t('File of "{0}": Azure does not give certificates out', certificate.name), {
    [vscode.l10n.t("Certificates")]: ["pfx", "p12", "cer", "crt", "pem"],
  });
  const file = await vscode.workspace.fs.readFile(uri);
  const password = /\.(pfx|p12|pem)$/i.test(uri.path)
    ? await askText({
        title,
        prompt: vscode.l10n.t("Password of the file; empty when it has none"),
        isSecret: true,
        isOptional: true,
      })
    : "";
  const { readCertificateFile } = await import("../../local/account/certificate-file");
  const content = await readCertificateFile(file, password === "" ? undefined : password);
  if (content.thumbprint !== certificate.thumbprint.toUpperCase()) {
    throw new AutomationError("invalid-asset", `The file holds another certificate (${content.thumbprint}).`, {
      hint: `Choose the file with the thumbprint ${certificate.thumbprint}.`,
    });
  }
  return { file, isExportable, ...(password !== "" && { password }) };
}
