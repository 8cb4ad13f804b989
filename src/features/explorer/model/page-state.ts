/** The rows of one node as far as they were read: pages on demand, one request at a time, errors kept to be shown. */
import { cancelled } from "../../../core/errors";
import type { PagedList } from "../../../core/browse";

/** After a refresh as many rows are read again as were there, but no more pages than this. */
const mostPagesAgain = 5;

interface Flight {
  readonly controller: AbortController;
  readonly done: Promise<void>;
}

export class PageState<T> {
  readonly #open: () => PagedList<T>;
  readonly #keyOf: (item: T) => string;
  #list: PagedList<T> | undefined;
  #items: readonly T[] = [];
  #keys = new Set<string>();
  #nextToken: string | undefined;
  #pages = 0;
  #pagesBefore = 1;
  #error: unknown;
  #flight: Flight | undefined;

  /** `keyOf`: rows whose key is there already are left out; a list that moves under its reader repeats some. */
  constructor(open: () => PagedList<T>, keyOf: (item: T) => string) {
    this.#open = open;
    this.#keyOf = keyOf;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** Whether the first page is there. */
  get isLoaded(): boolean {
    return this.#pages > 0;
  }

  get isLoading(): boolean {
    return this.#flight !== undefined;
  }

  get hasMore(): boolean {
    return this.#nextToken !== undefined;
  }

  /** Why the last request failed; undefined: it did not. */
  get error(): unknown {
    return this.#error;
  }

  /** Reads the first page unless it is there or failed. Never rejects: see error. */
  async load(): Promise<void> {
    if (this.#pages > 0 || this.#error !== undefined) {
      return;
    }
    const wanted = Math.min(this.#pagesBefore, mostPagesAgain);
    await this.#once(async (signal) => {
      do {
        await this.#readPage(signal);
      } while (this.#pages < wanted && this.#nextToken !== undefined);
    });
  }

  /** Reads the page after the last one, or the first. Never rejects: see error. */
  async loadMore(): Promise<void> {
    if (this.#pages === 0) {
      this.#error = undefined;
      return this.load();
    }
    if (this.#nextToken !== undefined) {
      await this.#once((signal) => this.#readPage(signal));
    }
  }

  /** Forgets the rows; what is being read is read no further. */
  reset(): void {
    this.#pagesBefore = Math.max(1, this.#pages);
    this.#flight?.controller.abort();
    this.#flight = undefined;
    this.#list = undefined;
    this.#items = [];
    this.#keys = new Set();
    this.#nextToken = undefined;
    this.#pages = 0;
    this.#error = undefined;
  }

  /** Ends the request that is under way; its node then says so. */
  cancel(): void {
    this.#flight?.controller.abort();
  }

  async #once(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#flight ??= this.#start(work);
    await this.#flight.done;
  }

  #start(work: (signal: AbortSignal) => Promise<void>): Flight {
    const controller = new AbortController();
    const isCurrent = (): boolean => this.#flight?.controller === controller;
    const run = async (): Promise<void> => {
      // Errors are state: a tree shows them as rows.
      await Promise.resolve();
      this.#error = undefined;
      try {
        await Promise.race([work(controller.signal), abortOf(controller.signal)]);
      } catch (error) {
        if (isCurrent()) {
          this.#error = error ?? new Error("unknown");
        }
      } finally {
        if (isCurrent()) {
          this.#flight = undefined;
        }
      }
    };
    return { controller, done: run() };
  }

  async #readPage(signal: AbortSignal): Promise<void> {
    this.#list ??= this.#open();
    const page = await this.#list.page(this.#nextToken, signal);
    if (signal.aborted) {
      return;
    }
    const fresh = page.items.filter((item) => {
      const key = this.#keyOf(item);
      return !this.#keys.has(key) && this.#keys.add(key);
    });
    this.#items = [...this.#items, ...fresh];
    this.#nextToken = page.nextToken;
    this.#pages++;
  }
}

/** Rejects when the signal fires: a list that does not listen to it must not hold the tree. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(cancelled("Loading was cancelled.")), { once: true });
  });
}
