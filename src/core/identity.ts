/** The managed identities of an Automation account. Ids are lower-case guids without braces. */
export interface SystemAssignedIdentity {
  readonly principalId: string;
  readonly clientId: string;
  readonly tenantId: string;
}

export interface UserAssignedIdentity {
  readonly name: string;
  /** `/subscriptions/{id}/resourceGroups/{name}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}` */
  readonly resourceId: string;
  readonly principalId: string;
  readonly clientId: string;
  readonly tenantId: string;
}

export interface AccountIdentities {
  /** undefined: the system-assigned identity is off. */
  readonly system: SystemAssignedIdentity | undefined;
  readonly userAssigned: readonly UserAssignedIdentity[];
}

/** cloud: as an Azure sandbox answers; hybrid: as a hybrid runbook worker does (stricter headers, no user-assigned identity). */
export type Fidelity = "cloud" | "hybrid";

/** Extra claims of emulated tokens by resource, e.g. app roles of Microsoft Graph. */
export type ExtraClaims = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One answered request of the identity endpoint. Holds no token and no secret. */
export interface IdentityRequestEntry {
  /** ISO 8601, UTC */
  readonly time: string;
  readonly method: string;
  /** As asked for; "" when the request named none. */
  readonly resource: string;
  /** "system-assigned", the name of a user-assigned identity, or "" when none was found. */
  readonly identity: string;
  readonly clientId: string;
  readonly status: number;
  /** The client's User-Agent, shortened; "" when it sent none. */
  readonly client: string;
  readonly durationMs: number;
}
