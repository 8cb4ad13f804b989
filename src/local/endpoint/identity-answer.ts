/** Writes the bodies of the endpoint: tokens (specs/identity-endpoint.md 2.5) and errors (2.6). */
import type { IssuedToken } from "./endpoint";
import type { Refusal } from "./request-guard";

/** A whole HTTP answer, ready to be sent. */
export interface Answer {
  readonly status: number;
  /** Names and values in turn, as node's writeHead takes them. */
  readonly headers: readonly string[];
  readonly body: string;
  /** Length in bytes equals that in characters: the body can be sent together with the headers in one piece. */
  readonly isAscii: boolean;
}

const commonHeaders = [
  "Content-Type",
  "application/json; charset=utf-8",
  "Cache-Control",
  "no-store",
  "Pragma",
  "no-cache",
  "X-Content-Type-Options",
  "nosniff",
];

/** A JSON answer with the headers that all answers share; an undefined value has no body (204). */
export function jsonAnswer(
  status: number,
  value: unknown,
  extraHeaders: Readonly<Record<string, string>> = {},
): Answer {
  const body = value === undefined ? "" : JSON.stringify(value);
  const size = Buffer.byteLength(body);
  const length = status === 204 ? [] : ["Content-Length", String(size)];
  const headers = [...commonHeaders, ...length, ...Object.entries(extraHeaders).flat()];
  return { status, headers, body, isAscii: size === body.length };
}

/**
 * The body of a token. `expires_in` stands before `expires_on`: MSAL.NET since 4.79 maps both names to one property and the last one
 * wins. All numbers are digit strings: the one form that every client reads (spec 3.3).
 */
export function tokenAnswer(token: IssuedToken, resource: string, nowSeconds: number, hasLegacyDate: boolean): Answer {
  return jsonAnswer(200, {
    access_token: token.accessToken,
    refresh_token: "",
    expires_in: String(Math.max(0, token.expiresOn - nowSeconds)),
    ext_expires_in: String(Math.max(0, token.expiresOn - nowSeconds)),
    not_before: String(token.notBefore),
    expires_on: hasLegacyDate ? legacyDate(token.expiresOn) : String(token.expiresOn),
    resource,
    token_type: "Bearer",
    client_id: token.clientId,
  });
}

/**
 * An error. It carries `Message` (what the service sends, and older Azure.Identity reads), and `error` with `error_description`:
 * with `Message` alone msal-node reports success with an empty token (spec 0.5). There is no `message` beside `Message`, which
 * PowerShell's ConvertFrom-Json could not tell apart.
 */
export function errorAnswer(
  refusal: Refusal,
  correlationId: string,
  more: Readonly<Record<string, unknown>> = {},
): Answer {
  const body = {
    Message: refusal.message,
    statusCode: refusal.status,
    error: refusal.code,
    error_description: refusal.message,
    correlationId,
    ...more,
  };
  return jsonAnswer(refusal.status, body, { ...refusal.headers, "X-CORRELATION-ID": correlationId });
}

/** `06/20/2019 02:57:58 +00:00`: how App Service on Linux wrote `expires_on` in 2017 (spec 2.5). */
function legacyDate(epochSeconds: number): string {
  const [date = "", time = ""] = new Date(epochSeconds * 1000).toISOString().slice(0, 19).split("T");
  const [year = "", month = "", day = ""] = date.split("-");
  return `${month}/${day}/${year} ${time} +00:00`;
}
