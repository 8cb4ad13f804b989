/** What a run asks of its loopback endpoint and what it gets: the agreed types between the endpoint and those who start it. */
import type { AccountDetails } from "../../core/account";
import type {
  AccountIdentities,
  Fidelity,
  IdentityRequestEntry,
  SystemAssignedIdentity,
  UserAssignedIdentity,
} from "../../core/identity";
import type { JobServices } from "../../core/job-services";
import type { ScenarioName } from "./scenarios";

export { scenarioNames, scenarios, type ScenarioName } from "./scenarios";

/** Which identities the account of this run has, after the person's choice (core/identity-selection.ts). */
export type AvailableIdentities = AccountIdentities;

/** Who a token is for. */
export type TokenSubject =
  ({ readonly kind: "system" } & SystemAssignedIdentity) | ({ readonly kind: "user-assigned" } & UserAssignedIdentity);

export interface IssuedToken {
  readonly accessToken: string;
  /** Epoch seconds */
  readonly expiresOn: number;
  readonly notBefore: number;
  readonly clientId: string;
}

/** Where tokens come from: emulated (signed here, marked as fake) or developer (a person's real ones). */
export interface TokenSource {
  readonly kind: "emulated" | "developer";
  /**
   * Errors: an AutomationError becomes the endpoint's "Failed to get MSI token..." with its message as detail: status 403 for
   * permission-denied (clients do not repeat it), 500 for all others.
   */
  issue(subject: TokenSubject, resource: string, signal: AbortSignal): Promise<IssuedToken>;
  /** A token that is already over, for the scenario expired-token; absent where that cannot be had. */
  issueExpired?(subject: TokenSubject, resource: string, signal: AbortSignal): Promise<IssuedToken>;
}

export interface EndpointOptions {
  readonly account: AccountDetails;
  /** Guid of this run's sandbox; part of the path. */
  readonly sandboxId: string;
  readonly identities: AvailableIdentities;
  readonly fidelity: Fidelity;
  readonly scenario: ScenarioName | undefined;
  readonly tokenSource: TokenSource;
  /** Answers asset and child-job calls of the Python host and of processes the runbook starts; undefined: identity only. */
  readonly services: JobServices | undefined;
  /** 0 or undefined: a free port. Errors: port-unavailable. */
  readonly port?: number;
  /** false: `expires_on` is epoch seconds for clients of 2017 (header `secret`, api-version 2017-09-01) too. */
  readonly legacyDates?: boolean;
  /** true: a request without the secret is refused, as a hybrid worker does, even where the sandbox would take `Metadata`. */
  readonly requireSecret?: boolean;
  /** Once per answered identity request; status 0: the client gave up before there was an answer. */
  readonly onIdentityRequest?: (entry: IdentityRequestEntry) => void;
}

export interface Endpoint {
  /** `http://127.0.0.1:{port}/automationAccounts/{accountId}/sandboxes/{sandboxId}/metadata/identity/oauth2/token` */
  readonly identityUrl: string;
  /** `http://127.0.0.1:{port}/automationAccounts/{accountId}/sandboxes/{sandboxId}`: asset and job calls live below it. */
  readonly sandboxUrl: string;
  readonly port: number;
  /** 32 random bytes, base64url */
  readonly secret: string;
  /**
   * The variables of specs/identity-endpoint.md 2.1 for the runbook's process, on top of `base` (for NO_PROXY).
   * undefined: the variable must not exist there.
   */
  environment(base: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>>;
  /** Ends every connection at once and resolves when the port is free. Idempotent. */
  close(): Promise<void>;
}
