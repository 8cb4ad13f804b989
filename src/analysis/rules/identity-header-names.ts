/** The headers that the identity endpoint looks at, and the edit that adds the absent ones. */
import type { FindingFix } from "../../core/finding";
import type { IdentityRequest } from "./identity-requests";

/** Names in lower case. `secret` is what the preview of the endpoint called it (specs/identity-endpoint.md 1). */
export function hasSecretHeader(headers: readonly string[]): boolean {
  return headers.includes("x-identity-header") || headers.includes("secret");
}

export function hasMetadataHeader(headers: readonly string[]): boolean {
  return headers.includes("metadata");
}

/** Adds what is absent; undefined where the text shows no place for it. */
export function addHeadersFix({
  headerTable,
  headers = [],
  command,
  hasHeaders,
}: IdentityRequest): FindingFix | undefined {
  const absent: (readonly [name: string, value: string])[] = [];
  if (!hasSecretHeader(headers)) {
    absent.push(["X-IDENTITY-HEADER", "$env:IDENTITY_HEADER"]);
  }
  if (!hasMetadataHeader(headers)) {
    absent.push(["Metadata", "'True'"]);
  }
  const title = `Add ${absent.map(([name]) => name).join(" and ")}`;
  const entries = absent.map(([name, value]) => `'${name}' = ${value}`).join("; ");
  if (headerTable !== undefined) {
    const at = headerTable.start + 2;
    return { title, edits: [{ start: at, end: at, text: ` ${entries};` }], isSafeForAll: true };
  }
  return hasHeaders
    ? undefined
    : {
        title,
        edits: [{ start: command.end, end: command.end, text: ` -Headers @{ ${entries} }` }],
        isSafeForAll: true,
      };
}
