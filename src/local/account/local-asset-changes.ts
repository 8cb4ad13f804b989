/** Creating, changing and deleting assets of the local account by the port that Azure's accounts share: nothing is overwritten unasked. */
import type { Asset, AssetKind, ConnectionTypeAsset } from "../../core/asset";
import type { AssetChanges, AssetInput } from "../../core/asset-changes";
import { AutomationError } from "../../core/errors";
import { nearestNames } from "../../core/nearest-names";
import {
  putCertificate,
  putConnection,
  putConnectionType,
  putCredential,
  putVariable,
  type AssetWriter,
} from "./asset-writer";
import { readCertificateFile, type CertificateContent } from "./certificate-file";

/** What the changes need of the account; `write` holds the account's lock while `work` runs. */
export interface ChangeableAccount {
  write<T>(work: (writer: AssetWriter) => Promise<T>): Promise<T>;
  typeOf(writer: AssetWriter): (name: string) => Promise<ConnectionTypeAsset>;
  getAsset(kind: AssetKind, name: string): Promise<Asset | undefined>;
  removeAsset(kind: AssetKind, name: string): Promise<void>;
}

export class LocalAssetChanges implements AssetChanges {
  readonly #account: ChangeableAccount;

  constructor(account: ChangeableAccount) {
    this.#account = account;
  }

  async create(name: string, asset: AssetInput): Promise<Asset> {
    return this.#put(name, asset, (writer) => {
      const entry = writer.draft.document.entry(asset.kind, name);
      if (entry) {
        throw new AutomationError("asset-exists", `There is already a ${asset.kind} "${entry.name}".`, {
          hint: "Choose another name, or change the existing one.",
        });
      }
    });
  }

  async update(name: string, asset: AssetInput): Promise<Asset> {
    if (asset.kind === "connection-type") {
      throw new AutomationError("invalid-asset", `The connection type "${name}" cannot be changed.`, {
        hint: "Delete it and create it anew, or change the metadata file of its module.",
      });
    }
    return this.#put(name, asset, ({ draft }) => {
      if (!draft.document.entry(asset.kind, name)) {
        const names = [...draft.document.entries(asset.kind).values()].map((entry) => entry.name);
        const near = nearestNames(name, names).map((known) => `"${known}"`);
        throw new AutomationError("asset-not-found", `There is no ${asset.kind} "${name}".`, {
          ...(near.length > 0 ? { hint: `Did you mean ${near.join(", ")}?` } : {}),
        });
      }
    });
  }

  delete(kind: AssetKind, name: string): Promise<void> {
    return this.#account.removeAsset(kind, name);
  }

  /** `check` runs under the account's lock, so that no other writer comes between. */
  async #put(name: string, asset: AssetInput, check: (writer: AssetWriter) => void): Promise<Asset> {
    // Opening a PKCS#12 takes a while: not under the lock.
    const certificate =
      asset.kind === "certificate" && asset.input.file !== undefined
        ? await readCertificateFile(asset.input.file, asset.input.password)
        : undefined;
    await this.#account.write(async (writer) => {
      check(writer);
      await put(writer, name, asset, certificate, this.#account.typeOf(writer));
    });
    const saved = await this.#account.getAsset(asset.kind, name);
    if (!saved) {
      throw new AutomationError("asset-not-found", `The ${asset.kind} "${name}" was removed right after it was saved.`);
    }
    return saved;
  }
}

async function put(
  writer: AssetWriter,
  name: string,
  asset: AssetInput,
  certificate: CertificateContent | undefined,
  typeOf: (name: string) => Promise<ConnectionTypeAsset>,
): Promise<void> {
  switch (asset.kind) {
    case "variable":
      return putVariable(writer, name, asset.input);
    case "credential":
      return putCredential(writer, name, asset.input);
    case "connection":
      return putConnection(writer, name, asset.input, typeOf);
    case "certificate":
      return putCertificate(writer, name, certificate, asset.input);
    case "connection-type":
      putConnectionType(writer.draft, {
        ...asset.input,
        kind: "connection-type",
        name,
        description: "",
        isEncrypted: false,
        source: "account",
        path: undefined,
      });
  }
}
