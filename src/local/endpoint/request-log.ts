/** Makes the entries of a job's identity request log: who asked for what, without any token or secret. */
import type { IdentityRequestEntry } from "../../core/identity";
import type { SecretMask } from "../../core/secret-mask";

/** Control characters would garble a terminal or forge a line of a log. */
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g;
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

/** More than a run has of different texts; bounds the memory that a flood of them can take. */
const mostRememberedTexts = 128;

/** Makes entries. Texts that a client chose are cut, cleaned of control characters and masked. */
export class RequestLog {
  readonly #mask: SecretMask;
  // What a text looks like in the log: the same few come with every request.
  readonly #texts = new Map<string, string>();
  readonly #clients = new Map<string, string>();

  constructor(mask: SecretMask) {
    this.#mask = mask;
  }

  entry(facts: RequestFacts): IdentityRequestEntry {
    const { userAgent = "" } = facts;
    return {
      time: new Date(facts.startedAt).toISOString(),
      method: this.#show(facts.method),
      resource: this.#show(facts.resource),
      identity: facts.identity,
      clientId: this.#show(facts.clientId),
      status: facts.status,
      client: remember(this.#clients, userAgent, () => this.#clean(shortClient(userAgent))),
      durationMs: Math.max(0, facts.endedAt - facts.startedAt),
    };
  }

  #show(text: string): string {
    return remember(this.#texts, text, () => this.#clean(text));
  }

  #clean(text: string): string {
    const printable = this.#mask.text(text).replace(controlCharacters, "\ufffd");
    return printable.length > longestText ? `${printable.slice(0, longestText)}…` : printable;
  }
}

function remember(known: Map<string, string>, text: string, make: () => string): string {
  let shown = known.get(text);
  if (shown === undefined) {
    shown = make();
    if (known.size >= mostRememberedTexts) {
      known.clear();
    }
    known.set(text, shown);
  }
  return shown;
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
