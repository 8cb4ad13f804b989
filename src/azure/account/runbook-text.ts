/** The text of a runbook as Azure holds it, with what tells two texts apart. */
import { createHash } from "node:crypto";

export interface RunbookText {
  /** Byte for byte as it was stored, a byte order mark included. */
  readonly text: string;
  /** Of the text; the one stamp that says surely whether somebody changed it. */
  readonly hash: string;
  /** "" where Azure sends none. */
  readonly etag: string;
}

export function toRunbookText(text: string, etag: string): RunbookText {
  return { text, hash: hashOf(text), etag };
}

/** SHA-256, lower-case hexadecimal. */
export function hashOf(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
