/** Lists that Azure answers in pages: the first rows after one request, the rest when somebody asks. */
import { isJsonObject, type JsonObject } from "../../core/json";
import type { ArmClient } from "./arm-client";
import { AzureError } from "./azure-error";

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it to `page` for the next rows; undefined: these were the last. */
  readonly nextToken: string | undefined;
}

/** Reads one page; `token` is undefined for the first. */
export type FetchPage<T> = (token: string | undefined, signal: AbortSignal | undefined) => Promise<Page<T>>;

/** Azure's pages hold 100 rows; no account has a million. */
const mostPages = 10_000;
const mostEmptyPages = 20;

export class Listing<T> {
  constructor(
    /** Goes on after "Could not": `list the runbooks of "aa"`. */
    private readonly what: string,
    private readonly fetchPage: FetchPage<T>,
  ) {}

  /** One request. Errors: failed when the next page would be this one again. */
  async page(token?: string, signal?: AbortSignal): Promise<Page<T>> {
    const page = await this.fetchPage(token, signal);
    // An empty link ends a list (published examples).
    const nextToken = page.nextToken === "" ? undefined : page.nextToken;
    if (nextToken !== undefined && nextToken === token) {
      throw this.#endless();
    }
    return { items: page.items, nextToken };
  }

  /** Page by page, one request each, for as long as they are taken. */
  async *pages(signal?: AbortSignal): AsyncGenerator<Page<T>> {
    const seen = new Set<string>();
    let empty = 0;
    let token: string | undefined;
    do {
      const page = await this.page(token, signal);
      empty = page.items.length === 0 ? empty + 1 : 0;
      token = page.nextToken;
      if (token !== undefined && (seen.has(token) || empty > mostEmptyPages || seen.size >= mostPages)) {
        throw this.#endless();
      }
      seen.add(token ?? "");
      yield page;
    } while (token !== undefined);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    yield* this.items();
  }

  async *items(signal?: AbortSignal): AsyncGenerator<T> {
    for await (const page of this.pages(signal)) {
      yield* page.items;
    }
  }

  /** Everything, in as many requests as it has pages. */
  async all(signal?: AbortSignal): Promise<readonly T[]> {
    const all: T[] = [];
    for await (const item of this.items(signal)) {
      all.push(item);
    }
    return all;
  }

  map<U>(convert: (item: T) => U): Listing<U> {
    return new Listing<U>(this.what, async (token, signal) => {
      const page = await this.fetchPage(token, signal);
      return { items: page.items.map(convert), nextToken: page.nextToken };
    });
  }

  #endless(): AzureError {
    return new AzureError(
      "failed",
      "the list never ends, Azure repeats its pages.",
      { hint: "Try again; if it stays so, report it to Azure support." },
      this.what,
    );
  }
}

export interface ListRequest<T> {
  readonly what: string;
  readonly path: string;
  readonly apiVersions: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  /** undefined: a row that cannot be used is left out. */
  read(item: JsonObject): T | undefined;
}

/** A list that the SDK has no operation for, or loses fields of. */
export function listOf<T>(arm: ArmClient, request: ListRequest<T>): Listing<T> {
  return new Listing<T>(request.what, async (token, signal) => {
    const { what, path, apiVersions, query } = request;
    const body = await arm.sendJson(
      token === undefined
        ? { what, method: "GET", path, apiVersions, signal, ...(query && { query }) }
        : { what, method: "GET", path: arm.absolute(token), signal },
    );
    if (!Array.isArray(body.value)) {
      const hint = "Try again; if it stays so, check the network for a proxy that changes answers.";
      throw new AzureError("failed", "the answer holds no list.", { hint }, what);
    }
    const rows: readonly unknown[] = body.value;
    const items = rows.filter(isJsonObject).map((item) => request.read(item));
    return {
      items: items.filter((item) => item !== undefined),
      nextToken: typeof body.nextLink === "string" ? body.nextLink : undefined,
    };
  });
}

/** What a list operation of the SDK answers with. */
interface SdkPage<M> extends Iterable<M> {
  readonly nextLink?: string;
}

/** A list of the SDK: its first operation and the one that takes a link. */
export function sdkListing<M>(
  what: string,
  first: (signal: AbortSignal | undefined) => Promise<SdkPage<M>>,
  next: (link: string, signal: AbortSignal | undefined) => Promise<SdkPage<M>>,
): Listing<M> {
  return new Listing<M>(what, async (token, signal) => {
    const answer = token === undefined ? await first(signal) : await next(token, signal);
    return { items: [...answer], nextToken: answer.nextLink };
  });
}
