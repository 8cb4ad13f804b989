/** Decides what a token request gets: the rules of specs/identity-endpoint.md 2.3 #4-9 and 2.4, in their order, without any I/O. */
import type { Fidelity } from "../../core/identity";
import { normalizeId } from "../../core/identity-selection";
import type { AvailableIdentities, TokenSubject } from "./endpoint";
import type { IdentityParameters, IdentitySelector } from "./identity-request";
import { headerText, type Refusal, type RequestHead, type SecretCheck } from "./request-guard";
import { noIdentity } from "./scenarios";

export interface IdentityRules {
  readonly accountId: string;
  readonly identities: AvailableIdentities;
  readonly fidelity: Fidelity;
  /** Refuse requests that carry `Metadata` and no secret in cloud fidelity too. */
  readonly requireSecret: boolean;
  readonly legacyDates: boolean;
  readonly secret: SecretCheck;
}

/** How a request showed that it comes from the runbook. */
export type Authentication = "identity-header" | "secret-header" | "metadata";

export type AuthenticationResult =
  { readonly ok: true; readonly by: Authentication } | { readonly ok: false; readonly refusal: Refusal };

export type IdentityDecision =
  | {
      readonly kind: "token";
      readonly subject: TokenSubject;
      /** Verbatim, as asked. */
      readonly resource: string;
      /** `expires_on` as a date (spec 2.5). */
      readonly hasLegacyDate: boolean;
    }
  | { readonly kind: "refusal"; readonly refusal: Refusal };

/** Rules 5 to 9 of spec 2.3, for a request whose path is the endpoint's. */
export function authenticate(head: RequestHead, rules: IdentityRules): AuthenticationResult {
  if (head.method !== "GET" && head.method !== "POST") {
    return refuse(405, "method_not_allowed", "Only GET and POST are allowed.", { Allow: "GET, POST" });
  }
  const identityHeader = headerText(head.headers, "x-identity-header");
  if (identityHeader !== undefined) {
    return rules.secret.matches(identityHeader)
      ? { ok: true, by: "identity-header" }
      : refuse(401, "unauthorized_client", "The value of X-IDENTITY-HEADER does not match IDENTITY_HEADER.");
  }
  const secretHeader = headerText(head.headers, "secret");
  if (secretHeader !== undefined) {
    return rules.secret.matches(secretHeader)
      ? { ok: true, by: "secret-header" }
      : refuse(401, "unauthorized_client", "The value of the secret header does not match MSI_SECRET.");
  }
  if (headerText(head.headers, "metadata")?.toLowerCase() !== "true") {
    return refuse(400, "bad_request_102", "Required metadata header not specified");
  }
  return rules.fidelity === "hybrid" || rules.requireSecret
    ? refuse(400, "invalid_request", "The secret header is missing.")
    : { ok: true, by: "metadata" };
}

/** Which identity and resource an authenticated request gets a token for (spec 2.4, 2.6). */
export function decideToken(
  parameters: IdentityParameters,
  by: Authentication,
  rules: IdentityRules,
): IdentityDecision {
  const [resource, ...otherResources] = parameters.resources;
  if (resource === undefined || otherResources.length > 0) {
    return refuseToken("invalid_request", "The 'resource' parameter is required.");
  }
  const [selector, ...otherSelectors] = parameters.selectors;
  if (otherSelectors.length > 0) {
    return refuseToken("invalid_request", "client_id, object_id and mi_res_id are mutually exclusive.");
  }
  const { identities } = rules;
  if (!identities.system && identities.userAssigned.length === 0) {
    return { kind: "refusal", refusal: noIdentity(rules.accountId) };
  }
  if (selector && rules.fidelity === "hybrid") {
    return refuseToken(
      "invalid_request",
      "User assigned identity is currently not supported clientID must not be passed in request.",
    );
  }
  const subject = findSubject(selector, identities);
  if (!subject) {
    return refuseToken(
      "identity_not_found",
      selector ? "Managed User Identity not found!" : "Managed System Identity not found!",
    );
  }
  const hasLegacyDate = rules.legacyDates && by === "secret-header" && parameters.apiVersion === "2017-09-01";
  return { kind: "token", subject, resource, hasLegacyDate };
}

/** The log's name of an identity. */
export function subjectName(subject: TokenSubject): string {
  return subject.kind === "system" ? "system-assigned" : subject.name;
}

/** No selector means the system-assigned identity and never silently another one; its own ids may name it too. */
function findSubject(
  selector: IdentitySelector | undefined,
  { system, userAssigned }: AvailableIdentities,
): TokenSubject | undefined {
  if (system && (!selector || isNamed({ ...system, resourceId: undefined }, selector))) {
    return { kind: "system", ...system };
  }
  const found = selector && userAssigned.find((identity) => isNamed(identity, selector));
  return found && { kind: "user-assigned", ...found };
}

function isNamed(
  identity: { readonly clientId: string; readonly principalId: string; readonly resourceId: string | undefined },
  selector: IdentitySelector,
): boolean {
  const ids = {
    "client-id": identity.clientId,
    "object-id": identity.principalId,
    "resource-id": identity.resourceId,
  };
  const id = ids[selector.kind];
  return id !== undefined && normalizeId(id) === normalizeId(selector.value);
}

function refuse(
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): AuthenticationResult {
  return { ok: false, refusal: { status, code, message, ...(headers && { headers }) } };
}

function refuseToken(code: string, message: string): IdentityDecision {
  return { kind: "refusal", refusal: { status: 400, code, message } };
}
