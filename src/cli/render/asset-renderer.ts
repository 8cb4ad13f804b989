/** Shows assets as JSON objects (docs/cli.md) or as lines for a person. Never shows a sealed value. */
import type { Asset, ConnectionTypeAsset } from "../../core/asset";
import type { Json, JsonObject } from "../../core/json";

/** The object of `--output json`; the order of its members is the contract's. */
export function assetJson(asset: Asset): JsonObject {
  const base = { kind: asset.kind, name: asset.name, description: asset.description, isEncrypted: asset.isEncrypted };
  switch (asset.kind) {
    case "variable":
      return { ...base, value: asset.isEncrypted ? null : asset.value };
    case "credential":
      return { ...base, userName: asset.userName };
    case "connection":
      return {
        ...base,
        connectionType: asset.connectionType,
        fields: Object.fromEntries(
          Object.entries(asset.fields).map(([name, { value, isEncrypted }]) => [
            name,
            { value: isEncrypted ? null : value, isEncrypted },
          ]),
        ),
      };
    case "certificate":
      return {
        ...base,
        thumbprint: asset.thumbprint,
        expiryTime: asset.expiryTime,
        isExportable: asset.isExportable,
        hasPrivateKey: asset.hasPrivateKey,
      };
    case "connection-type":
      return { ...base, source: asset.source, moduleName: asset.moduleName, fields: fieldsOf(asset) };
  }
}

/** One line an asset, in columns. */
export function renderAssetList(assets: readonly Asset[]): string {
  const rows = assets.map((asset) => [asset.kind, asset.name, summaryOf(asset)] as const);
  const kindWidth = Math.max(0, ...rows.map(([kind]) => kind.length));
  const nameWidth = Math.max(0, ...rows.map(([, name]) => name.length));
  return rows
    .map(([kind, name, summary]) => `${kind.padEnd(kindWidth)}  ${name.padEnd(nameWidth)}  ${summary}`.trimEnd() + "\n")
    .join("");
}

/** Everything of one asset, a line for each part. */
export function renderAsset(asset: Asset): string {
  const rows: (readonly [string, string])[] = [
    ["kind", asset.kind],
    ["name", asset.name],
    ...(asset.description === "" ? [] : [["description", asset.description] as const]),
    ...partsOf(asset),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value}\n`).join("");
}

const sealed = "(encrypted)";

function partsOf(asset: Asset): readonly (readonly [string, string])[] {
  switch (asset.kind) {
    case "variable":
      return [["value", asset.isEncrypted ? sealed : JSON.stringify(asset.value)]];
    case "credential":
      return [
        ["user name", asset.userName],
        ["password", sealed],
      ];
    case "connection":
      return [
        ["type", asset.connectionType],
        ...Object.entries(asset.fields).map(
          ([name, field]) => [`field ${name}`, field.isEncrypted ? sealed : plain(field.value)] as const,
        ),
      ];
    case "certificate":
      return [
        ["thumbprint", asset.thumbprint],
        ["expires", asset.expiryTime],
        ["private key", asset.hasPrivateKey ? (asset.isExportable ? "yes, exportable" : "yes, not exportable") : "no"],
      ];
    case "connection-type":
      return [
        ["source", sourceOf(asset)],
        ...asset.fields.map(
          (field) =>
            [
              `field ${field.name}`,
              `${field.typeName}${field.isEncrypted ? ", encrypted" : ""}${field.isOptional ? ", optional" : ""}`,
            ] as const,
        ),
      ];
  }
}

function summaryOf(asset: Asset): string {
  switch (asset.kind) {
    case "variable":
      return asset.isEncrypted ? sealed : shortened(JSON.stringify(asset.value));
    case "credential":
      return asset.userName;
    case "connection":
      return asset.connectionType;
    case "certificate":
      return `${asset.thumbprint}, expires ${asset.expiryTime.slice(0, 10)}`;
    case "connection-type":
      return `${sourceOf(asset)}: ${asset.fields.map(({ name }) => name).join(", ")}`;
  }
}

function sourceOf(type: ConnectionTypeAsset): string {
  return type.source === "module" ? `module ${type.moduleName}` : type.source;
}

function fieldsOf(type: ConnectionTypeAsset): JsonObject {
  return Object.fromEntries(
    type.fields.map(({ name, typeName, isEncrypted, isOptional }) => [
      name,
      { type: typeName, isEncrypted, isOptional },
    ]),
  );
}

function plain(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
