/** Seals and opens values of an account: finds the key, knows the place, says where in the file a value cannot be opened. */
import type { Json } from "../../core/json";
import { AutomationError } from "../../core/errors";
import type { AccountDocument } from "./account-document";
import type { AccountTransaction } from "./account-store";
import type { AssetsDocument, SealedValue } from "./assets-document";
import { positionOf } from "./jsonc-text";
import type { FoundKey, KeyRing } from "./key-ring";
import { open, seal, type SealedPlace, type SealingKey } from "./sealing";

export class Vault {
  readonly keys: KeyRing;

  constructor(keys: KeyRing) {
    this.keys = keys;
  }

  /** Errors: key-missing, key-wrong, damaged-file (moved or changed), each with the place in the file. */
  async open(account: AccountDocument, assets: AssetsDocument, value: SealedValue): Promise<Json> {
    try {
      const { accountId } = account.details;
      const { key } = await this.keys.get({ accountId, storage: account.keyStorage, keyId: value.sealed.keyId });
      return open(key, { accountId, kind: value.kind, name: value.name, field: value.field }, value.sealed);
    } catch (error) {
      if (!(error instanceof AutomationError) || error.position) {
        throw error;
      }
      const { text, path } = assets.file;
      throw new AutomationError(error.code, error.message, {
        cause: error,
        hint: error.hint ?? "Set the value again, or restore the file from source control; it was not changed.",
        position: positionOf(text, path, value.node.offset),
      });
    }
  }

  /**
   * A function that seals with the account's key. The first sealed value of an account makes its key: only when neither account.json
   * nor any value names one. Errors: key-missing, key-wrong.
   */
  async sealer({ account, assets, setAccountProperty }: AccountTransaction): Promise<Sealer> {
    const { accountId } = account.details;
    const need = { accountId, storage: account.keyStorage };
    const keyId = expectedKeyId(account, assets);
    const { key } = keyId
      ? await this.keys.get({ ...need, keyId })
      : await this.keys.createFirst({ ...need, keyId: undefined });
    if (account.keyId === undefined) {
      setAccountProperty("keyId", key.id);
    }
    return sealerWith(key, accountId);
  }

  /** The account's key as it is found; undefined for an account without one. Errors: key-missing, key-wrong. */
  async current(account: AccountDocument, assets: AssetsDocument): Promise<FoundKey | undefined> {
    const keyId = expectedKeyId(account, assets);
    const need = { accountId: account.details.accountId, storage: account.keyStorage };
    return keyId === undefined ? undefined : this.keys.get({ ...need, keyId });
  }
}

export type Sealer = (place: Omit<SealedPlace, "accountId">, value: Json) => string;

export function sealerWith(key: SealingKey, accountId: string): Sealer {
  return (place, value) => seal(key, { ...place, accountId }, value);
}

/** The id of the account's key; where account.json lost it, of the key that its values are sealed with. */
export function expectedKeyId(account: AccountDocument, assets: AssetsDocument): string | undefined {
  return account.keyId ?? assets.sealedValues()[0]?.sealed.keyId;
}
