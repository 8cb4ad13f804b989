/** Turns what Azure answers, and what happens when nothing answers, into errors that say why and what to do. */
import { isJsonObject } from "../../core/json";
import { AzureError, type AzureErrorFacts } from "./azure-error";
import { missingPermission } from "./permission";

/** As much of a request as its error needs. Holds no token and no body. */
export interface SentRequest {
  readonly method: string;
  readonly url: string;
  readonly requestId: string;
  /** Label of the signed-in account; undefined before there is one. */
  readonly accountLabel: string | undefined;
}

export interface ReceivedAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

interface ServiceError {
  readonly code: string;
  readonly message: string;
}

/** Azure's codes for a parent that is gone, which is another matter than one missing asset. */
const missingParents = new Set([
  "resourcegroupnotfound",
  "subscriptionnotfound",
  "parentresourcenotfound",
  "invalidsubscriptionid",
]);

const longestMessage = 600;

/** The error of an answer with a status of 300 or more. */
export function errorOfAnswer(request: SentRequest, answer: ReceivedAnswer, retryAfterMs?: number): AzureError {
  const service = readServiceError(answer);
  const facts: AzureErrorFacts = {
    status: answer.status,
    serviceCode: service.code,
    requestId: answer.header("x-ms-request-id") ?? request.requestId,
  };
  if (answer.status < 400) {
    return notAzure(request, `it redirects to another address (${answer.status})`, facts);
  }
  switch (answer.status) {
    case 401:
      return new AzureError("not-signed-in", `Azure did not accept the sign-in${detail(service)}.`, {
        ...facts,
        hint: "Sign in again with an account of this directory.",
      });
    case 403:
      return forbidden(request, service, facts);
    case 404:
      return notFound(request, service, facts);
    case 407:
      return notAzure(request, "the proxy wants a sign-in (407)", facts);
    case 409:
      return new AzureError("conflict", `it contradicts the present state${detail(service)}.`, {
        ...facts,
        hint: "Refresh to see the present state, then decide again.",
      });
    case 412:
      return new AzureError("conflict", `somebody changed it meanwhile${detail(service)}.`, {
        ...facts,
        hint: "Refresh and compare before you try again.",
      });
    case 429:
      return new AzureError("throttled", `Azure wants fewer requests${detail(service)}.`, {
        ...facts,
        retryAfterMs,
        hint: retryAfterMs === undefined ? "Try again in a minute." : `Try again in ${seconds(retryAfterMs)}.`,
      });
    default:
      return answer.status >= 500 ? serverFailed(request, answer, service, facts) : refused(answer, service, facts);
  }
}

/** The error when there was no answer, or only a part of it. `wasSent`: Azure may have carried the request out. */
export function errorOfNetwork(request: SentRequest, cause: unknown): AzureError {
  const code = systemCode(cause);
  return new AzureError("offline", `${hostOf(request.url)} ${networkReason(code, cause)}.`, {
    requestId: request.requestId,
    isOutcomeUnknown: isChange(request.method) && !wasNotSent(cause),
    hint: withOutcome(
      "Check the network connection and the proxy settings, then try again.",
      request,
      !wasNotSent(cause),
    ),
    cause,
  });
}

/** Whether the connection was never made, so that nothing can have happened. */
export function wasNotSent(cause: unknown): boolean {
  const unreachable = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"];
  return unreachable.includes(systemCode(cause)) || isUntrusted(cause);
}

export function errorOfTimeout(request: SentRequest, timeoutMs: number): AzureError {
  return new AzureError("offline", `${hostOf(request.url)} did not answer within ${seconds(timeoutMs)}.`, {
    requestId: request.requestId,
    isOutcomeUnknown: isChange(request.method),
    hint: withOutcome("Try again; if it stays so, check the network connection.", request, true),
  });
}

/** A success that holds a page for people: a captive portal or a proxy answered (specs/azure-apis.md 1.5, 7). */
export function errorOfHtml(request: SentRequest, answer: ReceivedAnswer): AzureError {
  return notAzure(request, `a web page came instead of data (${answer.status})`, {
    status: answer.status,
    requestId: request.requestId,
  });
}

/** A success without the data it must hold, or with data that breaks off. */
export function errorOfBody(request: SentRequest, answer: ReceivedAnswer, why: string): AzureError {
  return new AzureError("failed", `the answer of ${hostOf(request.url)} ${why}.`, {
    status: answer.status,
    requestId: answer.header("x-ms-request-id") ?? request.requestId,
    isOutcomeUnknown: isChange(request.method),
    hint: withOutcome("Try again; if it stays so, check the network for a proxy that changes answers.", request, true),
  });
}

/** What the service says of itself: flat from the resource provider, wrapped from ARM's front door (specs/azure-apis.md 1.4). */
export function readServiceError(answer: ReceivedAnswer): ServiceError {
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    return { code: "", message: "" };
  }
  const error = isJsonObject(body) && isJsonObject(body.error) ? body.error : body;
  if (!isJsonObject(error)) {
    return { code: "", message: "" };
  }
  const text = (value: unknown) => (typeof value === "string" ? value.trim().slice(0, longestMessage) : "");
  return { code: text(error.code), message: text(error.message) };
}

