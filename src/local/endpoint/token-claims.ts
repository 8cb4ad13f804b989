/** Reads the claims of a token without checking it: who it belongs to and when it ends. */
import { isJsonObject } from "../../core/json";

/** The claims; undefined for a text that is no JWT (some services get opaque tokens). */
export function readClaims(token: string): Readonly<Record<string, unknown>> | undefined {
  const payload = token.split(".")[1];
  if (payload === undefined) {
    return undefined;
  }
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    return isJsonObject(claims) ? claims : undefined;
  } catch {
    return undefined;
  }
}
