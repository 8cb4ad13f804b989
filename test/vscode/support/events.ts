// Waiting without sleeping: for an event, or for a state that an event announces.
import type * as vscode from "vscode";

/**
 * Resolves with the first value that `isWanted` accepts; the error names what was waited for.
 * Subscribe before doing what triggers the event.
 */
export function nextEvent<T>(
  event: vscode.Event<T>,
  what: string,
  isWanted: (value: T) => boolean = () => true,
  timeoutMs = 30_000,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`Waited ${timeoutMs / 1000} s in vain for: ${what}`));
    }, timeoutMs);
    const subscription = event((value) => {
      if (isWanted(value)) {
        clearTimeout(timer);
        subscription.dispose();
        resolve(value);
      }
    });
  });
}

/** For states that no event announces: asks again and again until `probe` returns something. */
export async function waitFor<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) {
      return value;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs / 1000} s in vain for: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
