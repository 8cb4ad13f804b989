/**
 * The one way to Azure: every request of the SDK and of our own passes here. Checks the target, signs, repeats, and lets only
 * sound answers through, so that no caller meets the traps of specs/azure-apis.md 1.5.
 */
import { randomUUID } from "node:crypto";
import type {
  CompositeMapper,
  HttpOperationResponse,
  Mapper,
  OperationResponse,
  RequestPolicy,
  RequestPolicyFactory,
  WebResourceLike,
} from "@azure/ms-rest-js";
import { cancelled } from "../../core/errors";
import { isJsonObject } from "../../core/json";
import {
  errorOfAnswer,
  errorOfBody,
  errorOfHtml,
  errorOfNetwork,
  errorOfTimeout,
  wasNotSent,
  type ReceivedAnswer,
  type SentRequest,
} from "./answer-error";
import type { Clock } from "./clock";
import { planRetry, retryAfterOf, type RetryOptions } from "./retry";
import { asSdkSignal } from "./sdk";
import { checkHost, checkPath } from "./target";
import type { AccessToken, TokenCache } from "./token";

/** One answered or failed request, for the log. Holds no token and no body. */
export interface ArmExchange {
  readonly method: string;
  /** Path and query; a query of Azure's holds no secret. */
  readonly target: string;
  /** undefined: no answer. */
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly requestId: string;
  /** Milliseconds until it is sent again; undefined: it is not. */
  readonly retryInMs: number | undefined;
}

export interface PipelineOptions {
  readonly endpoint: string;
  readonly tokens: TokenCache;
  readonly clock: Clock;
  readonly retry: RetryOptions;
  /** From sending to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly random: () => number;
  readonly userAgent: string;
  readonly onExchange?: ((exchange: ArmExchange) => void) | undefined;
}

export class ArmPipeline implements RequestPolicyFactory {
  constructor(private readonly options: PipelineOptions) {}

  create(next: RequestPolicy): RequestPolicy {
    return { sendRequest: (request) => this.#send(next, request) };
  }

  async #send(next: RequestPolicy, request: WebResourceLike): Promise<HttpOperationResponse> {
    const { options } = this;
    checkHost(request.url, options.endpoint);
    // A link of an answer is taken as it is; everything else was put together here from names.
    if (request.operationSpec?.path !== "{nextLink}") {
      checkPath(request.url);
    }
    const signal = abortSignalOf(request);
    let token = await options.tokens.get(signal);
    let wasRenewed = false;
    for (let attempt = 1; ; attempt++) {
      const sent: SentRequest = {
        method: request.method,
        url: request.url,
        requestId: randomUUID(),
        accountLabel: token.account.label,
      };
      const outcome = await this.#attempt(next, prepare(request, sent, token, options), sent, signal);
      if (outcome.status === 401 && !wasRenewed) {
        this.#report(sent, outcome, 0);
        token = await options.tokens.renew(token, outcome.answer?.header("www-authenticate"), signal);
        wasRenewed = true;
        attempt--;
        continue;
      }
      const delay = planRetry({ method: request.method, attempt, ...outcome }, options.retry, options.random);
      this.#report(sent, outcome, delay);
      if (outcome.error === undefined) {
        return outcome.response;
      }
      if (delay === undefined) {
        throw outcome.error;
      }
      await options.clock.delay(delay, signal);
    }
  }

  async #attempt(
    next: RequestPolicy,
    request: WebResourceLike,
    sent: SentRequest,
    signal: AbortSignal | undefined,
  ): Promise<Outcome> {
    const started = this.options.clock.now();
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    request.abortSignal = asSdkSignal(signal === undefined ? timeout : AbortSignal.any([signal, timeout]));
    let response: HttpOperationResponse;
    try {
      response = await next.sendRequest(request);
    } catch (cause) {
      if (signal?.aborted) {
        throw cancelled();
      }
      const isLate = timeout.aborted;
      return {
        error: isLate ? errorOfTimeout(sent, this.options.timeoutMs) : errorOfNetwork(sent, cause),
        status: undefined,
        wasNotSent: !isLate && wasNotSent(cause),
        retryAfterMs: undefined,
        started,
      };
    }
    const answer: ReceivedAnswer = {
      status: response.status,
      text: response.bodyAsText ?? "",
      header: (name) => response.headers.get(name),
    };
    const retryAfterMs = retryAfterOf((name) => answer.header(name), this.options.clock.now());
    const outcome = { status: answer.status, retryAfterMs, started, answer };
    if (answer.status >= 300) {
      return { ...outcome, error: errorOfAnswer(sent, answer, retryAfterMs) };
    }
    const error = this.#read(sent, answer, response);
    return error === undefined ? { ...outcome, response } : { ...outcome, error };
  }

  /** Checks the body of a success and decodes it for the SDK; the error of an unusable one. */
  #read(sent: SentRequest, answer: ReceivedAnswer, response: HttpOperationResponse): Error | undefined {
    const spec = response.request.operationSpec;
    const mapper = spec === undefined ? undefined : responseSpecOf(spec.responses, answer.status)?.bodyMapper;
    if (isHtml(answer)) {
      return errorOfHtml(sent, answer);
    }
    if (spec === undefined || mapper === undefined || mapper.type.name === "Stream") {
      return undefined;
    }
    if (answer.text.trim() === "") {
      // The SDK takes it for an empty object. Deleting and undoing an edit really answer with nothing (published examples).
      const mayBeEmpty = answer.status === 204 || sent.method === "DELETE" || sent.method === "POST";
      return mayBeEmpty ? undefined : errorOfBody(sent, answer, "is empty");
    }
    try {
      const body: unknown = JSON.parse(answer.text);
      if (lacksList(mapper, body)) {
        return errorOfBody(sent, answer, "holds no list");
      }
      response.parsedBody = spec.serializer.deserialize(mapper, body, "answer") as unknown;
      return undefined;
    } catch {
      return errorOfBody(sent, answer, "breaks off or is not JSON");
    }
  }

  #report(sent: SentRequest, outcome: Outcome, retryInMs: number | undefined): void {
    const { clock, endpoint, onExchange } = this.options;
    onExchange?.({
      method: sent.method,
      target: sent.url.slice(endpoint.length),
      status: outcome.status,
      durationMs: clock.now() - outcome.started,
      requestId: outcome.answer?.header("x-ms-request-id") ?? sent.requestId,
      retryInMs: outcome.error === undefined ? undefined : retryInMs,
    });
  }
}

