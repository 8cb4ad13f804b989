// Waiting without sleeping for an event of the editor.
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
