/** When a request is sent again and after how long: the plan, without the waiting. */

export interface RetryOptions {
  /** How often a request is sent in all. */
  readonly attempts: number;
  /** First pause of the growing ones, used where Azure names none. */
  readonly baseDelayMs: number;
  /** A longer Retry-After is not waited for: the person hears it instead. */
  readonly longestDelayMs: number;
}

export const defaultRetry: RetryOptions = { attempts: 4, baseDelayMs: 1000, longestDelayMs: 60_000 };

export interface FailedAttempt {
  readonly method: string;
  /** undefined: there was no answer. */
  readonly status: number | undefined;
  /** The request never left this machine, so that it cannot have been carried out. */
  readonly wasNotSent?: boolean;
  /** What Retry-After says. */
  readonly retryAfterMs: number | undefined;
  /** 1 for the first. */
  readonly attempt: number;
}

/**
 * Milliseconds until the next attempt; undefined: give up. 429 and a 503 with Retry-After mean "not done, come again", whatever
 * the method. After any other failure only reading is repeated: whether a change was made is not known then.
 */
export function planRetry(failed: FailedAttempt, options: RetryOptions, random: () => number): number | undefined {
  if (failed.attempt >= options.attempts || !mayRepeat(failed)) {
    return undefined;
  }
  if (failed.retryAfterMs !== undefined) {
    return failed.retryAfterMs <= options.longestDelayMs ? failed.retryAfterMs : undefined;
  }
  const grown = options.baseDelayMs * 2 ** (failed.attempt - 1);
  return Math.round(Math.min(grown, options.longestDelayMs) * (0.75 + random() / 2));
}

function mayRepeat(failed: FailedAttempt): boolean {
  const isReading = failed.method === "GET" || failed.method === "HEAD";
  switch (failed.status) {
    case undefined:
      return isReading || failed.wasNotSent === true;
    case 429:
      return true;
    case 503:
      return isReading || failed.retryAfterMs !== undefined;
    case 408:
    case 500:
    case 502:
    case 504:
      return isReading;
    default:
      return false;
  }
}

/** `Retry-After` in seconds or as a date, or the milliseconds that some Azure services send; undefined when there is none. */
export function retryAfterOf(header: (name: string) => string | undefined, now: number): number | undefined {
  for (const name of ["retry-after-ms", "x-ms-retry-after-ms"]) {
    const value = header(name)?.trim() ?? "";
    if (/^\d+$/.test(value)) {
      return Number(value);
    }
  }
  const value = header("retry-after")?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(value)) {
    return Number(value) * 1000;
  }
  // "Mon, 05 Jan 2026 ...": JavaScript takes nearly everything for a date.
  const date = /^[a-z]{3}, \d/i.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
