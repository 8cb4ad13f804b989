/** What the editor knows of the account that a runbook belongs to: names and plain values, never a secret. */
import {
  isSameName,
  type Asset,
  type AssetKind,
  type ConnectionField,
  type ConnectionTypeAsset,
} from "../../core/asset";
import { builtInConnectionTypes } from "../../core/connection-type";
import type { AssetCall } from "../asset-call";

export interface KnownAccount {
  readonly name: string;
  /** All kinds, connection types included. */
  readonly assets: readonly Asset[];
  readonly runbookNames: readonly string[];
}

/** Names of connections that the service made for Run As accounts; their types are built in (docs: automation-security-overview). */
const runAsTypes: Readonly<Record<string, string>> = {
  azurerunasconnection: "AzureServicePrincipal",
  azureclassicrunasconnection: "AzureClassicCertificate",
};

export function assetsOf<K extends AssetKind>(
  account: KnownAccount | undefined,
  kind: K,
): readonly Extract<Asset, { kind: K }>[] {
  return (account?.assets ?? []).filter((asset): asset is Extract<Asset, { kind: K }> => asset.kind === kind);
}

export function findAsset<K extends AssetKind>(
  account: KnownAccount | undefined,
  kind: K,
  name: string | undefined,
): Extract<Asset, { kind: K }> | undefined {
  return name === undefined ? undefined : assetsOf(account, kind).find((asset) => isSameName(asset.name, name));
}

/** The type of the connection that a call reads: by the account, else by the name of a Run As connection. */
export function typeOfConnection(
  account: KnownAccount | undefined,
  name: string | undefined,
): ConnectionTypeAsset | undefined {
  const typeName = findAsset(account, "connection", name)?.connectionType ?? runAsTypes[name?.toLowerCase() ?? ""];
  if (typeName === undefined) {
    return undefined;
  }
  return (
    findAsset(account, "connection-type", typeName) ??
    builtInConnectionTypes.find((type) => isSameName(type.name, typeName))
  );
}

/** Something that can be read of an asset: a connection's field, a key of a Python credential, a property of an object. */
export interface ReadableMember {
  readonly name: string;
  /** Type for a person. */
  readonly type: string;
  readonly note: string;
  /** What is inserted where it differs from the name. */
  readonly insert?: string;
}

/** What can be read of a call's result, best known first; empty where nothing is known. */
export function membersOf(
  call: Pick<AssetCall, "kind" | "name">,
  language: "powershell" | "python",
  account: KnownAccount | undefined,
): readonly ReadableMember[] {
  switch (call.kind) {
    case "connection":
      return (typeOfConnection(account, call.name)?.fields ?? []).map(fieldMember);
    case "credential":
      return language === "python" ? pythonCredential : powershellCredential;
    case "certificate":
      return language === "python" ? [] : powershellCertificate;
    case "variable":
      return [];
  }
}

export function fieldMember(field: ConnectionField): ReadableMember {
  const notes = [field.isEncrypted ? "encrypted" : "", field.isOptional ? "optional" : ""].filter(
    (note) => note !== "",
  );
  return { name: field.name, type: field.typeName, note: notes.join(", ") };
}

/** specs/assets-and-jobs.md 4.2 */
const pythonCredential: readonly ReadableMember[] = [
  { name: "username", type: "str", note: "" },
  { name: "password", type: "str", note: "secret" },
];

/** System.Management.Automation.PSCredential */
const powershellCredential: readonly ReadableMember[] = [
  { name: "UserName", type: "string", note: "" },
  { name: "Password", type: "securestring", note: "secret" },
  {
    name: "GetNetworkCredential",
    type: "NetworkCredential",
    note: "secret in clear",
    insert: "GetNetworkCredential()",
  },
];

/** System.Security.Cryptography.X509Certificates.X509Certificate2, what runbooks read of it. */
const powershellCertificate: readonly ReadableMember[] = [
  { name: "Thumbprint", type: "string", note: "" },
  { name: "Subject", type: "string", note: "" },
  { name: "Issuer", type: "string", note: "" },
  { name: "NotBefore", type: "datetime", note: "" },
  { name: "NotAfter", type: "datetime", note: "" },
  { name: "HasPrivateKey", type: "bool", note: "" },
];
