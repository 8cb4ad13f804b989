/** Turns entries of assets.json into the assets that the rest of the program knows, without or with their secrets. */
import type {
  Asset,
  AssetKind,
  ConnectionFieldValue,
  ConnectionTypeAsset,
  ReadableAssetKind,
  RevealedAsset,
} from "../../core/asset";
import type { Json } from "../../core/json";
import type { AssetEntry, AssetsDocument, SealedValue, StoredValue } from "./assets-document";

/** Opens a sealed value of the file. */
export type OpenValue = (value: SealedValue) => Promise<Json>;

export function readAsset(assets: AssetsDocument, kind: AssetKind, entry: AssetEntry): Asset {
  const base = { name: entry.name, description: assets.description(entry) };
  switch (kind) {
    case "variable": {
      const stored = assets.variable(entry);
      return { ...base, kind, isEncrypted: isSealed(stored), value: plainValue(stored) };
    }
    case "credential":
      return { ...base, kind, isEncrypted: true, userName: assets.credential(entry).userName };
    case "connection": {
      const { type, fields } = assets.connection(entry);
      const values = [...fields].map(([name, stored]): [string, ConnectionFieldValue] => [
        name,
        { value: plainValue(stored), isEncrypted: isSealed(stored) },
      ]);
      return {
        ...base,
        kind,
        isEncrypted: values.some(([, field]) => field.isEncrypted),
        connectionType: type,
        fields: Object.fromEntries(values),
      };
    }
    case "certificate": {
      const { thumbprint, expiryTime, isExportable, content } = assets.certificate(entry);
      const hasPrivateKey = isSealed(content);
      return { ...base, kind, isEncrypted: hasPrivateKey, thumbprint, expiryTime, isExportable, hasPrivateKey };
    }
    case "connection-type":
      return readConnectionType(assets, entry);
  }
}

export function readConnectionType(assets: AssetsDocument, entry: AssetEntry): ConnectionTypeAsset {
  return {
    kind: "connection-type",
    name: entry.name,
    description: assets.description(entry),
    isEncrypted: false,
    source: "account",
    path: assets.file.path,
    ...assets.connectionType(entry),
  };
}

/** Errors: those of `open`. */
export async function revealAsset(
  assets: AssetsDocument,
  kind: ReadableAssetKind,
  entry: AssetEntry,
  open: OpenValue,
): Promise<RevealedAsset> {
  const { name } = entry;
  const clear = (field: string, stored: StoredValue) =>
    stored.kind === "plain" ? stored.value : open({ kind, name, field, sealed: stored.sealed, node: stored.node });
  switch (kind) {
    case "variable": {
      const stored = assets.variable(entry);
      return { kind, name, isEncrypted: isSealed(stored), value: await clear("value", stored) };
    }
    case "credential": {
      const { userName, password } = assets.credential(entry);
      return { kind, name, userName, password: textOf(await clear("password", password)) };
    }
    case "connection": {
      const { type, fields } = assets.connection(entry);
      const values: [string, Json][] = [];
      for (const [field, stored] of fields) {
        values.push([field, await clear(field, stored)]);
      }
      const encryptedFields = [...fields].filter(([, stored]) => isSealed(stored)).map(([field]) => field);
      return { kind, name, connectionType: type, fields: Object.fromEntries(values), encryptedFields };
    }
    case "certificate": {
      const { thumbprint, isExportable, content } = assets.certificate(entry);
      const hasPrivateKey = isSealed(content);
      return { kind, name, thumbprint, isExportable, hasPrivateKey, content: textOf(await clear("content", content)) };
    }
  }
}

function isSealed(stored: StoredValue): boolean {
  return stored.kind === "sealed";
}

function plainValue(stored: StoredValue): Json {
  return stored.kind === "plain" ? stored.value : null;
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