type Outcome = {
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;
  readonly wasNotSent?: boolean;
  readonly started: number;
  readonly answer?: ReceivedAnswer;
} & (
  | { readonly error: Error; readonly response?: undefined }
  | { readonly error?: undefined; readonly response: HttpOperationResponse }
);

function prepare(
  original: WebResourceLike,
  sent: SentRequest,
  token: AccessToken,
  options: PipelineOptions,
): WebResourceLike {
  const request = original.clone();
  request.headers.set("authorization", `Bearer ${token.token}`);
  request.headers.set("accept", "*/*");
  request.headers.set("user-agent", options.userAgent);
  request.headers.set("x-ms-client-request-id", sent.requestId);
  if (request.body === undefined) {
    request.headers.remove("content-type");
  }
  return request;
}

function responseSpecOf(
  responses: Readonly<Record<string, OperationResponse>>,
  status: number,
): OperationResponse | undefined {
  return responses[String(status)] ?? Object.entries(responses).find(([code]) => code.startsWith("2"))?.[1];
}

/** The SDK takes a list without its array for an empty one: then assets would look as if they were gone. */
function lacksList(mapper: Mapper, body: unknown): boolean {
  if (mapper.type.name !== "Composite") {
    return false;
  }
  // In the SDK's mappers the array of a page is the property without a name of its own.
  const properties = (mapper as CompositeMapper).type.modelProperties ?? {};
  const key = Object.keys(properties).find((name) => properties[name]?.serializedName === "");
  return key !== undefined && !(isJsonObject(body) && (Array.isArray(body[key]) || body[key] === null));
}

function isHtml(answer: ReceivedAnswer): boolean {
  const type = answer.header("content-type") ?? "";
  return /\bx?html\b/i.test(type) || (!/\btext\//i.test(type) && /^\s*<(!doctype\s+html|html)\b/i.test(answer.text));
}

/** The SDK types signals by shape; ours are the platform's. */
function abortSignalOf(request: WebResourceLike): AbortSignal | undefined {
  return request.abortSignal instanceof AbortSignal ? request.abortSignal : undefined;
}
