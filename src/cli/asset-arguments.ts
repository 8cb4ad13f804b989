/** What the asset commands read in the same way: kind and name, an asset that must be there, a file that a person named. */
import { readFile } from "node:fs/promises";
import { assetKinds, type Asset, type AssetKind } from "../core/asset";
import { AutomationError } from "../core/errors";
import { nearestNames } from "../core/nearest-names";
import type { LocalAccount } from "../local/account/local-account";
import { didYouMean, usageError, type ParsedArguments } from "./arguments";
import { systemCodeOf } from "./exit-status";

/** Errors: file-not-found, permission-denied. */
export async function readGivenFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const isRefused = ["EACCES", "EPERM"].includes(systemCodeOf(error) ?? "");
    throw new AutomationError(
      isRefused ? "permission-denied" : "file-not-found",
      isRefused ? `The file cannot be read: ${path}.` : `The file is not there: ${path}.`,
      { cause: error, hint: isRefused ? "Check its permissions." : "Check the name." },
    );
  }
}

/** Errors: asset-not-found with the nearest names. */
export async function requireAsset(account: LocalAccount, kind: AssetKind, name: string): Promise<Asset> {
  const asset = await account.getAsset(kind, name);
  if (asset !== undefined) {
    return asset;
  }
  const { name: accountName } = await account.details();
  const near = nearestNames(
    name,
    (await account.listAssets(kind)).map((known) => known.name),
  );
  throw new AutomationError("asset-not-found", `There is no ${kind} "${name}" in the account "${accountName}".`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.map((known) => `"${known}"`).join(" or ")}?`
        : `"runbook-workbench asset list --kind ${kind}" shows what there is.`,
  });
}

export function readKind(text: string | undefined, commandName: string): AssetKind {
  const kind = assetKinds.find((known) => known === text);
  if (kind === undefined) {
    throw text === undefined
      ? usageError(`"${commandName}" needs a kind and a name.`, `Kinds: ${assetKinds.join(", ")}.`)
      : usageError(`"${text}" is no kind of asset.`, `${didYouMean(text, assetKinds)}Kinds: ${assetKinds.join(", ")}.`);
  }
  return kind;
}

export function readKindAndName(args: ParsedArguments, commandName: string): { kind: AssetKind; name: string } {
  const [first, name] = args.positionals;
  const kind = readKind(first, commandName);
  if (name === undefined) {
    throw usageError(`The name of the ${kind} is missing.`, `See "runbook-workbench ${commandName} --help".`);
  }
  return { kind, name };
}
