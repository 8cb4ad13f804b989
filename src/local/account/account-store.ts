/** The two files of a local account on disk: read fresh, parsed once per text, written by one process at a time. */
import { open, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { AutomationError } from "../../core/errors";
import { readAccountDocument, type AccountDocument } from "./account-document";
import { AssetsDocument } from "./assets-document";
import { writeFileAtomically } from "./atomic-file";
import { fileError, fileErrorCode } from "./file-errors";
import { withFileLock } from "./file-lock";
import { applyEdits, insertProperties, replaceValue, styleOf } from "./jsonc-edit";
import { findProperty, parseJsonc, valueOf, type JsoncText } from "./jsonc-text";

/** The folder inside the workspace that holds the account. */
export const accountFolderName = ".automation";

const emptyAssets = `// Shared assets of the local Automation account. Sealed values are encrypted: this file can be committed.
{
}
`;

/** What a writer of the files works on; nothing is written before it returns. */
export interface AccountTransaction {
  readonly account: AccountDocument;
  readonly assets: AssetsDocument;
  /** Sets the new text of assets.json (without byte order mark). */
  readonly writeAssets: (text: string) => void;
  /** Sets a property of account.json. */
  readonly setAccountProperty: (key: string, value: string) => void;
}

export class AccountStore {
  /** The workspace folder. */
  readonly root: string;
  readonly accountPath: string;
  readonly assetsPath: string;
  #account: { readonly bytes: Buffer; readonly document: AccountDocument } | undefined;
  #assets: { readonly bytes: Buffer; readonly document: AssetsDocument } | undefined;

  constructor(root: string) {
    this.root = root;
    this.accountPath = join(root, accountFolderName, "account.json");
    this.assetsPath = join(root, accountFolderName, "assets.json");
  }

  /** What the last reading found, for those who cannot wait. */
  get lastAccount(): AccountDocument | undefined {
    return this.#account?.document;
  }

  /** Errors: account-not-found, damaged-file, permission-denied. */
  async readAccount(): Promise<AccountDocument> {
    const bytes = await readOrUndefined(this.accountPath);
    if (!bytes) {
      throw new AutomationError("account-not-found", `There is no local Automation account in "${this.root}".`, {
        hint: 'Create one with "runbook-workbench init" or the command "Create Local Account".',
      });
    }
    if (!this.#account?.bytes.equals(bytes)) {
      this.#account = { bytes, document: readAccountDocument(parseJsonc(bytes, this.accountPath)) };
    }
    return this.#account.document;
  }

  /** A missing file has no assets. Errors: damaged-file, permission-denied. */
  async readAssets(): Promise<AssetsDocument> {
    const bytes = (await readOrUndefined(this.assetsPath)) ?? Buffer.from(emptyAssets);
    if (!this.#assets?.bytes.equals(bytes)) {
      this.#assets = { bytes, document: new AssetsDocument(parseJsonc(bytes, this.assetsPath)) };
    }
    return this.#assets.document;
  }

  /**
   * Reads both files while no other process writes them, lets `work` decide, and writes what it set: assets.json before
   * account.json, each as a whole. When `work` throws, nothing is written.
   */
  async update<T>(work: (transaction: AccountTransaction) => Promise<T>): Promise<T> {
    // Outside of the lock too: a missing account must not get a lock file.
    await this.readAccount();
    try {
      return await withFileLock(join(this.root, accountFolderName, ".lock"), async (lock) => {
        await removeLeftovers(join(this.root, accountFolderName));
        const account = await this.readAccount();
        const assets = await this.readAssets();
        let assetsText: string | undefined;
        const properties = new Map<string, string>();
        const result = await work({
          account,
          assets,
          writeAssets: (text) => (assetsText = text),
          setAccountProperty: (key, value) => properties.set(key, value),
        });
        const beforeCommit = () => lock.assertHeld();
        if (assetsText !== undefined && assetsText !== assets.file.text) {
          await write(assets.file, assetsText, beforeCommit);
        }
        if (properties.size > 0) {
          await write(account.file, withProperties(account.file, properties), beforeCommit);
        }
        return result;
      });
    } catch (error) {
      throw error instanceof AutomationError ? error : fileError(error, "write", this.assetsPath);
    }
  }
}

/** Temporary files of a writer that was killed; who holds the lock knows that no other one is at work. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (/^\.(account|assets)\.json\.[\w-]+\.tmp$/.test(name)) {
      await rm(join(folder, name), { force: true });
    }
  }
}

async function write(file: JsoncText, text: string, beforeCommit: () => void): Promise<void> {
  try {
    await refuseReadOnly(file.path);
    await writeFileAtomically(file.path, (file.hasByteOrderMark ? "\uFEFF" : "") + text, { beforeCommit });
  } catch (error) {
    throw fileError(error, "write", file.path);
  }
}

/** A rename would also replace a file that its owner made read-only. */
async function refuseReadOnly(path: string): Promise<void> {
  try {
    await (await open(path, "r+")).close();
  } catch (error) {
    if (fileErrorCode(error) !== "ENOENT") {
      throw error;
    }
  }
}

function withProperties(file: JsoncText, properties: ReadonlyMap<string, string>): string {
  const style = styleOf(file.text);
  const added: [string, string][] = [];
  const edits = [...properties].flatMap(([key, value]) => {
    const node = valueOf(findProperty(file.root, key));
    if (node) {
      return [replaceValue(file.text, node, value, style)];
    }
    added.push([key, value]);
    return [];
  });
  return applyEdits(file.text, [
    ...edits,
    ...(added.length > 0 ? insertProperties(file.text, file.root, added, style) : []),
  ]);
}

async function readOrUndefined(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(fileErrorCode(error))) {
      return undefined;
    }
    throw fileError(error, "read", path);
  }
}
