import type { AccountDetails } from "../../core/account";
import type { Fidelity, IdentityRequestEntry, SystemAssignedIdentity, UserAssignedIdentity } from "../../core/identity";
import type { JobServices } from "../../core/job-services";

/** Which identities the account of this run has, after the person's choice. */
export interface AvailableIdentities {
  readonly system: SystemAssignedIdentity | undefined;
  readonly userAssigned: readonly UserAssignedIdentity[];
}

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
  /** Errors: AutomationError whose message becomes the endpoint's 500 "Failed to get MSI token..." detail. */
  issue(subject: TokenSubject, resource: string, signal: AbortSignal): Promise<IssuedToken>;
}

/** Named faults of `--scenario`; each is described in docs/cli.md. */
export const scenarioNames = [
  "throttled",
  "server-error",
  "unavailable",
  "timeout",
  "slow",
  "token-failure",
  "expired-token",
  "no-identity",
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

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
  close(): Promise<void>;
}
