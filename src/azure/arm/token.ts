/** Tokens for the resource manager: the port that sign-in implements and the cache in front of it. */
import { cancelled } from "../../core/errors";
import type { Clock } from "./clock";
import { claimsOf } from "./challenge";

export interface GetTokenOptions {
  /** undefined: the tenant that the account signs in to by itself. */
  readonly tenantId: string | undefined;
  /** Claims that the token must have, as JSON text. */
  readonly claims?: string | undefined;
  /** The header of the 401 that asks for the claims, verbatim: VS Code wants it whole. */
  readonly wwwAuthenticate?: string | undefined;
  /** Azure refused the last token: a silent answer from a cache will not do. Set at most once per refusal. */
  readonly wasRefused?: boolean;
  readonly signal?: AbortSignal;
}

export interface AccessToken {
  readonly token: string;
  /** Epoch seconds; undefined: read from the token, or taken as short-lived. */
  readonly expiresOn: number | undefined;
  readonly account: { readonly id: string; readonly label: string };
}

/** Where tokens come from. Errors: not-signed-in when there is no session and the person declined one; cancelled. */
export interface TokenProvider {
  getToken(scopes: readonly string[], options: GetTokenOptions): Promise<AccessToken>;
}

/** A token is renewed this long before its end: clocks differ and requests take time. */
const renewalMarginMs = 5 * 60_000;
const unknownLifetimeMs = 5 * 60_000 + renewalMarginMs;

interface Flight {
  readonly token: Promise<AccessToken>;
  readonly controller: AbortController;
  /** It asks for a token instead of a refused one: a question without that word may bring the same again. */
  readonly isRenewal: boolean;
  waiting: number;
}

/** Asks once and remembers (the SDK asks for every request: specs/azure-apis.md 1.5, 9); concurrent requests share one question. */
export class TokenCache {
  #held: { readonly token: AccessToken; readonly endsAt: number } | undefined;
  #flight: Flight | undefined;
  #refused = "";
  /** Counts how often it was cleared: an answer to a question from before is not kept. */
  #age = 0;
  #account: AccessToken["account"] | undefined;

  constructor(
    private readonly provider: TokenProvider,
    private readonly scopes: readonly string[],
    private readonly tenantId: string | undefined,
    private readonly clock: Clock,
  ) {}

  /** The account of the last token; undefined before the first. */
  get account(): AccessToken["account"] | undefined {
    return this.#account;
  }

  /** Another person may be signed in: the next request asks anew. Requests under way keep what they have. */
  clear(): void {
    this.#held = undefined;
    this.#flight = undefined;
    this.#account = undefined;
    this.#age++;
  }

  async get(signal?: AbortSignal): Promise<AccessToken> {
    if (this.#held && this.clock.now() < this.#held.endsAt) {
      return this.#held.token;
    }
    return this.#join(signal, {});
  }

  /** A token instead of one that Azure refused. Ten requests refused at once lead to one question. */
  async renew(refused: AccessToken, wwwAuthenticate: string | undefined, signal?: AbortSignal): Promise<AccessToken> {
    this.#refused = refused.token;
    if (this.#held?.token.token === refused.token) {
      this.#held = undefined;
    }
    if (this.#held && this.clock.now() < this.#held.endsAt) {
      return this.#held.token;
    }
    return this.#join(signal, { wwwAuthenticate, claims: claimsOf(wwwAuthenticate), wasRefused: true });
  }

  async #join(signal: AbortSignal | undefined, options: Partial<GetTokenOptions>): Promise<AccessToken> {
    if (signal?.aborted) {
      throw cancelled();
    }
    let flight = this.#flight;
    if (flight === undefined || (options.wasRefused === true && !flight.isRenewal)) {
      flight = this.#start(options);
      this.#flight = flight;
    }
    const joined = flight;
    joined.waiting++;
    return new Promise((resolve, reject) => {
      const leave = () => {
        joined.waiting--;
        if (joined.waiting === 0) {
          this.#land(joined);
          joined.controller.abort();
        }
        reject(cancelled());
      };
      signal?.addEventListener("abort", leave, { once: true });
      void joined.token.then(resolve, reject).finally(() => signal?.removeEventListener("abort", leave));
    });
  }

  #start(options: Partial<GetTokenOptions>): Flight {
    const controller = new AbortController();
    const token = this.#ask(options, controller.signal);
    const flight: Flight = { token, controller, isRenewal: options.wasRefused === true, waiting: 0 };
    const land = () => this.#land(flight);
    token.then(land, land);
    return flight;
  }

  #land(flight: Flight): void {
    if (this.#flight === flight) {
      this.#flight = undefined;
    }
  }

  async #ask(options: Partial<GetTokenOptions>, signal: AbortSignal): Promise<AccessToken> {
    const age = this.#age;
    const token = await this.provider.getToken(this.scopes, { tenantId: this.tenantId, ...options, signal });
    const ends = token.expiresOn ?? expiryOf(token.token);
    const endsAt = ends === undefined ? this.clock.now() + unknownLifetimeMs : ends * 1000;
    if (age !== this.#age) {
      return token;
    }
    this.#account = token.account;
    if (token.token !== this.#refused) {
      this.#held = { token, endsAt: endsAt - renewalMarginMs };
    }
    return token;
  }
}

/** Epoch seconds of a JWT's `exp`; undefined for an opaque token. VS Code's sessions say nothing about their end. */
export function expiryOf(token: string): number | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    if (typeof payload === "object" && payload !== null && "exp" in payload && typeof payload.exp === "number") {
      return payload.exp;
    }
  } catch {
    // Not a JWT: some clouds hand out opaque tokens.
  }
  return undefined;
}