function forbidden(request: SentRequest, service: ServiceError, facts: AzureErrorFacts): AzureError {
  if (/policy|readonlydisabledsubscription|subscriptionnotregistered/i.test(service.code)) {
    return new AzureError("forbidden", `Azure does not allow it${detail(service)}.`, {
      ...facts,
      hint: "Ask the owner of the subscription; a role does not change this.",
    });
  }
  const { action, scope, role } = missingPermission(request.method, pathOf(request.url), service.message);
  const who = request.accountLabel === undefined ? "The signed-in account" : `"${request.accountLabel}"`;
  return new AzureError(
    "forbidden",
    `${who} lacks the permission "${action}"${scope === "" ? "" : ` on "${scope}"`}.`,
    {
      ...facts,
      action,
      hint: `The role "${role}" has it; an owner can assign it. A new assignment takes up to ten minutes to work.`,
    },
  );
}

function notFound(request: SentRequest, service: ServiceError, facts: AzureErrorFacts): AzureError {
  if (isAccountMissing(request, service)) {
    return new AzureError("account-not-found", `the Automation account is no longer there${detail(service)}.`, {
      ...facts,
      hint: "Refresh the list of accounts.",
    });
  }
  return new AzureError("not-found", `it is not there${detail(service)}.`, {
    ...facts,
    hint: "Refresh: it may have been deleted or renamed.",
  });
}

function isAccountMissing(request: SentRequest, service: ServiceError): boolean {
  if (missingParents.has(service.code.toLowerCase())) {
    return true;
  }
  if (/\/automationAccounts\/[^/?]+$/i.test(pathOf(request.url))) {
    return true;
  }
  // ARM's front door names what it misses: 'Microsoft.Automation/automationAccounts/aa' or a child of it.
  return (
    service.code.toLowerCase() === "resourcenotfound" &&
    /'Microsoft\.Automation\/automationAccounts\/[^/']+'/i.test(service.message)
  );
}

function serverFailed(
  request: SentRequest,
  answer: ReceivedAnswer,
  service: ServiceError,
  facts: AzureErrorFacts,
): AzureError {
  const hint = `Try again later. Azure support asks for the request id ${facts.requestId ?? ""}.`;
  return new AzureError("failed", `Azure had an error of its own (${answer.status})${detail(service)}.`, {
    ...facts,
    isOutcomeUnknown: isChange(request.method),
    hint: withOutcome(hint, request, true),
  });
}

function refused(answer: ReceivedAnswer, service: ServiceError, facts: AzureErrorFacts): AzureError {
  return new AzureError("failed", `Azure refused it (${answer.status})${detail(service)}.`, {
    ...facts,
    hint: "Correct what Azure names, then try again.",
  });
}

function notAzure(request: SentRequest, why: string, facts: AzureErrorFacts): AzureError {
  return new AzureError("offline", `something else answered for ${hostOf(request.url)}: ${why}.`, {
    ...facts,
    hint: "Sign in to the network or its proxy in a browser, then try again.",
  });
}

/** The service's own words behind a colon; they end our sentence. */
function detail(service: ServiceError): string {
  const message = service.message.replace(/[\s.]+$/, "");
  if (message === "") {
    return service.code === "" ? "" : ` (${service.code})`;
  }
  return `: ${message}`;
}

function withOutcome(hint: string, request: SentRequest, wasSent: boolean): string {
  return isChange(request.method) && wasSent
    ? `The change may have been made all the same: look before you repeat it. ${hint}`
    : hint;
}

function isChange(method: string): boolean {
  return method !== "GET" && method !== "HEAD";
}

function networkReason(code: string, cause: unknown): string {
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return "cannot be found: there is no network, or its name is not known here";
    case "ECONNREFUSED":
    case "ENETUNREACH":
    case "EHOSTUNREACH":
      return `cannot be reached (${code})`;
    case "ECONNRESET":
    case "EPIPE":
      return "ended the connection before the answer was complete";
    default:
      return isUntrusted(cause)
        ? `shows a certificate that this machine does not trust (${code})`
        : `did not answer (${code === "" ? "unknown reason" : code})`;
  }
}

function isUntrusted(cause: unknown): boolean {
  return /certificate|CERT_|SSL|TLS/i.test(`${systemCode(cause)} ${cause instanceof Error ? cause.message : ""}`);
}

function systemCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause && typeof cause.code === "string" ? cause.code : "";
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function pathOf(url: string): string {
  if (!URL.canParse(url)) {
    return url;
  }
  const { pathname } = new URL(url);
  try {
    return decodeURI(pathname);
  } catch {
    return pathname;
  }
}

function seconds(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${Math.ceil(ms / 1000)} s`;
}
