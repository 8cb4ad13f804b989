/** Does the same work for many things, a few at a time: Azure throttles whoever asks everything at once. */
import { cancelled } from "../../core/errors";

/** Results in the order of `items`. The first error ends it: what runs is not waited for, nothing more is started. */
export async function mapBounded<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
  signal?: AbortSignal,
): Promise<readonly R[]> {
  const results: R[] = [];
  for await (const result of streamBounded(items, atOnce, work, signal)) {
    results.push(result);
  }
  return results;
}

/** The same, each result as soon as it and all before it are there. */
export async function* streamBounded<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
  signal?: AbortSignal,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  for await (const item of items) {
    if (signal?.aborted) {
      throw cancelled();
    }
    const started = work(item);
    // It is awaited later, in order; until then its failure is not unheard.
    started.catch(() => undefined);
    running.push(started);
    if (running.length >= atOnce) {
      yield await next(running);
    }
  }
  while (running.length > 0) {
    yield await next(running);
  }
}

async function next<R>(running: Promise<R>[]): Promise<R> {
  const first = running.shift();
  if (first === undefined) {
    throw new Error("Nothing is running.");
  }
  return first;
}
