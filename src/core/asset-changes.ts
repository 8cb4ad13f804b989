/** Creating, changing and deleting assets: the same words for the local account and one in Azure. */
import type { Asset, AssetKind, ConnectionField } from "./asset";
import type { Json } from "./json";

/** What is undefined stays as it is; for a new asset it is the usual: no description, not encrypted. */
export interface VariableInput {
  /** Needed for a new variable. */
  readonly value?: Json;
  /** Only for a new variable: it is fixed for the variable's life (specs/assets-and-jobs.md 4.1). */
  readonly isEncrypted?: boolean;
  readonly description?: string;
}

export interface CredentialInput {
  /** Needed for a new credential. */
  readonly userName?: string;
  /** Needed for a new credential. */
  readonly password?: string;
  readonly description?: string;
}

export interface ConnectionInput {
  /** Needed for a new connection; cannot change. */
  readonly type?: string;
  /** Typed values; null takes an optional field away. Fields that are not named stay. */
  readonly fields?: Readonly<Record<string, Json>>;
  readonly description?: string;
}

export interface CertificateInput {
  /** Bytes of a .pfx, .p12, .cer or .pem file. Needed for a new certificate. */
  readonly file?: Uint8Array;
  readonly password?: string;
  readonly isExportable?: boolean;
  readonly description?: string;
}

export interface ConnectionTypeInput {
  readonly fields: readonly ConnectionField[];
  /** The integration module that the type comes with; "" when it is not known. */
  readonly moduleName: string;
}

/** One asset to save, by kind. */
export type AssetInput =
  | { readonly kind: "variable"; readonly input: VariableInput }
  | { readonly kind: "credential"; readonly input: CredentialInput }
  | { readonly kind: "connection"; readonly input: ConnectionInput }
  | { readonly kind: "certificate"; readonly input: CertificateInput }
  | { readonly kind: "connection-type"; readonly input: ConnectionTypeInput };

/** Nothing is overwritten by creating, and nothing is created by changing. */
export interface AssetChanges {
  /** Errors: asset-exists, invalid-asset, and those of the account (key-missing, permission-denied, not-signed-in, ...). */
  create(name: string, asset: AssetInput, signal?: AbortSignal): Promise<Asset>;
  /** Changes what the input names. Errors as create, asset-not-found. A connection type cannot be changed: invalid-asset. */
  update(name: string, asset: AssetInput, signal?: AbortSignal): Promise<Asset>;
  /** Errors: asset-not-found; invalid-asset for what cannot be deleted (a built-in or a module's connection type). */
  delete(kind: AssetKind, name: string, signal?: AbortSignal): Promise<void>;
}
