/**
 * Developer tokens: the runbook gets real tokens of the person who runs it. Opt-in for a run, for named resources only, and only after
 * the person has seen account, tenant and resource (specs/identity-endpoint.md 9.9). `expires_on` is the token's own.
 */
import { AutomationError, describeError, isCancelled } from "../../core/errors";
import type { IssuedToken, TokenSource, TokenSubject } from "./endpoint";
import { readClaims } from "./token-claims";

/** Clients take a token with less than 5 minutes left for expired (spec 2.7). */
const leastSecondsLeft = 300;
/** Tokens of Entra ID start this much before they are asked for. */
const clockSkewSeconds = 300;

/** Resource Manager under both of its names: Az PowerShell asks for the second one (spec 0.11). */
export const defaultDeveloperResources: readonly string[] = [
  "https://management.azure.com/",
  "https://management.core.windows.net/",
];

/** A real token, as its source gives it. */
export interface DeveloperAccessToken {
  readonly token: string;
  /** Epoch seconds; undefined: read from the token. */
  readonly expiresOn?: number;
}

/** Gets a real token for a scope (`https://management.azure.com/.default`): from developer-credential.ts or the editor's session. */
export type GetDeveloperToken = (scope: string, signal: AbortSignal) => Promise<DeveloperAccessToken>;

/** What the person is asked before the first use of a resource. */
export interface DeveloperTokenRequest {
  /** User name, else the application's id; "unknown account" for an opaque token. */
  readonly account: string;
  /** Tenant id; "unknown tenant" for an opaque token. */
  readonly tenant: string;
  readonly resource: string;
}

export interface DeveloperTokenOptions {
  readonly getToken: GetDeveloperToken;
  /** Compared without case and trailing slash. */
  readonly allowedResources: readonly string[];
  /** Asked once per resource and run, before the runbook gets the token; false refuses it for the rest of the run. */
  readonly confirm: (request: DeveloperTokenRequest) => Promise<boolean>;
  /** Every token before it is handed out, so that the job can mask it. */
  readonly onToken: (token: string) => void;
  /** Epoch milliseconds; for tests. */
  readonly now?: () => number;
}

interface DeveloperToken {
  readonly accessToken: string;
  readonly notBefore: number;
  readonly expiresOn: number;
}

export function createDeveloperTokenSource(options: DeveloperTokenOptions): TokenSource {
  const now = options.now ?? Date.now;
  const allowed = new Set(options.allowedResources.map(comparable));
  const tokens = new Map<string, DeveloperToken>();
  const pending = new Map<string, Promise<DeveloperToken>>();
  const confirmed = new Set<string>();
  const refused = new Set<string>();

  async function obtain(resource: string, signal: AbortSignal): Promise<DeveloperToken> {
    const token = await fetchToken(resource, signal);
    const claims = readClaims(token.token) ?? {};
    const expiresOn = token.expiresOn ?? numberOf(claims["exp"]);
    if (expiresOn === undefined) {
      throw new AutomationError("failed", "The developer token does not say when it ends.");
    }
    options.onToken(token.token);
    const request = { account: accountOf(claims), tenant: textOf(claims["tid"]) ?? "unknown tenant", resource };
    const key = `${request.account} ${request.tenant} ${comparable(resource)}`;
    if (!confirmed.has(key)) {
      if (!(await options.confirm(request))) {
        refused.add(comparable(resource));
        throw refusal(resource);
      }
      confirmed.add(key);
    }
    const notBefore = numberOf(claims["nbf"]) ?? Math.floor(now() / 1000) - clockSkewSeconds;
    const usable = { accessToken: token.token, notBefore, expiresOn };
    tokens.set(resource, usable);
    return usable;
  }

  async function fetchToken(resource: string, signal: AbortSignal): Promise<DeveloperAccessToken> {
    try {
      return await options.getToken(scopeOf(resource), signal);
    } catch (error) {
      if (error instanceof AutomationError || isCancelled(error)) {
        throw error;
      }
      throw new AutomationError("failed", `No developer token could be had: ${describeError(error)}`, { cause: error });
    }
  }

  /** One token for all who ask at the same time, and one question to the person. */
  function current(resource: string, signal: AbortSignal): Promise<DeveloperToken> {
    const known = tokens.get(resource);
    if (known && known.expiresOn - now() / 1000 > leastSecondsLeft) {
      return Promise.resolve(known);
    }
    const running = pending.get(resource);
    if (running) {
      return running;
    }
    const started = obtain(resource, signal).finally(() => pending.delete(resource));
    pending.set(resource, started);
    return started;
  }

  return {
    kind: "developer",
    async issue(subject: TokenSubject, resource: string, signal: AbortSignal): Promise<IssuedToken> {
      if (!allowed.has(comparable(resource))) {
        throw new AutomationError(
          "permission-denied",
          `Developer tokens are not allowed for the resource ${resource}.`,
          {
            hint: `Allowed: ${options.allowedResources.join(", ") || "none"}.`,
          },
        );
      }
      if (refused.has(comparable(resource))) {
        throw refusal(resource);
      }
      const token = await current(resource, signal);
      // The id that the runbook asked for: clients look at it, and it says which identity the person stands in for.
      return { ...token, clientId: subject.clientId };
    },
  };
}

/** Entra ID's scope of a resource; a trailing slash stays, because it becomes part of the token's audience. */
function scopeOf(resource: string): string {
  return `${resource}/.default`;
}

function refusal(resource: string): AutomationError {
  return new AutomationError("permission-denied", `The use of a developer token for ${resource} was refused.`, {
    hint: "Start the run again to be asked again, or use emulated tokens.",
  });
}

function accountOf(claims: Readonly<Record<string, unknown>>): string {
  const names = ["upn", "preferred_username", "unique_name", "email", "app_displayname", "appid", "azp", "oid"];
  return names.map((name) => textOf(claims[name])).find((name) => name !== undefined) ?? "unknown account";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? Math.floor(value) : undefined;
}

function comparable(resource: string): string {
  return resource.trim().toLowerCase().replace(/\/+$/, "");
}
