/** Brings assets of older tools into the account: all that can be taken in one write, the rest with the reason. */
import { assetKinds, type AssetKind, type ConnectionTypeAsset } from "../../core/asset";
import { findField, parseFieldValue } from "../../core/connection-type";
import { AutomationError, describeError } from "../../core/errors";
import type { Json } from "../../core/json";
import { putCertificate, putConnection, putCredential, putVariable, type AssetWriter } from "./asset-writer";
import { readCertificateFile } from "./certificate-file";
import { readLegacyAssets, type LegacyAsset, type SkippedAsset } from "./legacy-assets";

export interface ImportSource {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface ImportOptions {
  /** SecureLocalAssets.json */
  readonly secure?: ImportSource;
  /** Takes over assets that the account has already; otherwise they are skipped. */
  readonly overwrite?: boolean;
  /** Says what would happen and writes nothing. */
  readonly previewOnly?: boolean;
  /** Reads a certificate file that the source names, relative to it. Absent: such certificates are skipped. */
  readonly readFile?: (path: string) => Promise<Uint8Array>;
}

export interface ImportReport {
  readonly imported: readonly { readonly kind: AssetKind; readonly name: string }[];
  readonly skipped: readonly SkippedAsset[];
}

/** Puts every asset that can be taken into the writer's draft. Errors: damaged-file, invalid-asset (nothing to import in the file). */
export async function importInto(
  writer: AssetWriter,
  source: ImportSource,
  options: ImportOptions,
  typeOf: (name: string) => Promise<ConnectionTypeAsset>,
): Promise<ImportReport> {
  const files = [readLegacyAssets(source.bytes, source.path, false)];
  if (options.secure) {
    files.push(readLegacyAssets(options.secure.bytes, options.secure.path, true));
  }
  const imported: { kind: AssetKind; name: string }[] = [];
  const skipped = files.flatMap((file) => file.skipped);
  const seen = new Set<string>();
  for (const asset of files.flatMap((file) => file.assets)) {
    const key = `${asset.kind}/${asset.name.toLowerCase()}`;
    if (seen.has(key)) {
      skipped.push({
        kind: asset.kind,
        name: asset.name,
        reason: "It stands in the files twice; the first was taken.",
      });
      continue;
    }
    seen.add(key);
    if (!options.overwrite && writer.draft.document.entry(asset.kind, asset.name)) {
      skipped.push({ kind: asset.kind, name: asset.name, reason: "The account has one of that name." });
      continue;
    }
    try {
      await put(writer, asset, options, typeOf);
      imported.push({ kind: asset.kind, name: asset.name });
    } catch (error) {
      if (!(error instanceof AutomationError) || error.code === "key-missing" || error.code === "key-wrong") {
        throw error;
      }
      skipped.push({ kind: asset.kind, name: asset.name, reason: describeError(error) });
    }
  }
  return { imported: imported.sort((a, b) => assetKinds.indexOf(a.kind) - assetKinds.indexOf(b.kind)), skipped };
}

async function put(
  writer: AssetWriter,
  asset: LegacyAsset,
  options: ImportOptions,
  typeOf: (name: string) => Promise<ConnectionTypeAsset>,
): Promise<void> {
  switch (asset.kind) {
    case "variable":
      return putVariable(writer, asset.name, { value: asset.value, isEncrypted: asset.isEncrypted });
    case "credential":
      return putCredential(writer, asset.name, { userName: asset.userName, password: asset.password });
    case "connection": {
      const type = await typeOf(asset.type);
      const fields = Object.entries(asset.fields).map(([name, value]): [string, Json] => [
        name,
        typed(type, name, value),
      ]);
      return putConnection(writer, asset.name, { type: type.name, fields: Object.fromEntries(fields) }, typeOf);
    }
    case "certificate": {
      const bytes = await readCertificate(asset.path, options);
      const certificate = await readCertificateFile(bytes, asset.password);
      return putCertificate(writer, asset.name, certificate, { isExportable: true });
    }
  }
}

async function readCertificate(path: string, options: ImportOptions): Promise<Uint8Array> {
  try {
    if (options.readFile) {
      return await options.readFile(path);
    }
  } catch (cause) {
    throw new AutomationError("file-not-found", `The certificate file "${path}" cannot be read.`, { cause });
  }
  throw new AutomationError("file-not-found", `The certificate file "${path}" is not at hand.`);
}

/** The older tools keep every field as text at times; a text becomes what the field's type wants. */
function typed(type: ConnectionTypeAsset, name: string, value: Json): Json {
  const field = findField(type.fields, name);
  if (!field || value === null || typeof value === "object") {
    return value;
  }
  const result = parseFieldValue(field, String(value));
  return result.ok ? result.value : value;
}
