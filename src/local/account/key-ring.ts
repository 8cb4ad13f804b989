/** Finds the key that a value needs among the places that may hold one, and makes the account's first key. */
import { AutomationError } from "../../core/errors";
import { keyVariable, parseKeyRing, withKey, type KeySource, type KeySourceKind } from "./key-source";
import { createSealingKey, type SealingKey } from "./sealing";

/** Where the account says its key is kept. */
export type KeyStorage = "file" | "editor";

/** What the account file says about its key. */
export interface KeyNeed {
  readonly accountId: string;
  readonly storage: KeyStorage;
  /** undefined: the account has no key yet. */
  readonly keyId: string | undefined;
}

export interface FoundKey {
  readonly key: SealingKey;
  readonly source: KeySource;
}

export class KeyRing {
  readonly #sources: readonly KeySource[];
  /** Keys never change, only places do: what was found once stays. */
  readonly #found = new Map<string, FoundKey>();

  constructor(sources: readonly KeySource[]) {
    this.#sources = sources;
  }

  /** The key of that id. Errors: key-missing (no key anywhere), key-wrong (only others), and those of the places. */
  async get(need: KeyNeed & { readonly keyId: string }): Promise<FoundKey> {
    const known = this.#found.get(need.keyId);
    if (known) {
      return known;
    }
    const others: FoundKey[] = [];
    let failure: unknown;
    for (const source of this.#ordered(need.storage)) {
      try {
        for (const found of await keysOf(source, need.accountId)) {
          if (found.key.id === need.keyId) {
            this.#found.set(need.keyId, found);
            return found;
          }
          others.push(found);
        }
      } catch (error) {
        // A place that cannot be read does not matter when another one has the key.
        failure ??= error;
      }
    }
    if (failure !== undefined) {
      throw failure as Error;
    }
    throw others.length > 0 ? this.#wrong(need, others) : this.#missing(need);
  }

  /** A key that is at hand, else a new one that is stored where the account wants it. Only for an account without any key. */
  async createFirst(need: KeyNeed): Promise<FoundKey> {
    const ordered = this.#ordered(need.storage);
    for (const source of ordered) {
      const found = (await keysOf(source, need.accountId)).at(-1);
      if (found) {
        this.#found.set(found.key.id, found);
        return found;
      }
    }
    const store = ordered.find((source) => source.kind === need.storage && source.update !== undefined);
    if (!store) {
      throw this.#missing(need);
    }
    return this.#store(store, need.accountId, createSealingKey(), "unless-there-is-one");
  }

  /** Makes a further key beside `current`, in the same place. */
  async createNext(accountId: string, current: FoundKey): Promise<FoundKey> {
    if (!current.source.update) {
      throw new AutomationError(
        "key-missing",
        `The key comes from ${current.source.where(accountId)}, where no new one can be stored.`,
        {
          hint: "Replace the key on a machine that keeps it in the key file or in the editor, then give the new one to those who use it.",
        },
      );
    }
    return this.#store(current.source, accountId, createSealingKey(), "beside");
  }

  /** Keeps a key that a person gave. */
  async add(accountId: string, storage: KeyStorage, key: SealingKey): Promise<FoundKey> {
    const store = this.writableSource(storage);
    return this.#store(store, accountId, key, "beside");
  }

  /** Errors: key-missing when this program has no such place. */
  writableSource(storage: KeyStorage): KeySource {
    const store = this.#sources.find((source) => source.kind === storage && source.update !== undefined);
    if (!store) {
      throw new AutomationError(
        "key-missing",
        "The key of this account is kept in the editor, which is not at hand here.",
        {
          hint: "Do this in VS Code.",
        },
      );
    }
    return store;
  }

  async #store(
    store: KeySource,
    accountId: string,
    key: SealingKey,
    how: "beside" | "unless-there-is-one",
  ): Promise<FoundKey> {
    let kept = key;
    await store.update?.(accountId, (text) => {
      const where = store.where(accountId);
      // Another clone of the workspace may have stored one since we looked.
      const present = how === "beside" || text === undefined ? undefined : parseKeyRing(text, where).at(-1);
      kept = present ?? key;
      return withKey(text, kept, where);
    });
    const found = { key: kept, source: store };
    this.#found.set(kept.id, found);
    return found;
  }

  /** The account's own place first, then the environment, then the rest. */
  #ordered(storage: KeyStorage): readonly KeySource[] {
    const order: readonly KeySourceKind[] =
      storage === "editor" ? ["editor", "environment", "file"] : ["file", "environment", "editor"];
    return order.flatMap((kind) => this.#sources.filter((source) => source.kind === kind));
  }

  #missing(need: KeyNeed): AutomationError {
    const hasEditor = this.#sources.some((source) => source.kind === "editor");
    if (need.storage === "editor" && !hasEditor) {
      return new AutomationError("key-missing", "The key of this account is kept in the editor's secret storage.", {
        hint: `Run it in VS Code, or export the key there and give it in ${keyVariable}.`,
      });
    }
    const places = this.#ordered(need.storage).map((source) => source.where(need.accountId));
    return new AutomationError(
      "key-missing",
      `The key of this account (${need.keyId ?? "none yet"}) is not on this machine. Looked in ${places.join(", then ")}.`,
      { hint: `Import it from a colleague who has it, or give it in ${keyVariable}.` },
    );
  }

  #wrong(need: KeyNeed & { readonly keyId: string }, others: readonly FoundKey[]): AutomationError {
    const seen = [...new Set(others.map((found) => `${found.key.id} in ${found.source.where(need.accountId)}`))];
    return new AutomationError("key-wrong", `The key ${need.keyId} is needed; there is only ${seen.join(" and ")}.`, {
      hint: "Import the key of this account from a colleague who has it. No value was changed.",
    });
  }
}

async function keysOf(source: KeySource, accountId: string): Promise<readonly FoundKey[]> {
  const text = await source.read(accountId);
  return text === undefined ? [] : parseKeyRing(text, source.where(accountId)).map((key) => ({ key, source }));
}
