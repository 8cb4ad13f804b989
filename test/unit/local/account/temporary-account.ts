/** Accounts in temporary folders for tests; nothing outside of them is read or written. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AutomationError, type ErrorCode } from "../../../../src/core/errors";
import type { LocalAccount } from "../../../../src/local/account/local-account";
import {
  createLocalAccount,
  type CreateAccountOptions,
  type KeyPlaces,
} from "../../../../src/local/account/open-account";

export class TemporaryFolders {
  readonly #folders: string[] = [];

  create(): string {
    const folder = mkdtempSync(join(tmpdir(), "runbook-account-"));
    this.#folders.push(folder);
    return folder;
  }

  removeAll(): void {
    for (const folder of this.#folders.splice(0)) {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}

export interface TemporaryAccount {
  readonly root: string;
  readonly places: KeyPlaces & { readonly configurationFolder: string };
  readonly account: LocalAccount;
}

export async function createTemporaryAccount(
  folders: TemporaryFolders,
  options: CreateAccountOptions = {},
): Promise<TemporaryAccount> {
  const root = folders.create();
  const places = { environment: {}, configurationFolder: folders.create() };
  return { root, places, account: await createLocalAccount(root, { ...places, ...options }) };
}

export function assetsText({ account }: TemporaryAccount): string {
  return readFileSync(account.assetsPath, "utf8");
}

export function writeAssetsText({ account }: TemporaryAccount, text: string): void {
  writeFileSync(account.assetsPath, text);
}

export function keyFileOf(accountId: string, places: TemporaryAccount["places"]): string {
  return join(places.configurationFolder, "keys", `${accountId}.key`);
}

/** Waits for the error and checks its code; answers it for more checks. */
export async function rejectsWith(work: Promise<unknown>, code: ErrorCode): Promise<AutomationError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof AutomationError, `expected ${code}, not ${String(error)}`);
  assert.equal(error.code, code, error.message);
  return error;
}
