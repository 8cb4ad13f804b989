/** The servers that endpoint.bench.ts measures, in a process of their own: `bare` (node:http, a constant) or `endpoint` (ours). */
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEmulatedTokenSource } from "../../src/local/endpoint/emulated-token";
import { startEndpoint } from "../../src/local/endpoint/start-endpoint";
import { buildAccount } from "../support/account-builder";

/** What the measuring process needs to send requests. */
export interface ServerReady {
  readonly port: number;
  readonly path: string;
  readonly secret: string;
}

async function startOurs(): Promise<ServerReady> {
  const account = buildAccount();
  const endpoint = await startEndpoint({
    account,
    sandboxId: randomUUID(),
    identities: account.identities,
    fidelity: "cloud",
    scenario: undefined,
    tokenSource: createEmulatedTokenSource({ account }),
    services: undefined,
    // As in a job: every request is logged.
    onIdentityRequest: () => undefined,
  });
  return { port: endpoint.port, path: new URL(endpoint.identityUrl).pathname, secret: endpoint.secret };
}

/** A constant of a token answer's size: the least that any server on node:http does for such an answer. */
async function startBare(): Promise<ServerReady> {
  const body = Buffer.from(JSON.stringify({ access_token: "x".repeat(1500), token_type: "Bearer" }));
  const headers = { "Content-Type": "application/json; charset=utf-8", "Content-Length": body.length };
  const server = createServer((_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, path: `/${"x".repeat(150)}`, secret: "x".repeat(43) };
}

// Ends with its parent, whatever happens to it.
process.on("disconnect", () => process.exit(0));
void (process.argv[2] === "bare" ? startBare() : startOurs()).then((ready) => process.send?.(ready));
