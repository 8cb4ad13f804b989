/** The connection types of a local account: built-in ones, those of assets.json, those of the workspace's integration modules. */
import { readFile, stat } from "node:fs/promises";
import { isSameName, type ConnectionTypeAsset } from "../../core/asset";
import { builtInConnectionTypes } from "../../core/connection-type";
import { AutomationError } from "../../core/errors";
import { nearestNames } from "../../core/nearest-names";
import { readConnectionType } from "./asset-reader";
import type { AssetsDocument } from "./assets-document";
import { readModuleMetadata } from "./module-metadata";
import { findMetadataFiles } from "./workspace-files";

/** Metadata files are a few KB; a larger file of such a name is something else. */
const mostMetadataBytes = 1024 * 1024;

/** All types, each name once: built-in, then the account's own, then modules' in the order of their paths. */
export async function listConnectionTypes(
  root: string,
  assets: AssetsDocument,
): Promise<readonly ConnectionTypeAsset[]> {
  const byName = new Map<string, ConnectionTypeAsset>();
  for (const type of [...ownTypes(assets), ...(await moduleTypes(root))]) {
    if (!byName.has(type.name.toLowerCase())) {
      byName.set(type.name.toLowerCase(), type);
    }
  }
  return [...byName.values()];
}

/** Searches the workspace only for a type that is neither built in nor the account's own. */
export async function findConnectionType(
  root: string,
  assets: AssetsDocument,
  name: string,
): Promise<ConnectionTypeAsset | undefined> {
  const isWanted = (type: ConnectionTypeAsset) => isSameName(type.name, name);
  return ownTypes(assets).find(isWanted) ?? (await moduleTypes(root)).find(isWanted);
}

/** Errors: invalid-asset with the nearest names. */
export async function requireConnectionType(
  root: string,
  assets: AssetsDocument,
  name: string,
): Promise<ConnectionTypeAsset> {
  const type = await findConnectionType(root, assets, name);
  if (type) {
    return type;
  }
  const names = (await listConnectionTypes(root, assets)).map((known) => known.name);
  const near = nearestNames(name, names);
  throw new AutomationError("invalid-asset", `There is no connection type "${name}".`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.map((known) => `"${known}"`).join(", ")}?`
        : 'Put its module\'s "-Automation.json" into the workspace, or add it with "asset set connection-type --file".',
  });
}

function ownTypes(assets: AssetsDocument): readonly ConnectionTypeAsset[] {
  const own = [...assets.entries("connection-type").values()].map((entry) => readConnectionType(assets, entry));
  return [...builtInConnectionTypes, ...own];
}

async function moduleTypes(root: string): Promise<readonly ConnectionTypeAsset[]> {
  const types: ConnectionTypeAsset[] = [];
  for (const path of await findMetadataFiles(root)) {
    const size = await stat(path).then(
      (found) => found.size,
      () => Number.POSITIVE_INFINITY,
    );
    const bytes = size <= mostMetadataBytes ? await readFile(path).catch(() => undefined) : undefined;
    const result = bytes && readModuleMetadata(bytes, path);
    if (result?.kind === "type") {
      types.push(result.type);
    }
  }
  return types;
}
