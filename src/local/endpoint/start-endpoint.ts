/** The loopback server of one job: identity tokens, and the asset and child-job calls of what the job runs. */
import { randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { AutomationError, describeError } from "../../core/errors";
import { SecretMask } from "../../core/secret-mask";
import { answerAssetCall, largestAssetBody, routeAssetCall, type AssetRoute } from "./asset-api";
import type { Endpoint, EndpointOptions } from "./endpoint";
import { errorAnswer, type Answer } from "./identity-answer";
import { authenticate, type Authentication, type IdentityRules } from "./identity-decision";
import { checkFormType } from "./identity-request";
import { IdentityService, refusedOutcome, type IdentityOutcome } from "./identity-service";
import { readBody } from "./read-body";
import { allowedHosts, checkOrigin, parseTarget, SecretCheck, type Refusal, type RequestHead } from "./request-guard";
import { sandboxEnvironment } from "./sandbox-environment";

/** Never anything else (specs/identity-endpoint.md 9.1). */
const loopback = "127.0.0.1";
const largestHeader = 16 * 1024;
const largestForm = 8 * 1024;
const requestTimeoutMs = 10_000;
/** Longer than the pools of clients keep idle connections busy, so that they rarely meet one that just closes. */
const keepAliveMs = 60_000;

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
  const server = createServer({
    maxHeaderSize: largestHeader,
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: keepAliveMs,
    // A request without Host gets our own answer.
    requireHostHeader: false,
  });
  const port = await listen(server, options.port ?? 0);
  const closing = new AbortController();
  const sandboxPath = `/automationAccounts/${encodeURIComponent(options.account.accountId)}/sandboxes/${encodeURIComponent(options.sandboxId)}`;
  const identityPath = `${sandboxPath}/metadata/identity/oauth2/token`;
  const origin = `http://${loopback}:${port}`;
  const handler = new RequestHandler(options, { port, secret, sandboxPath, identityPath, signal: closing.signal });
  server.on("request", (request, response) => handler.handle(request, response));
  server.on("clientError", answerBrokenRequest);

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

interface Place {
  readonly port: number;
  readonly secret: string;
  readonly sandboxPath: string;
  readonly identityPath: string;
  readonly signal: AbortSignal;
}

/** From HTTP to the decisions and back. */
class RequestHandler {
  readonly #options: EndpointOptions;
  readonly #hosts: ReadonlySet<string>;
  readonly #secret: SecretCheck;
  readonly #rules: IdentityRules;
  readonly #service: IdentityService;
  readonly #identityPath: string;
  readonly #identityPathLower: string;
  readonly #sandboxPrefix: string;

  constructor(options: EndpointOptions, place: Place) {
    this.#options = options;
    this.#hosts = allowedHosts(place.port);
    this.#secret = new SecretCheck(place.secret);
    this.#identityPath = place.identityPath;
    this.#identityPathLower = place.identityPath.toLowerCase();
    this.#sandboxPrefix = `${place.sandboxPath.toLowerCase()}/`;
    const mask = new SecretMask();
    mask.add(place.secret);
    // The path lets requests without the secret in, so it is one too (spec 9.5).
    mask.add(options.sandboxId);
    this.#rules = {
      accountId: options.account.accountId,
      identities: options.identities,
      fidelity: options.fidelity,
      requireSecret: options.requireSecret ?? false,
      legacyDates: options.legacyDates ?? true,
      secret: this.#secret,
    };
    this.#service = new IdentityService({
      rules: this.#rules,
      scenario: options.scenario,
      tokenSource: options.tokenSource,
      mask,
      onIdentityRequest: options.onIdentityRequest,
      signal: place.signal,
    });
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const startedAt = Date.now();
    const head: RequestHead = {
      method: request.method ?? "",
      ...parseTarget(request.url ?? ""),
      headers: request.headers,
    };
    const refusal = checkOrigin(head.headers, this.#hosts);
    const route = refusal ? undefined : this.#routeAsset(head);
    if (route) {
      unlessGone(response, this.#answerAsset(route, request, response));
      return;
    }
    const outcome = refusal ? refusedOutcome(refusal) : this.#identityOutcome(head, request);
    if (outcome instanceof Promise) {
      unlessGone(
        response,
        outcome.then((value) => this.#answerIdentity(head, value, response, startedAt)),
      );
    } else {
      this.#finish(head, outcome, response, startedAt);
    }
  }

  #isIdentityPath(path: string): boolean {
    return path === this.#identityPath || path.replace(/\/+$/, "").toLowerCase() === this.#identityPathLower;
  }

  #routeAsset(head: RequestHead): AssetRoute | undefined {
    return this.#options.services !== undefined &&
      !this.#isIdentityPath(head.path) &&
      head.path.slice(0, this.#sandboxPrefix.length).toLowerCase() === this.#sandboxPrefix
      ? routeAssetCall(head.path.slice(this.#sandboxPrefix.length), head, this.#secret)
      : undefined;
  }

  async #answerIdentity(
    head: RequestHead,
    outcome: IdentityOutcome,
    response: ServerResponse,
    startedAt: number,
  ): Promise<void> {
    if (!outcome.answer) {
      await untilClosed(response);
    }
    this.#finish(head, outcome, response, startedAt);
  }

  #finish(head: RequestHead, outcome: IdentityOutcome, response: ServerResponse, startedAt: number): void {
    const isSent = outcome.answer !== undefined && send(response, outcome.answer);
    this.#service.log(head, outcome, isSent ? outcome.answer.status : 0, startedAt);
  }

  /** Without a promise wherever nothing has to be waited for, which is most of the time. */
  #identityOutcome(head: RequestHead, request: IncomingMessage): IdentityOutcome | Promise<IdentityOutcome> {
    if (!this.#isIdentityPath(head.path)) {
      return refusedOutcome(unknownPath);
    }
    const authentication = authenticate(head, this.#rules);
    if (!authentication.ok) {
      return refusedOutcome(authentication.refusal);
    }
    return head.method === "POST"
      ? this.#postOutcome(head, request, authentication.by)
      : this.#service.answer(head.query, "", authentication.by);
  }

  async #postOutcome(head: RequestHead, request: IncomingMessage, by: Authentication): Promise<IdentityOutcome> {
    const body = await readBody(request, largestForm);
    const problem = body ? checkFormType(head.headers["content-type"], body.length) : tooLarge(largestForm);
    return problem ? refusedOutcome(problem) : this.#service.answer(head.query, body?.toString("utf8") ?? "", by);
  }

  async #answerAsset(route: AssetRoute, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const correlationId = randomUUID();
    const { services } = this.#options;
    if (!route.ok || !services) {
      send(response, errorAnswer(route.ok ? unknownPath : route.refusal, correlationId));
      return;
    }
    const hasBody = route.call.kind !== "get-asset";
    const body = hasBody ? await readBody(request, largestAssetBody) : undefined;
    send(
      response,
      hasBody && !body
        ? errorAnswer(tooLarge(largestAssetBody), correlationId)
        : await answerAssetCall(route.call, route.site, body, services, correlationId),
    );
  }
}

