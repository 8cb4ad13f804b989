/**
 * Reads the files of two older tools: LocalAssets.json and SecureLocalAssets.json of the PowerShell ISE add-on, and the emulated-assets
 * file of Python (specs/assets-and-jobs.md 4.2, 4.3). They share one shape: lists of objects by kind.
 */
import { AutomationError } from "../../core/errors";
import { isJsonObject, type Json, type JsonObject } from "../../core/json";
import { jsonOf, parseJsonc } from "./jsonc-text";

export type LegacyAsset =
  | { readonly kind: "variable"; readonly name: string; readonly value: Json; readonly isEncrypted: boolean }
  | { readonly kind: "credential"; readonly name: string; readonly userName: string; readonly password: string }
  | { readonly kind: "connection"; readonly name: string; readonly type: string; readonly fields: JsonObject }
  /** Python's: a PFX file beside the JSON file. */
  | { readonly kind: "certificate"; readonly name: string; readonly path: string; readonly password: string };

export interface SkippedAsset {
  readonly kind: string;
  readonly name: string;
  readonly reason: string;
}

export interface LegacyAssets {
  readonly assets: readonly LegacyAsset[];
  readonly skipped: readonly SkippedAsset[];
}

/** `isSecure`: the file is SecureLocalAssets.json, whose variables are encrypted ones. Errors: damaged-file, invalid-asset. */
export function readLegacyAssets(bytes: Uint8Array, path: string, isSecure: boolean): LegacyAssets {
  const root = jsonOf(parseJsonc(bytes, path).root) as JsonObject;
  const assets: LegacyAsset[] = [];
  const skipped: SkippedAsset[] = [];
  let isKnown = false;
  for (const [section, list] of Object.entries(root)) {
    const read = readers.get(section.toLowerCase());
    if (!read || !Array.isArray(list)) {
      continue;
    }
    isKnown = true;
    for (const item of list as readonly Json[]) {
      const name = isJsonObject(item) ? property(item, "Name") : undefined;
      if (!isJsonObject(item) || typeof name !== "string") {
        skipped.push({ kind: section, name: "", reason: "It has no name." });
        continue;
      }
      const asset = read(name, item, isSecure);
      if ("reason" in asset) {
        skipped.push(asset);
      } else {
        assets.push(asset);
      }
    }
  }
  if (!isKnown) {
    throw new AutomationError(
      "invalid-asset",
      `"${path}" holds no assets of the ISE add-on or of Python's emulated assets.`,
      {
        hint: "It must have lists named Variable, Credential, PSCredential, Connection or Certificate.",
      },
    );
  }
  return { assets, skipped };
}

type Reader = (name: string, item: JsonObject, isSecure: boolean) => LegacyAsset | SkippedAsset;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["variable", readVariable],
  ["pscredential", readCredential],
  ["credential", readCredential],
  ["connection", readConnection],
  ["certificate", readCertificate],
]);

function readVariable(name: string, item: JsonObject, isSecure: boolean): LegacyAsset | SkippedAsset {
  const value = property(item, "Value") ?? null;
  return isSecure && looksEncrypted(value)
    ? encrypted("variable", name)
    : { kind: "variable", name, value, isEncrypted: isSecure };
}

function readCredential(name: string, item: JsonObject): LegacyAsset | SkippedAsset {
  const userName = property(item, "Username");
  const password = property(item, "Password");
  if (typeof userName !== "string" || userName === "") {
    return { kind: "credential", name, reason: "It has no user name." };
  }
  if (typeof password !== "string") {
    return { kind: "credential", name, reason: "It has no password." };
  }
  return looksEncrypted(password) ? encrypted("credential", name) : { kind: "credential", name, userName, password };
}

function readConnection(name: string, item: JsonObject): LegacyAsset | SkippedAsset {
  const fields = property(item, "ValueFields");
  const type = property(item, "ConnectionType");
  if (!isJsonObject(fields)) {
    return { kind: "connection", name, reason: "It has no fields." };
  }
  if (typeof type !== "string" || type === "") {
    return { kind: "connection", name, reason: "It does not say its connection type." };
  }
  return Object.values(fields).some(looksEncrypted)
    ? encrypted("connection", name)
    : { kind: "connection", name, type, fields };
}

function readCertificate(name: string, item: JsonObject): LegacyAsset | SkippedAsset {
  const path = property(item, "CertPath");
  const password = property(item, "Password");
  return typeof path === "string" && path !== ""
    ? { kind: "certificate", name, path, password: typeof password === "string" ? password : "" }
    : {
        kind: "certificate",
        name,
        reason:
          "The file names only a thumbprint. Export the certificate from the Windows store and set it from its .pfx file.",
      };
}

/**
 * The ISE add-on can encrypt values with a certificate of the Windows store (RSA, base64): the text is exactly as long as an RSA key.
 */
function looksEncrypted(value: Json): boolean {
  if (typeof value !== "string" || !/^[A-Za-z0-9+/]{171,}={0,2}$/.test(value)) {
    return false;
  }
  return [128, 256, 384, 512].includes(Buffer.from(value, "base64").length) && value.length % 4 === 0;
}

function encrypted(kind: string, name: string): SkippedAsset {
  return {
    kind,
    name,
    reason:
      "Its value seems encrypted with the ISE add-on's certificate, which only that Windows user can open. Set it by hand.",
  };
}

function property(item: JsonObject, name: string): Json | undefined {
  const key = Object.keys(item).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : item[key];
}
