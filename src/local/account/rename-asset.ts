/** What to change in assets.json when an asset gets another name: its key, and its sealed values, which are bound to the name. */
import type { Edit } from "jsonc-parser";
import { isSameName, type ReadableAssetKind } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import type { AccountDocument } from "./account-document";
import { checkAssetName } from "./asset-names";
import type { AssetsDocument } from "./assets-document";
import { findProperty, valueOf } from "./jsonc-text";
import type { Vault } from "./vault";

/** Edits of the text of assets.json without byte order mark; empty: the account has no such asset. */
export interface AssetRename {
  readonly path: string;
  /** The text that the offsets belong to. */
  readonly text: string;
  readonly edits: readonly Edit[];
}

/** Errors: invalid-asset for a name that the service refuses, asset-exists, key-missing, key-wrong, damaged-file. */
export async function planAssetRename(
  account: AccountDocument,
  assets: AssetsDocument,
  vault: Vault,
  kind: ReadableAssetKind,
  oldName: string,
  newName: string,
): Promise<AssetRename> {
  const { path, text } = assets.file;
  checkAssetName(kind, newName);
  if (!isSameName(oldName, newName) && assets.entry(kind, newName)) {
    throw new AutomationError("asset-exists", `There is already a ${kind} "${newName}".`, {
      hint: "Choose another name.",
    });
  }
  const entry = assets.entry(kind, oldName);
  const key = entry?.property.children?.[0];
  if (entry === undefined || key === undefined) {
    return { path, text, edits: [] };
  }
  const edits: Edit[] = [{ offset: key.offset, length: key.length, content: JSON.stringify(newName) }];
  const sealed = assets.sealedValues().filter((value) => value.kind === kind && value.name === entry.name);
  if (sealed.length > 0) {
    const seal = await vault.sealer({
      account,
      assets,
      writeAssets: () => undefined,
      // The values name their key already, so none is made here.
      setAccountProperty: () => undefined,
    });
    for (const value of sealed) {
      const clear = await vault.open(account, assets, value);
      const node = valueOf(findProperty(value.node, "sealed"));
      if (node !== undefined) {
        const content = JSON.stringify(seal({ kind, name: newName, field: value.field }, clear));
        edits.push({ offset: node.offset, length: node.length, content });
      }
    }
  }
  return { path, text, edits };
}
