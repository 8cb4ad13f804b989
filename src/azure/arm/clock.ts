/** Time as the client sees it, so that tests of retries and polling never wait. */
import { cancelled } from "../../core/errors";

export interface Clock {
  /** Epoch milliseconds */
  now(): number;
  /** Resolves after that time; rejects with the error code `cancelled` as soon as `signal` is aborted. */
  delay(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  delay: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(cancelled());
        return;
      }
      const end = () => {
        clearTimeout(timer);
        reject(cancelled());
      };
      const timer = setTimeout(() => {
        signal?.removeEventListener("abort", end);
        resolve();
      }, ms);
      signal?.addEventListener("abort", end, { once: true });
    }),
};