const unknownPath: Refusal = { status: 400, code: "invalid_request", message: "Unknown path." };

function tooLarge(limit: number): Refusal {
  const message = `The request body is larger than ${limit / 1024} KiB.`;
  return { status: 413, code: "content_too_large", message, headers: { Connection: "close" } };
}

/** Only a client that went away or an endpoint that closes makes `work` fail: there is no one to answer. */
function unlessGone(response: ServerResponse, work: Promise<void>): void {
  work.catch(() => response.destroy());
}

/** false: the client is gone. */
function send(response: ServerResponse, answer: Answer): boolean {
  if (response.destroyed || response.writableEnded) {
    return false;
  }
  response.writeHead(answer.status, answer.headers as string[]);
  response.end(answer.body, answer.isAscii ? "latin1" : "utf8");
  return true;
}

function untilClosed(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve();
    } else {
      response.once("close", resolve);
    }
  });
}

/** What is no HTTP, too large in its headers, or too slow. Without a parsed request there is nothing to log. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason] =
    error.code === "HPE_HEADER_OVERFLOW"
      ? [431, "Request Header Fields Too Large"]
      : error.code === "ERR_HTTP_REQUEST_TIMEOUT"
        ? [408, "Request Timeout"]
        : [400, "Bad Request"];
  const { headers, body } = errorAnswer({ status, code: "invalid_request", message: reason }, randomUUID());
  const lines = [`HTTP/1.1 ${status} ${reason}`, "Connection: close"];
  for (let index = 0; index < headers.length; index += 2) {
    lines.push(`${headers[index] ?? ""}: ${headers[index + 1] ?? ""}`);
  }
  socket.end(`${lines.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

async function listen(server: Server, port: number): Promise<number> {
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new AutomationError("invalid-usage", `${port} is not a port.`, { hint: "Give a number from 1 to 65535." });
  }
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen({ port, host: loopback, exclusive: true }, () => {
        server.off("error", reject);
        resolve();
      });
    });
  } catch (error) {
    const wanted = port === 0 ? "No free port could be had" : `Port ${port} could not be had`;
    throw new AutomationError("port-unavailable", `${wanted} on ${loopback}: ${describeError(error)}.`, {
      cause: error,
      hint:
        port === 0
          ? "End programs that hold many ports, then try again."
          : "Choose another port, or none for a free one.",
    });
  }
  const address = server.address();
  if (address === null || typeof address === "string") {
    throw new AutomationError("port-unavailable", `The endpoint has no port on ${loopback}.`);
  }
  return address.port;
}
