/** What a person can do with an account's key on request: replace, hand over, take in, move to another place. */
import { AutomationError } from "../../core/errors";
import type { Json } from "../../core/json";
import type { AccountDocument } from "./account-document";
import type { AccountTransaction } from "./account-store";
import type { AssetsDocument, SealedValue } from "./assets-document";
import { AssetsDraft } from "./assets-draft";
import { replaceValue, styleOf } from "./jsonc-edit";
import { findProperty, valueOf } from "./jsonc-text";
import type { KeyStorage } from "./key-ring";
import { parseKeyRing, withKey } from "./key-source";
import { parseSealingKey, sealingKeyText } from "./sealing";
import { expectedKeyId, sealerWith, type Vault } from "./vault";

/** Opens every value before it makes the new key, so one that cannot be opened stops it with nothing changed. */
export async function rotateKey(transaction: AccountTransaction, vault: Vault): Promise<void> {
  const { account, assets } = transaction;
  const { accountId } = account.details;
  const opened: { readonly sealed: SealedValue; readonly value: Json }[] = [];
  for (const sealed of assets.sealedValues()) {
    opened.push({ sealed, value: await vault.open(account, assets, sealed) });
  }
  const current = await vault.current(account, assets);
  if (!current) {
    throw new AutomationError("invalid-usage", "The account has no key yet.", {
      hint: "It gets one when the first value is sealed.",
    });
  }
  const next = await vault.keys.createNext(accountId, current);
  const seal = sealerWith(next.key, accountId);
  const draft = new AssetsDraft(assets);
  const style = styleOf(assets.file.text);
  for (const { sealed, value } of opened) {
    const text = valueOf(findProperty(sealed.node, "sealed"));
    if (text) {
      draft.edit(replaceValue(assets.file.text, text, seal(sealed, value), style));
    }
  }
  transaction.writeAssets(draft.text());
  transaction.setAccountProperty("keyId", next.key.id);
}

export async function exportKey(account: AccountDocument, assets: AssetsDocument, vault: Vault): Promise<string> {
  const current = await vault.current(account, assets);
  if (!current) {
    throw new AutomationError("invalid-usage", "The account has no key yet.", {
      hint: "It gets one when the first value is sealed.",
    });
  }
  return `${account.details.accountId}=${sealingKeyText(current.key)}`;
}

/** An account without key takes the one given; one with a key takes only that one. */
export async function importKey(transaction: AccountTransaction, vault: Vault, text: string): Promise<void> {
  const { account, assets } = transaction;
  const { accountId } = account.details;
  const pair = /^\s*([0-9a-f-]{36})\s*=(.*)$/is.exec(text);
  if (pair && pair[1]?.toLowerCase() !== accountId) {
    throw new AutomationError(
      "key-wrong",
      `The key belongs to the account ${pair[1]?.toLowerCase() ?? ""}, not to ${accountId}.`,
      {
        hint: "Ask for the key of this account.",
      },
    );
  }
  const key = parseSealingKey(pair?.[2] ?? text);
  if (!key) {
    throw new AutomationError("key-wrong", "The text is not a key.", { hint: "A key is 32 bytes in base64." });
  }
  // A value sealed before a rotation can still need an older key.
  const needed = new Set(assets.sealedValues().map((value) => value.sealed.keyId));
  const expected = expectedKeyId(account, assets);
  if (expected !== undefined && expected !== key.id && !needed.has(key.id)) {
    throw new AutomationError("key-wrong", `The key has the id ${key.id}; this account uses ${expected}.`, {
      hint: "Ask for the current key of this account. Nothing was changed.",
    });
  }
  await vault.keys.add(accountId, account.keyStorage, key);
  if (expected === undefined) {
    transaction.setAccountProperty("keyId", key.id);
  }
}

/** Copies the keys, notes the new place, and answers what removes them from the old one: to be called once the note is written. */
export async function moveKey(
  transaction: AccountTransaction,
  vault: Vault,
  to: KeyStorage,
): Promise<() => Promise<void>> {
  const { account } = transaction;
  const { accountId } = account.details;
  const target = vault.keys.writableSource(to);
  if (account.keyStorage === to) {
    return () => Promise.resolve();
  }
  const source = vault.keys.writableSource(account.keyStorage);
  const text = await source.read(accountId);
  transaction.setAccountProperty("keyStorage", to);
  if (text === undefined) {
    return () => Promise.resolve();
  }
  const keys = parseKeyRing(text, source.where(accountId));
  await target.update?.(accountId, (present) =>
    keys.reduce<string | undefined>((ring, key) => withKey(ring, key, target.where(accountId)), present),
  );
  const moved = parseKeyRing((await target.read(accountId)) ?? "", target.where(accountId));
  if (!keys.every((key) => moved.some((other) => other.id === key.id))) {
    throw new AutomationError("failed", `The key could not be stored in ${target.where(accountId)}.`, {
      hint: "It stays where it was.",
    });
  }
  return async () => source.update?.(accountId, () => undefined);
}
