/** The Automation account in a workspace's `.automation` folder: read by the tree, the editor and jobs, changed by commands. */
import { basename } from "node:path";
import type { AccountDetails, JobAccount } from "../../core/account";
import type { Asset, AssetKind, ConnectionTypeAsset, ReadableAssetKind, RevealedAsset } from "../../core/asset";
import type {
  AssetChanges,
  CertificateInput,
  ConnectionInput,
  CredentialInput,
  VariableInput,
} from "../../core/asset-changes";
import type { AccountItem, BrowsableAccount, FolderKind, PagedList } from "../../core/browse";
import { AutomationError } from "../../core/errors";
import type { ExtraClaims } from "../../core/identity";
import type { Json } from "../../core/json";
import { nearestNames } from "../../core/nearest-names";
import type { DescribeRunbook, RuntimeId } from "../../core/runbook";
import { readAsset, revealAsset } from "./asset-reader";
import type { AccountStore } from "./account-store";
import {
  putCertificate,
  putConnection,
  putConnectionType,
  putCredential,
  putVariable,
  type AssetWriter,
} from "./asset-writer";
import { AssetsDraft } from "./assets-draft";
import { readCertificateFile } from "./certificate-file";
import { findConnectionType, listConnectionTypes, requireConnectionType } from "./connection-types";
import { importInto, type ImportOptions, type ImportReport, type ImportSource } from "./import-assets";
import { exportKey, importKey, moveKey, rotateKey } from "./key-care";
import type { KeyRing, KeyStorage } from "./key-ring";
import { LocalAssetChanges } from "./local-asset-changes";
import { localFolders, openLocalFolder } from "./local-folders";
import { requireModuleMetadata } from "./module-metadata";
import { planAssetRename, type AssetRename } from "./rename-asset";
import { createSealingKey } from "./sealing";
import { sealerWith, Vault } from "./vault";
import { findRunbooks } from "./workspace-files";

export class LocalAccount implements BrowsableAccount, JobAccount {
  readonly id: string;
  readonly folders = localFolders;
  readonly assets: AssetChanges;
  readonly #store: AccountStore;
  readonly #vault: Vault;
  readonly #describe: DescribeRunbook | undefined;

  /** Use openLocalAccount or createLocalAccount. `describe`: tells workflows from scripts; without it a runbook's type is its language's. */
  constructor(store: AccountStore, keys: KeyRing, describe?: DescribeRunbook) {
    this.id = localAccountId(store.root);
    this.#store = store;
    this.#vault = new Vault(keys);
    this.#describe = describe;
    this.assets = new LocalAssetChanges({
      write: (work) => this.#write(work),
      typeOf: (writer) => this.#typeOf(writer),
      getAsset: (kind, name) => this.getAsset(kind, name),
      removeAsset: (kind, name) => this.removeAsset(kind, name),
    });
  }

  /** As account.json said when it was read last. */
  get name(): string {
    return this.#store.lastAccount?.details.name ?? basename(this.root);
  }

  get facts(): readonly string[] {
    return [basename(this.root)];
  }

  open(folder: FolderKind): PagedList<AccountItem> {
    return openLocalFolder(folder, {
      root: this.root,
      account: () => this.#store.readAccount(),
      listAssets: (kind) => this.listAssets(kind),
      describe: this.#describe,
    });
  }

  /** Nothing of the local account holds more. */
  openItem(): undefined {
    return undefined;
  }

  /** The workspace folder that holds `.automation`. */
  get root(): string {
    return this.#store.root;
  }

  get accountPath(): string {
    return this.#store.accountPath;
  }

  get assetsPath(): string {
    return this.#store.assetsPath;
  }

