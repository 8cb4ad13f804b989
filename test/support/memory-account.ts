/** An account in memory, for tests of what runs against an account. */
import type { AccountDetails, JobAccount } from "../../src/core/account";
import { isSameName, type ReadableAssetKind, type RevealedAsset } from "../../src/core/asset";
import type { ExtraClaims } from "../../src/core/identity";
import type { Json } from "../../src/core/json";
import { runbookNameOf } from "../../src/core/runbook";
import { buildAccount } from "./account-builder";

export class MemoryAccount implements JobAccount {
  readonly assets: RevealedAsset[];
  /** Paths of runbooks. */
  readonly runbooks: string[] = [];
  readonly #details: AccountDetails;
  /** Replaces secretTexts, for accounts that cannot be read. */
  secretError: Error | undefined;

  constructor(assets: readonly RevealedAsset[] = [], details: Partial<AccountDetails> = {}) {
    this.assets = [...assets];
    this.#details = buildAccount(details);
  }

  details(): Promise<AccountDetails> {
    return Promise.resolve(this.#details);
  }

  extraClaims(): Promise<ExtraClaims> {
    return Promise.resolve({});
  }

  reveal(kind: ReadableAssetKind, name: string): Promise<RevealedAsset | undefined> {
    return Promise.resolve(this.#find(kind, name));
  }

  assetNames(kind: ReadableAssetKind): Promise<readonly string[]> {
    return Promise.resolve(this.assets.filter((asset) => asset.kind === kind).map((asset) => asset.name));
  }

  setVariable(name: string, value: Json): Promise<boolean> {
    const old = this.#find("variable", name);
    if (old?.kind !== "variable") {
      return Promise.resolve(false);
    }
    this.assets.splice(this.assets.indexOf(old), 1, { ...old, value });
    return Promise.resolve(true);
  }

  secretTexts(): Promise<readonly string[]> {
    return this.secretError ? Promise.reject(this.secretError) : Promise.resolve(this.assets.flatMap(secretsOf));
  }

  findRunbook(name: string): Promise<string | undefined> {
    return Promise.resolve(this.runbooks.find((path) => isSameName(runbookNameOf(path), name)));
  }

  runbookNames(): Promise<readonly string[]> {
    return Promise.resolve(this.runbooks.map(runbookNameOf));
  }

  #find(kind: ReadableAssetKind, name: string): RevealedAsset | undefined {
    return this.assets.find((asset) => asset.kind === kind && isSameName(asset.name, name));
  }
}

function secretsOf(asset: RevealedAsset): readonly string[] {
  switch (asset.kind) {
    case "variable":
      return asset.isEncrypted ? [typeof asset.value === "string" ? asset.value : JSON.stringify(asset.value)] : [];
    case "credential":
      return [asset.password];
    case "connection":
      return asset.encryptedFields.map((name) => JSON.stringify(asset.fields[name]).replace(/^"|"$/g, ""));
    case "certificate":
      return [];
  }
}

/** One asset of each kind, with secrets that no other text holds. */
export const sampleAssets: readonly RevealedAsset[] = [
  { kind: "variable", name: "Region", isEncrypted: false, value: "westeurope" },
  { kind: "variable", name: "Settings", isEncrypted: false, value: { retries: 3, tags: ["a", "b"] } },
  { kind: "variable", name: "ApiKey", isEncrypted: true, value: "canary-variable-7f3a" },
  { kind: "credential", name: "Operator", userName: "contoso\\operator", password: "canary-password-91bc" },
  {
    kind: "connection",
    name: "Contoso",
    connectionType: "ContosoApi",
    fields: { Url: "https://contoso.example", Port: 8443, Secret: "canary-field-55d0" },
    encryptedFields: ["Secret"],
  },
  {
    kind: "certificate",
    name: "Signing",
    thumbprint: "0123456789ABCDEF0123456789ABCDEF01234567",
    isExportable: true,
    content: Buffer.from("not a real certificate").toString("base64"),
    hasPrivateKey: false,
  },
];
