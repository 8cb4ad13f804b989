/** Makes the entries of a job's identity request log: who asked for what, without any token or secret. */
import type { IdentityRequestEntry } from "../../core/identity";
import type { SecretMask } from "../../core/secret-mask";

const longestText = 256;
const mostProducts = 3;

/** What is known of a request when it has been answered. */
export interface RequestFacts {
  readonly startedAt: number;
  readonly endedAt: number;
  readonly method: string;
  readonly resource: string;
  readonly identity: string;
  readonly clientId: string;
  readonly status: number;
  readonly userAgent: string | undefined;
}

/** An entry of the log. Texts that a client chose are cut, cleaned of control characters and masked. */
export function logEntry(facts: RequestFacts, mask: SecretMask): IdentityRequestEntry {
  return {
    time: new Date(facts.startedAt).toISOString(),
    method: clean(facts.method, mask),
    resource: clean(facts.resource, mask),
    identity: facts.identity,
    clientId: clean(facts.clientId, mask),
    status: facts.status,
    client: clean(shortClient(facts.userAgent ?? ""), mask),
    durationMs: Math.max(0, facts.endedAt - facts.startedAt),
  };
}

/** The products of a User-Agent without comments: `azsdk-js-identity/4.14.1 Node/24.21.0`, `PowerShell/7.6.5`, `python-requests/2.28.1`. */
export function shortClient(userAgent: string): string {
  const products = userAgent
    .replace(/\([^)]*\)/g, " ")
    .split(/[\s;,]+/)
    .filter((product) => /^[A-Za-z0-9][\w.+!~-]*(\/[\w.+!~-]+)?$/.test(product));
  const telling = products.filter((product) => !/^(Mozilla|OS)\//.test(product));
  return (telling.length > 0 ? telling : products).slice(0, mostProducts).join(" ");
}

/** Control characters would garble a terminal or forge a line of a log. */
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g;

function clean(text: string, mask: SecretMask): string {
  const printable = mask.text(text).replace(controlCharacters, "\ufffd");
  return printable.length > longestText ? `${printable.slice(0, longestText)}…` : printable;
}
