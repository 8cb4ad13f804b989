/** The checks that every request of the loopback server passes before anything looks at what it asks for. */
import { timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** A refusal, before it becomes an HTTP response. `code` is the `error` of the body, `message` its `Message`. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The line and the headers of a request; names of headers in lower case. */
export interface RequestHead {
  readonly method: string;
  /** Path without query. */
  readonly path: string;
  /** Query without `?`; "" for none. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

/** Headers that say a proxy passed the request on: the endpoint is for processes on this machine only (spec 2.3 #2). */
const forwardingHeaders = ["x-forwarded-for", "forwarded", "x-forwarded-host", "x-real-ip", "via"] as const;

/** Splits a request target; an absolute target (`GET http://...`, as sent to proxies) stays whole and so matches no path. */
export function parseTarget(target: string): { readonly path: string; readonly query: string } {
  const mark = target.indexOf("?");
  return mark < 0 ? { path: target, query: "" } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

/** The values of `Host` that name this listener; everything else is DNS rebinding or a mistake. */
export function allowedHosts(port: number): ReadonlySet<string> {
  const names = ["127.0.0.1", "localhost", "[::1]"];
  return new Set([...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])]);
}

/** Rules 1 to 3 of spec 2.3: host, proxies, browsers. */
export function checkOrigin(headers: IncomingHttpHeaders, hosts: ReadonlySet<string>): Refusal | undefined {
  const host = headers.host;
  if (host === undefined || !(hosts.has(host) || hosts.has(host.toLowerCase()))) {
    return { status: 403, code: "forbidden_host", message: "The Host header does not name this endpoint." };
  }
  for (const name of forwardingHeaders) {
    if (headers[name] !== undefined) {
      const shown = name === "x-forwarded-for" ? "X-Forwarded-For" : name;
      return { status: 400, code: "bad_request_103", message: `The ${shown} header must not be present.` };
    }
  }
  if (headers.origin !== undefined || headers["sec-fetch-site"] !== undefined) {
    return { status: 403, code: "forbidden_origin", message: "Requests of web pages are refused." };
  }
  return undefined;
}

/**
 * Compares a secret that came in with the one of this run, in a time that tells nothing of its letters; its length is no secret. Without
 * hashes, which would be a tenth of a token request's cost.
 */
export class SecretCheck {
  readonly #expected: Buffer;

  constructor(secret: string) {
    this.#expected = Buffer.from(secret);
  }

  matches(given: string): boolean {
    const bytes = Buffer.from(given);
    return bytes.length === this.#expected.length && timingSafeEqual(bytes, this.#expected);
  }
}

/** A header's one text; several of the same name are joined as Node does and so match nothing. */
export function headerText(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
