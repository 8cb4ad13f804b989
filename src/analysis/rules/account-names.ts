/** The names of an account's assets, made ready once for all files that are checked against it. */
import type { Asset, AssetKind } from "../../core/asset";
import type { KnownAccount } from "../references/known-account";

type Names = ReadonlyMap<AssetKind, ReadonlyMap<string, Asset>>;

const known = new WeakMap<KnownAccount, Names>();

/** The asset of a kind and name, which compares without case. */
export function findNamed(account: KnownAccount, kind: AssetKind, name: string): Asset | undefined {
  let names = known.get(account);
  if (names === undefined) {
    names = namesOf(account);
    known.set(account, names);
  }
  return names.get(kind)?.get(name.toLowerCase());
}

function namesOf(account: KnownAccount): Names {
  const names = new Map<AssetKind, Map<string, Asset>>();
  for (const asset of account.assets) {
    const ofKind = names.get(asset.kind) ?? new Map<string, Asset>();
    names.set(asset.kind, ofKind.set(asset.name.toLowerCase(), asset));
  }
  return names;
}