  async details(): Promise<AccountDetails> {
    return (await this.#store.readAccount()).details;
  }

  async extraClaims(): Promise<ExtraClaims> {
    return (await this.#store.readAccount()).claims;
  }

  async listAssets(kind: AssetKind): Promise<readonly Asset[]> {
    const assets = await this.#store.readAssets();
    if (kind === "connection-type") {
      return listConnectionTypes(this.root, assets);
    }
    return [...assets.entries(kind).values()].map((entry) => readAsset(assets, kind, entry));
  }

  async getAsset(kind: AssetKind, name: string): Promise<Asset | undefined> {
    const assets = await this.#store.readAssets();
    if (kind === "connection-type") {
      return findConnectionType(this.root, assets, name);
    }
    const entry = assets.entry(kind, name);
    return entry && readAsset(assets, kind, entry);
  }

  async assetNames(kind: ReadableAssetKind): Promise<readonly string[]> {
    const assets = await this.#store.readAssets();
    return [...assets.entries(kind).values()].map((entry) => entry.name);
  }

  async reveal(kind: ReadableAssetKind, name: string): Promise<RevealedAsset | undefined> {
    const assets = await this.#store.readAssets();
    const entry = assets.entry(kind, name);
    if (!entry) {
      return undefined;
    }
    const account = await this.#store.readAccount();
    return revealAsset(assets, kind, entry, (value) => this.#vault.open(account, assets, value));
  }

  async secretTexts(): Promise<readonly string[]> {
    const assets = await this.#store.readAssets();
    const account = await this.#store.readAccount();
    const texts = new Set<string>();
    const lostKeys = new Set<string>();
    for (const value of assets.sealedValues()) {
      if (lostKeys.has(value.sealed.keyId)) {
        continue;
      }
      try {
        addTexts(await this.#vault.open(account, assets, value), texts);
      } catch (error) {
        // A value that cannot be opened cannot be shown by a job either. Without its key, no other one needs a try.
        if (!(error instanceof AutomationError) || error.code !== "damaged-file") {
          lostKeys.add(value.sealed.keyId);
        }
      }
    }
    return [...texts];
  }

  async setVariable(name: string, value: Json): Promise<boolean> {
    return this.#write(async (writer) => {
      const isThere = writer.draft.document.entry("variable", name) !== undefined;
      if (isThere) {
        await putVariable(writer, name, { value });
      }
      return isThere;
    });
  }

  async findRunbook(name: string): Promise<string | undefined> {
    const runbooks = await this.#runbooks();
    return runbooks.find((runbook) => runbook.name.toLowerCase() === name.toLowerCase())?.path;
  }

  async runbookNames(): Promise<readonly string[]> {
    return (await this.#runbooks()).map((runbook) => runbook.name);
  }

  /** The runtime that account.json gives a runbook; undefined: the default of its language. */
  async runtimeOf(runbookName: string): Promise<RuntimeId | undefined> {
    return (await this.#store.readAccount()).runtimes.get(runbookName.toLowerCase());
  }

  /** Creates a variable or changes what the input names. Errors: invalid-asset, key-missing, key-wrong, permission-denied, damaged-file. */
  async saveVariable(name: string, input: VariableInput): Promise<void> {
    await this.#write((writer) => putVariable(writer, name, input));
  }

  /** Creates a credential or changes what the input names. Errors as saveVariable. */
  async saveCredential(name: string, input: CredentialInput): Promise<void> {
    await this.#write((writer) => putCredential(writer, name, input));
  }

  /** Creates a connection or changes the named fields, checked against its type. Errors as saveVariable. */
  async saveConnection(name: string, input: ConnectionInput): Promise<void> {
    await this.#write((writer) => putConnection(writer, name, input, this.#typeOf(writer)));
  }

  /** Creates or replaces a certificate, or changes what the input names. Errors as saveVariable. */
  async saveCertificate(name: string, input: CertificateInput): Promise<void> {
    const certificate = input.file && (await readCertificateFile(input.file, input.password));
    await this.#write((writer) => putCertificate(writer, name, certificate, input));
  }

  /** Takes the connection type of a metadata file (its bytes) into the account; answers its name. Errors as saveVariable. */
  async saveConnectionType(bytes: Uint8Array, path: string): Promise<string> {
    const type = requireModuleMetadata(bytes, path);
    await this.#write((writer) => {
      putConnectionType(writer.draft, type);
      return Promise.resolve();
    });
    return type.name;
  }

  /** Errors: asset-not-found with the nearest names, invalid-asset for a connection type that is not the account's own. */
  async removeAsset(kind: AssetKind, name: string): Promise<void> {
    await this.#write(async ({ draft }) => {
      const entry = draft.document.entry(kind, name);
      if (!entry) {
        throw await this.#notRemovable(draft, kind, name);
      }
      draft.remove(kind, entry);
    });
  }

