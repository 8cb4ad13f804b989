import type { Json } from "./json";

/** The kinds of shared assets, in the words of the command line. */
export const assetKinds = ["variable", "credential", "connection", "certificate", "connection-type"] as const;
export type AssetKind = (typeof assetKinds)[number];

/** The kinds that a runbook can read. */
export const readableAssetKinds = ["variable", "credential", "connection", "certificate"] as const;
export type ReadableAssetKind = (typeof readableAssetKinds)[number];

interface AssetBase {
  readonly name: string;
  /** "" when there is none. */
  readonly description: string;
  /** Whether the asset, or a part of it, is sealed. */
  readonly isEncrypted: boolean;
}

export interface Variable extends AssetBase {
  readonly kind: "variable";
  /** null for a sealed value: presence shows in isEncrypted. */
  readonly value: Json;
}

export interface Credential extends AssetBase {
  readonly kind: "credential";
  readonly userName: string;
}

export interface ConnectionFieldValue {
  /** null for a sealed field. */
  readonly value: Json;
  readonly isEncrypted: boolean;
}

export interface Connection extends AssetBase {
  readonly kind: "connection";
  readonly connectionType: string;
  readonly fields: Readonly<Record<string, ConnectionFieldValue>>;
}

export interface Certificate extends AssetBase {
  readonly kind: "certificate";
  /** SHA-1 of the certificate, upper-case hexadecimal. */
  readonly thumbprint: string;
  /** ISO 8601, UTC */
  readonly expiryTime: string;
  /** Whether a runbook may export the private key; false for a certificate without one. */
  readonly isExportable: boolean;
  readonly hasPrivateKey: boolean;
}

export interface ConnectionTypeAsset extends AssetBase {
  readonly kind: "connection-type";
  readonly source: "built-in" | "account" | "module";
  /** The integration module that brings the type; "" for built-in ones. */
  readonly moduleName: string;
  /** Where the type is defined; undefined for built-in ones. */
  readonly path: string | undefined;
  readonly fields: readonly ConnectionField[];
}

export type Asset = Variable | Credential | Connection | Certificate | ConnectionTypeAsset;

/**
 * The field types that integration modules use: 81 of 81 fields of real metadata files (specs/runbook-analysis.md 4.1).
 * Others are kept as given and treated as text.
 */
export type ConnectionFieldType = "System.String" | "System.Int32" | "System.Boolean";

export interface ConnectionField {
  readonly name: string;
  /** Usually a ConnectionFieldType; any text that a metadata file gives is kept. */
  readonly typeName: string;
  readonly isEncrypted: boolean;
  readonly isOptional: boolean;
}

/** An asset with its secrets in clear: exists in memory only, for the job that asked. */
export type RevealedAsset = RevealedVariable | RevealedCredential | RevealedConnection | RevealedCertificate;

export interface RevealedVariable {
  readonly kind: "variable";
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly value: Json;
}

export interface RevealedCredential {
  readonly kind: "credential";
  readonly name: string;
  readonly userName: string;
  readonly password: string;
}

export interface RevealedConnection {
  readonly kind: "connection";
  readonly name: string;
  readonly connectionType: string;
  readonly fields: Readonly<Record<string, Json>>;
  /** Names of the fields that are sealed in the account. */
  readonly encryptedFields: readonly string[];
}

export interface RevealedCertificate {
  readonly kind: "certificate";
  readonly name: string;
  readonly thumbprint: string;
  readonly isExportable: boolean;
  /**
   * Base64. With a private key a PKCS#12 without a password (what Python's get_automation_certificate returns and .NET opens),
   * without one the DER certificate.
   */
  readonly content: string;
  readonly hasPrivateKey: boolean;
}

/** Compares names of assets, runbooks, schedules as the service does: without case. */
export function isSameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
