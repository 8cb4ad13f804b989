/** The loopback server of one job: identity tokens, and the asset and child-job calls of what the job runs. */
import { randomBytes } from "node:crypto";
import { AutomationError } from "../../core/errors";
import type { Endpoint, EndpointOptions } from "./endpoint";
import { createLoopbackServer, listen, loopback } from "./loopback-server";
import { RequestHandler } from "./request-handler";
import { sandboxEnvironment } from "./sandbox-environment";

/**
 * Starts the server. Whoever starts it closes it when the job ends.
 * Errors: port-unavailable, invalid-usage (a scenario that the token source cannot do, a port that is none).
 */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  if (options.scenario === "expired-token" && !options.tokenSource.issueExpired) {
    throw new AutomationError("invalid-usage", 'The scenario "expired-token" needs emulated tokens.', {
      hint: "Real tokens cannot be made to end early: use the emulated token source.",
    });
  }
  const secret = randomBytes(32).toString("base64url");
  const server = createLoopbackServer();
  const port = await listen(server, options.port ?? 0);
  const closing = new AbortController();
  const sandboxPath = `/automationAccounts/${encodeURIComponent(options.account.accountId)}/sandboxes/${encodeURIComponent(options.sandboxId)}`;
  const identityPath = `${sandboxPath}/metadata/identity/oauth2/token`;
  const origin = `http://${loopback}:${port}`;
  const handler = new RequestHandler(options, { port, secret, sandboxPath, identityPath, signal: closing.signal });
  server.on("request", (request, response) => handler.handle(request, response));

  let closed: Promise<void> | undefined;
  const hasIdentity = options.identities.system !== undefined || options.identities.userAssigned.length > 0;
  return {
    identityUrl: origin + identityPath,
    sandboxUrl: origin + sandboxPath,
    port,
    secret,
    environment: (base) =>
      sandboxEnvironment({
        identityUrl: origin + identityPath,
        secret,
        hasIdentity: hasIdentity || options.fidelity === "cloud",
        base,
        platform: process.platform,
      }),
    close() {
      closed ??= new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      });
      return closed;
    },
  };
}
