/** Reads the WWW-Authenticate header of a 401: the claims that a new token must have (continuous access evaluation, MFA). */

/** The claims of a challenge as JSON text; undefined when it asks for none. */
export function claimsOf(header: string | undefined): string | undefined {
  // Azure sends them in base64: Bearer ..., error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOns..."
  const value = /\bclaims="([^"]+)"/i.exec(header ?? "")?.[1];
  if (value === undefined) {
    return undefined;
  }
  const text = value.startsWith("{") ? value : Buffer.from(value, "base64").toString("utf8");
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}