  /** What to change in assets.json for another name; nothing is written. Errors: invalid-asset, asset-exists, key-missing, key-wrong. */
  async planRename(kind: ReadableAssetKind, oldName: string, newName: string): Promise<AssetRename> {
    const account = await this.#store.readAccount();
    return planAssetRename(account, await this.#store.readAssets(), this.#vault, kind, oldName, newName);
  }

  /** Takes over the assets of older tools' files: see importInto. */
  async importAssets(source: ImportSource, options: ImportOptions = {}): Promise<ImportReport> {
    if (options.previewOnly) {
      const { accountId } = await this.details();
      const draft = new AssetsDraft(await this.#store.readAssets());
      const writer = { draft, sealer: () => Promise.resolve(sealerWith(createSealingKey(), accountId)) };
      return importInto(writer, source, options, this.#typeOf(writer));
    }
    return this.#write((writer) => importInto(writer, source, options, this.#typeOf(writer)));
  }

  /** Seals every value with a new key, all or nothing. Errors: key-missing, key-wrong, damaged-file: then nothing changed. */
  async rotateKey(): Promise<void> {
    await this.#store.update((transaction) => rotateKey(transaction, this.#vault));
  }

  /** The account's key as text `<account id>=<base64>`, for a colleague or RUNBOOK_WORKBENCH_KEY. Errors: key-missing, key-wrong. */
  async exportKey(): Promise<string> {
    return exportKey(await this.#store.readAccount(), await this.#store.readAssets(), this.#vault);
  }

  /** Keeps a key that exportKey gave. Errors: key-wrong when it is not this account's. */
  async importKey(text: string): Promise<void> {
    await this.#store.update((transaction) => importKey(transaction, this.#vault, text));
  }

  /** Moves the account's keys to the other place and notes it in account.json. Errors: key-missing. */
  async moveKey(to: KeyStorage): Promise<void> {
    const leave = await this.#store.update((transaction) => moveKey(transaction, this.#vault, to));
    await leave();
  }

  async #runbooks() {
    return findRunbooks(this.root, (await this.#store.readAccount()).runbookFolders);
  }

  #typeOf({ draft }: AssetWriter): (name: string) => Promise<ConnectionTypeAsset> {
    return (name) => requireConnectionType(this.root, draft.document, name);
  }

  async #write<T>(work: (writer: AssetWriter) => Promise<T>): Promise<T> {
    return this.#store.update(async (transaction) => {
      const draft = new AssetsDraft(transaction.assets);
      const result = await work({ draft, sealer: () => this.#vault.sealer(transaction) });
      if (draft.isChanged) {
        transaction.writeAssets(draft.text());
      }
      return result;
    });
  }

  async #notRemovable({ document }: AssetsDraft, kind: AssetKind, name: string): Promise<AutomationError> {
    const type = kind === "connection-type" ? await findConnectionType(this.root, document, name) : undefined;
    if (type) {
      const where = type.source === "built-in" ? "built in" : `defined by "${type.path ?? ""}"`;
      return new AutomationError("invalid-asset", `The connection type "${type.name}" is ${where}.`, {
        hint: type.source === "built-in" ? "It cannot be removed." : "Delete that file to remove the type.",
      });
    }
    const names = [...document.entries(kind).values()].map((entry) => entry.name);
    const near = nearestNames(name, names).map((known) => `"${known}"`);
    return new AutomationError("asset-not-found", `There is no ${kind} "${name}".`, {
      ...(near.length > 0 ? { hint: `Did you mean ${near.join(", ")}?` } : {}),
    });
  }
}

/** BrowsableAccount.id of the local account in a folder. */
export function localAccountId(root: string): string {
  return `local:${root}`;
}

/** A secret as a runbook would print it and, where it has parts, each text in it: a runbook may print one part only. */
function addTexts(value: Json, texts: Set<string>): void {
  if (value !== null && value !== "") {
    texts.add(typeof value === "object" ? JSON.stringify(value) : String(value));
    addInnerTexts(value, texts);
  }
}

function addInnerTexts(value: Json, texts: Set<string>): void {
  if (typeof value === "string" && value !== "") {
    texts.add(value);
  } else if (typeof value === "object" && value !== null) {
    for (const item of Object.values<Json>(value)) {
      addInnerTexts(item, texts);
    }
  }
}
