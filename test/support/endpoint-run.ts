/** Starts endpoints for tests and closes them all. */
import { randomUUID } from "node:crypto";
import type { IdentityRequestEntry } from "../../src/core/identity";
import { createEmulatedTokenSource } from "../../src/local/endpoint/emulated-token";
import type { Endpoint, EndpointOptions } from "../../src/local/endpoint/endpoint";
import { startEndpoint } from "../../src/local/endpoint/start-endpoint";
import { buildAccount } from "./account-builder";

export interface EndpointRun extends Endpoint {
  readonly options: EndpointOptions;
  /** Path of the identity endpoint, without origin. */
  readonly path: string;
  readonly sandboxPath: string;
  readonly log: readonly IdentityRequestEntry[];
}

/** Endpoints of one test file; `closeAll` belongs into its `afterEach` or `after`. */
export class EndpointRuns {
  readonly #running = new Set<Endpoint>();

  async start(changes: Partial<EndpointOptions> = {}): Promise<EndpointRun> {
    const account = changes.account ?? buildAccount();
    const log: IdentityRequestEntry[] = [];
    const options: EndpointOptions = {
      account,
      sandboxId: randomUUID(),
      identities: account.identities,
      fidelity: "cloud",
      scenario: undefined,
      tokenSource: createEmulatedTokenSource({ account }),
      services: undefined,
      onIdentityRequest: (entry) => log.push(entry),
      ...changes,
    };
    const endpoint = await startEndpoint(options);
    this.#running.add(endpoint);
    return {
      ...endpoint,
      options,
      path: new URL(endpoint.identityUrl).pathname,
      sandboxPath: new URL(endpoint.sandboxUrl).pathname,
      log,
    };
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#running].map((endpoint) => endpoint.close()));
    this.#running.clear();
  }
}

export function claimsOf(token: unknown): Readonly<Record<string, unknown>> {
  return decodePart(token, 1);
}

export function tokenHeaderOf(token: unknown): Readonly<Record<string, unknown>> {
  return decodePart(token, 0);
}

function decodePart(token: unknown, index: number): Readonly<Record<string, unknown>> {
  const part = String(token).split(".")[index] ?? "";
  return JSON.parse(Buffer.from(part, "base64url").toString("utf8")) as Record<string, unknown>;
}
