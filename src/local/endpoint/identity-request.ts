/** Reads the parameters of a token request from its query and form, as the clients of specs/identity-endpoint.md 3.2 write them. */
import type { Refusal } from "./request-guard";

/** What a token request asks for. */
export interface IdentityParameters {
  /** Distinct values, verbatim; a good request has one. */
  readonly resources: readonly string[];
  readonly apiVersion: string | undefined;
  readonly selectors: readonly IdentitySelector[];
}

/** One way to name an identity. Several names of the same kind and value count once. */
export interface IdentitySelector {
  readonly kind: "client-id" | "object-id" | "resource-id";
  readonly value: string;
}

const selectorKinds = new Map<string, IdentitySelector["kind"]>([
  ["client_id", "client-id"],
  ["clientid", "client-id"],
  ["object_id", "object-id"],
  ["principal_id", "object-id"],
  ["mi_res_id", "resource-id"],
  ["msi_res_id", "resource-id"],
]);

/** Query and form together. Names without case; an empty value counts as absent; unknown names are ignored (spec 2.2). */
export function parseParameters(query: string, form: string): IdentityParameters {
  const resources = new Set<string>();
  const selectors = new Map<string, IdentitySelector>();
  let apiVersion: string | undefined;
  for (const text of [query, form]) {
    for (const [rawName, value] of new URLSearchParams(text)) {
      const name = rawName.toLowerCase();
      const kind = selectorKinds.get(name);
      if (value === "") {
        continue;
      }
      if (name === "resource") {
        resources.add(value);
      } else if (name === "api-version") {
        apiVersion = value;
      } else if (kind) {
        selectors.set(`${kind} ${value.toLowerCase()}`, { kind, value });
      }
    }
  }
  return { resources: [...resources], apiVersion, selectors: [...selectors.values()] };
}

/** Whether a POST body may be read as a form; undefined: yes. A body that is empty needs no type. */
export function checkFormType(contentType: string | undefined, bodyLength: number): Refusal | undefined {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-www-form-urlencoded" || (type === undefined && bodyLength === 0)) {
    return undefined;
  }
  return {
    status: 415,
    code: "unsupported_media_type",
    message: "Content Type for the Post request must be 'application/x-www-form-urlencoded'.",
  };
}
