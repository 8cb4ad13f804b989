/** A clock that jumps instead of waiting and says what it was asked to wait. */
import { cancelled } from "../../../src/core/errors";
import type { Clock } from "../../../src/azure/arm/clock";

export class TestClock implements Clock {
  /** Milliseconds of every pause, in order. */
  readonly delays: number[] = [];
  /** Called before each pause; a test may abort there. */
  onDelay: ((ms: number) => void) | undefined;
  #now = Date.UTC(2026, 0, 5, 9, 0, 0);

  now(): number {
    return this.#now;
  }

  advance(ms: number): void {
    this.#now += ms;
  }

  delay(ms: number, signal?: AbortSignal): Promise<void> {
    this.delays.push(ms);
    this.onDelay?.(ms);
    if (signal?.aborted) {
      return Promise.reject(cancelled());
    }
    this.#now += ms;
    return Promise.resolve();
  }
}
