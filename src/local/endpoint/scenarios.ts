/** The named faults of `--scenario`: what the endpoint does instead of answering with a good token. */
import type { Refusal } from "./request-guard";

export const scenarioNames = [
  "throttled",
  "throttled-always",
  "server-error",
  "unavailable",
  "timeout",
  "slow",
  "token-failure",
  "expired-token",
  "no-identity",
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** How often `throttled` refuses before it gives in: enough to see a retry policy work, few enough for clients with three tries. */
export const throttledTimes = 2;
export const retryAfterSeconds = 2;
/** Longer than a runbook's own patience should be for a token, shorter than the clients' timeouts. */
export const slowAnswerMs = 5000;
/** How long ago the token of `expired-token` ended. */
export const expiredSecondsAgo = 300;

const descriptions: Readonly<Record<ScenarioName, string>> = {
  throttled: `The first ${throttledTimes} token requests get 429 with Retry-After: ${retryAfterSeconds}, later ones succeed.`,
  "throttled-always": `Every token request gets 429 with Retry-After: ${retryAfterSeconds}.`,
  "server-error": "Every token request gets 500; most clients repeat it three times.",
  unavailable: "Every token request gets 503; most clients repeat it three times.",
  timeout: "Token requests are never answered; the connection stays open until the client or the job ends.",
  slow: `Token requests succeed after ${slowAnswerMs / 1000} seconds.`,
  "token-failure":
    "Every token request gets 500 with the service's text 'Failed to get MSI token for account ... and resource ...'.",
  "expired-token": `Token requests succeed with a token that ended ${expiredSecondsAgo / 60} minutes ago (emulated tokens only).`,
  "no-identity":
    "Every token request gets 400 'No managed identity was found for Automation account ...', as if the account had none.",
};

/**
 * Name and effect of each scenario, for help and documentation. A scenario hits only requests that would have got a token: what
 * is wrong with a request (headers, resource, identity) is still answered first, so faults and mistakes do not hide each other.
 */
export const scenarios: readonly { readonly name: ScenarioName; readonly description: string }[] = scenarioNames.map(
  (name) => ({ name, description: descriptions[name] }),
);

/** What happens to a request that would have got a token. */
export type Fault =
  | { readonly kind: "none" }
  | { readonly kind: "refusal"; readonly refusal: Refusal }
  | { readonly kind: "silence" }
  | { readonly kind: "delay"; readonly delayMs: number }
  | { readonly kind: "expired" };

export interface FaultInput {
  readonly accountId: string;
  readonly resource: string;
  /** How many such requests this run had before. */
  readonly earlierRequests: number;
}

export function planFault(scenario: ScenarioName | undefined, input: FaultInput): Fault {
  switch (scenario) {
    case undefined:
      return { kind: "none" };
    case "throttled":
      return input.earlierRequests < throttledTimes ? refusal(throttled) : { kind: "none" };
    case "throttled-always":
      return refusal(throttled);
    case "server-error":
      return refusal({ status: 500, code: "server_error", message: "The service had an internal error." });
    case "unavailable":
      return refusal({ status: 503, code: "service_unavailable", message: "The service is temporarily unavailable." });
    case "timeout":
      return { kind: "silence" };
    case "slow":
      return { kind: "delay", delayMs: slowAnswerMs };
    case "token-failure":
      return refusal(tokenFailure(input.accountId, input.resource));
    case "expired-token":
      return { kind: "expired" };
    case "no-identity":
      return refusal(noIdentity(input.accountId));
  }
}

const throttled: Refusal = {
  status: 429,
  code: "too_many_requests",
  message: `Too many requests. Try again in ${retryAfterSeconds} seconds.`,
  headers: { "Retry-After": String(retryAfterSeconds) },
};

/** The service's text for a token that could not be had (spec 2.6); the emulation may say why. */
export function tokenFailure(accountId: string, resource: string, detail = "", status = 500): Refusal {
  const message = `Failed to get MSI token for account ${accountId} and resource ${resource}`;
  return { status, code: "unknown", message: detail === "" ? message : `${message}. ${detail}` };
}

/** The answer for an account without any identity (documented text, spec 2.6). */
export function noIdentity(accountId: string): Refusal {
  return {
    status: 400,
    code: "identity_not_found",
    message: `No managed identity was found for Automation account ${accountId}`,
  };
}

function refusal(value: Refusal): Fault {
  return { kind: "refusal", refusal: value };
}
