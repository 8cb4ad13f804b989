/** From HTTP to the decisions and back: routes the requests of one job's loopback server and sends their answers. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { SecretMask } from "../../core/secret-mask";
import { answerAssetCall, largestAssetBody, routeAssetCall, type AssetRoute } from "./asset-api";
import type { EndpointOptions } from "./endpoint";
import { errorAnswer, type Answer } from "./identity-answer";
import { authenticate, type Authentication, type IdentityRules } from "./identity-decision";
import { checkFormType } from "./identity-request";
import { IdentityService, refusedOutcome, type IdentityOutcome } from "./identity-service";
import { readBody } from "./read-body";
import { allowedHosts, checkOrigin, parseTarget, SecretCheck, type Refusal, type RequestHead } from "./request-guard";

const largestForm = 8 * 1024;

/** Where the server lives, and when it ends. */
export interface Place {
  readonly port: number;
  readonly secret: string;
  readonly sandboxPath: string;
  readonly identityPath: string;
  readonly signal: AbortSignal;
}

export class RequestHandler {
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
    return path === this.#identityPath || withoutTrailingSlashes(path).toLowerCase() === this.#identityPathLower;
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

/** Clients append a slash before their query (spec 2.2). A loop: a pattern would take quadratic time for a path of slashes. */
function withoutTrailingSlashes(path: string): string {
  let end = path.length;
  while (path.charAt(end - 1) === "/") {
    end--;
  }
  return path.slice(0, end);
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
