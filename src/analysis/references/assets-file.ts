/** Where assets stand in the text of a local account's assets.json; tolerant of a text that is being edited. */
import { parseTree, type Node } from "jsonc-parser";
import { isSameName, type ReadableAssetKind } from "../../core/asset";

export interface FileSpan {
  readonly start: number;
  readonly end: number;
}

export interface AssetInFile extends FileSpan {
  readonly kind: ReadableAssetKind;
  readonly name: string;
}

/** Properties of the file (docs/local-account.md). */
const sections: Readonly<Record<ReadableAssetKind, string>> = {
  variable: "variables",
  credential: "credentials",
  connection: "connections",
  certificate: "certificates",
};

/** The key of an asset, with its quotes; undefined: it is not there. */
export function findAssetKey(text: string, kind: ReadableAssetKind, name: string): FileSpan | undefined {
  return assetsIn(text).find((asset) => asset.kind === kind && isSameName(asset.name, name));
}

/** The asset whose key stands at the offset. */
export function assetKeyAt(text: string, offset: number): AssetInFile | undefined {
  return assetsIn(text).find(({ start, end }) => offset >= start && offset <= end);
}

/** The key of a field of a connection type that stands in the file itself; of the type where the field is not given or absent. */
export function findTypeKey(text: string, typeName: string, field?: string): FileSpan | undefined {
  const type = propertyOf(valueOf(propertyOf(rootOf(text), "connectionTypes")), typeName);
  const fields = valueOf(propertyOf(valueOf(type), "fields"));
  const found = (field === undefined ? undefined : propertyOf(fields, field)) ?? type;
  const key = found?.children?.[0];
  return key && spanOf(key);
}

function assetsIn(text: string): readonly AssetInFile[] {
  const root = rootOf(text);
  return (Object.keys(sections) as ReadableAssetKind[]).flatMap((kind) =>
    (valueOf(propertyOf(root, sections[kind]))?.children ?? []).flatMap((property) => {
      const key = property.children?.[0];
      return typeof key?.value === "string" ? [{ kind, name: key.value, ...spanOf(key) }] : [];
    }),
  );
}

/** The parser recurses: a text with thousands of brackets is no account. */
function rootOf(text: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true });
  } catch {
    return undefined;
  }
}

function propertyOf(object: Node | undefined, name: string): Node | undefined {
  return object?.type === "object"
    ? object.children?.find(({ children }) => isSameName(String(children?.[0]?.value), name))
    : undefined;
}

function valueOf(property: Node | undefined): Node | undefined {
  return property?.children?.[1];
}

function spanOf({ offset, length }: Node): FileSpan {
  return { start: offset, end: offset + length };
}
