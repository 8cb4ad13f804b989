/** Modules and packages: what they share, whatever list of Azure's they stand in. */
import { cancelled } from "../../core/errors";
import type { JsonObject } from "../../core/json";
import { AzureError } from "../arm/azure-error";
import type { Clock } from "../arm/clock";
import { flagOf, numberOf, objectOf, textOf } from "./fields";

export interface AzurePackage {
  readonly name: string;
  /** "" while it is being imported. */
  readonly version: string;
  readonly sizeBytes: number | undefined;
  /** The service's word: Creating, ContentDownloaded, ..., Succeeded, Failed (specs/azure-apis.md 1.3). */
  readonly provisioningState: string;
  /** Why an import failed; "" otherwise. */
  readonly error: string;
  /** Azure brings it along and nobody can remove it. */
  readonly isBuiltIn: boolean;
}

const pauseMs = 5000;
const timeoutMs = 30 * 60_000;

export function toPackage(item: JsonObject): AzurePackage {
  const properties = objectOf(item, "properties");
  const error = objectOf(properties, "error");
  return {
    name: textOf(item, "name"),
    version: textOf(properties, "version"),
    sizeBytes: numberOf(properties, "sizeInBytes"),
    provisioningState: textOf(properties, "provisioningState"),
    error: textOf(error, "message"),
    isBuiltIn: flagOf(properties, "isGlobal") || flagOf(properties, "default"),
  };
}

/** The body of every import: Azure fetches the package itself, from an address that needs no sign-in. */
export function importBody(source: { readonly uri: string; readonly version?: string }): JsonObject {
  const { uri, version } = source;
  return { properties: { contentLink: { uri, ...(version !== undefined && { version }) } } };
}

/**
 * Asks until an import has ended; it is no operation of ARM's, only a state. `onState` hears each new one.
 * Errors: failed, with Azure's reason.
 */
export async function waitForImport(
  what: string,
  read: () => Promise<AzurePackage>,
  clock: Clock,
  options: { readonly onState?: (state: string) => void; readonly signal?: AbortSignal | undefined } = {},
): Promise<AzurePackage> {
  const started = clock.now();
  let last = "";
  for (;;) {
    if (options.signal?.aborted) {
      throw cancelled();
    }
    const found = await read();
    if (found.provisioningState !== last) {
      last = found.provisioningState;
      options.onState?.(last);
    }
    switch (last.toLowerCase()) {
      case "succeeded":
      case "created":
        return found;
      case "failed":
      case "canceled":
      case "cancelled":
        throw new AzureError(
          "failed",
          found.error === "" ? `the import ended as ${last}.` : found.error,
          { hint: "Check that the address leads to a package that this runtime can load." },
          what,
        );
    }
    if (clock.now() - started > timeoutMs) {
      throw new AzureError(
        "failed",
        `the import was not done after ${timeoutMs / 60_000} minutes (${last}).`,
        { hint: "It may still end well: refresh in a while.", isOutcomeUnknown: true },
        what,
      );
    }
    await clock.delay(pauseMs, options.signal);
  }
}
