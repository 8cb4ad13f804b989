/** Seals one value so that it can stand in a shared file: AES-256-GCM, bound to the account and to the place of the value. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { AssetKind } from "../../core/asset";
import { AutomationError } from "../../core/errors";
import type { Json } from "../../core/json";

const version = "v1";
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** A key and its fingerprint, which stands in account.json and in every sealed text. */
export interface SealingKey {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Where a sealed value belongs; part of what is authenticated, so a value cannot be moved to another place. */
export interface SealedPlace {
  readonly accountId: string;
  readonly kind: AssetKind;
  readonly name: string;
  /** `value`, `password`, `content` or the name of a connection field. */
  readonly field: string;
}

export function createSealingKey(): SealingKey {
  return sealingKeyOf(randomBytes(keyBytes));
}

/** A key from its base64 or base64url text; undefined when the text is not 32 bytes in that form. */
export function parseSealingKey(text: string): SealingKey | undefined {
  const trimmed = text.trim();
  const bytes = /^[\w+/-]{43}=?$/.test(trimmed) ? Buffer.from(trimmed, "base64") : undefined;
  return bytes?.length === keyBytes ? sealingKeyOf(bytes) : undefined;
}

export function sealingKeyText(key: SealingKey): string {
  return key.bytes.toString("base64");
}

/** `v1:<key id>:<base64url of nonce, ciphertext, tag>`; inside is JSON, so typed values survive. */
export function seal(key: SealingKey, place: SealedPlace, value: Json): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key.bytes, nonce, { authTagLength: tagBytes });
  cipher.setAAD(associatedData(place));
  const sealed = Buffer.concat([
    nonce,
    cipher.update(JSON.stringify(value), "utf8"),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return `${version}:${key.id}:${sealed.toString("base64url")}`;
}

export interface SealedText {
  readonly keyId: string;
  readonly payload: string;
}

/** Takes a sealed text apart; "newer": a format this version does not know; undefined: not a sealed text. */
export function parseSealed(text: string): SealedText | "newer" | undefined {
  const match = /^(v\d+):([0-9a-f]{12}):([\w-]{38,})$/.exec(text);
  if (match?.[1] === version) {
    return { keyId: match[2] ?? "", payload: match[3] ?? "" };
  }
  return /^v[1-9]\d*:/.test(text) && !text.startsWith(`${version}:`) ? "newer" : undefined;
}

/** Errors: damaged-file when the value was changed, cut, or moved from another place or account. The caller adds where it stands. */
export function open(key: SealingKey, place: SealedPlace, sealed: SealedText): Json {
  const bytes = Buffer.from(sealed.payload, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key.bytes, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(associatedData(place));
    decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
    const text = Buffer.concat([
      decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes)),
      decipher.final(),
    ]);
    return JSON.parse(text.toString("utf8")) as Json;
  } catch (cause) {
    throw new AutomationError("damaged-file", describeUnopenable(place), { cause });
  }
}

function describeUnopenable(place: SealedPlace): string {
  const what = place.field === "value" || place.field === "content" ? "" : `, field "${place.field}",`;
  return (
    `The sealed value of the ${place.kind} "${place.name}"${what} does not belong there: ` +
    "it was changed, or moved or copied from another asset or account"
  );
}

function sealingKeyOf(bytes: Buffer): SealingKey {
  const hash = createHash("sha256").update("runbook-workbench sealing key v1\0").update(bytes);
  return { id: hash.digest("hex").slice(0, 12), bytes };
}

/** JSON of a list: no two places give the same bytes. */
function associatedData(place: SealedPlace): Buffer {
  const parts = [
    version,
    place.accountId.toLowerCase(),
    place.kind,
    place.name.toLowerCase(),
    place.field.toLowerCase(),
  ];
  return Buffer.from(JSON.stringify(["runbook-workbench", ...parts]), "utf8");
}
