/** The client of Azure's resource manager: SDK operations and plain requests over one guarded pipeline. */
import type { AutomationClient } from "@azure/arm-automation";
import type { HttpOperationResponse, RequestOptionsBase } from "@azure/ms-rest-js";
import type { Disposable } from "../../core/disposable";
import { AutomationError, cancelled, isCancelled } from "../../core/errors";
import { isJsonObject, type Json, type JsonObject } from "../../core/json";
import { errorOfBody } from "./answer-error";
import { ArmPipeline, type ArmExchange } from "./pipeline";
import { AzureError } from "./azure-error";
import { systemClock, type Clock } from "./clock";
import type { Cloud } from "./cloud";
import { HttpTransport, type HttpAgents } from "./http-transport";
import { waitForOperation } from "./long-running";
import { defaultRetry, type RetryOptions } from "./retry";
import { asSdkSignal, createSdk } from "./sdk";
import { absoluteLink } from "./target";
import { TokenCache, type TokenProvider } from "./token";

export interface ArmClientOptions {
  readonly cloud: Cloud;
  readonly tokens: TokenProvider;
  /** The directory that tokens are asked from; undefined: the account's own. */
  readonly tenantId?: string | undefined;
  readonly clock?: Clock;
  readonly retry?: Partial<RetryOptions>;
  /** From sending a request to the last byte of its answer. */
  readonly timeoutMs?: number;
  /** For the jitter of pauses. */
  readonly random?: () => number;
  /** Sockets of whoever must go through a proxy of its own; absent: the client's own, which `dispose` closes. */
  readonly agents?: HttpAgents;
  /** Once per sent request, for the log. */
  readonly onExchange?: (exchange: ArmExchange) => void;
}

export interface ArmRequest {
  /** Goes on after "Could not": `read the runbook "Start-Vm"`. */
  readonly what: string;
  readonly method: "GET" | "PUT" | "PATCH" | "POST" | "DELETE";
  /** From `/subscriptions` on, names encoded (target.ts); or a link that an answer gave, whole. */
  readonly path: string;
  /** Newest first; an older one is tried when the cloud does not know it. Empty: the path holds it already. */
  readonly apiVersions?: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Json;
  /** A body that is not JSON. */
  readonly content?: { readonly type: string; readonly text: string };
  readonly signal?: AbortSignal | undefined;
}

export interface ArmAnswer {
  readonly status: number;
  readonly text: string;
  header(name: string): string | undefined;
}

/** What every SDK operation takes as its last argument. */
export type SdkOptions = Pick<RequestOptionsBase, "abortSignal">;

const defaultTimeoutMs = 100_000;

/** How ARM says that it does not know an api-version of a resource type, in its several voices. */
const unknownVersionCodes = new Set([
  "invalidapiversionparameter",
  "noregisteredproviderfound",
  "unsupportedapiversion",
  "apiversionnotsupported",
  "invalidresourcetype",
]);

export class ArmClient implements Disposable {
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly tenantId: string | undefined;
  readonly #pipeline: ArmPipeline;
  readonly #tokens: TokenCache;
  readonly #transport: HttpTransport;
  readonly #sdks = new Map<string, Promise<AutomationClient>>();
  readonly #unknownVersions = new Set<string>();

  constructor(options: ArmClientOptions) {
    this.cloud = options.cloud;
    this.clock = options.clock ?? systemClock;
    this.tenantId = options.tenantId;
    this.#tokens = new TokenCache(options.tokens, options.cloud.scopes, options.tenantId, this.clock);
    this.#transport = new HttpTransport(options.agents);
    this.#pipeline = new ArmPipeline({
      endpoint: options.cloud.resourceManagerUrl,
      tokens: this.#tokens,
      clock: this.clock,
      retry: { ...defaultRetry, ...options.retry },
      timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      random: options.random ?? Math.random,
      userAgent: "runbook-workbench",
      onExchange: options.onExchange,
    });
  }

  /** Who is signed in; undefined before the first request. */
  get account(): { readonly id: string; readonly label: string } | undefined {
    return this.#tokens.account;
  }

  /**
   * Runs an operation of @azure/arm-automation. `what` goes on after "Could not". The SDK is loaded at the first call.
   * Errors: AzureError; cancelled.
   */
  async call<T>(
    what: string,
    subscriptionId: string,
    operation: (sdk: AutomationClient, options: SdkOptions) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#tell(what, signal, async () =>
      operation(await this.#sdk(subscriptionId), signal === undefined ? {} : { abortSignal: asSdkSignal(signal) }),
    );
  }

  /** Sends what the SDK has no operation for, through the same client. Errors: AzureError; cancelled. */
  async send(request: ArmRequest): Promise<ArmAnswer> {
    const { apiVersions = [] } = request;
    const versions = apiVersions.filter((version) => !this.#unknownVersions.has(versionKey(request, version)));
    const usable = versions.length > 0 ? versions : apiVersions.slice(-1);
    return this.#tell(request.what, request.signal, async () => {
      for (const [index, version] of usable.entries()) {
        try {
          return await this.#sendOnce(request, version);
        } catch (error) {
          if (index === usable.length - 1 || !isUnknownVersion(error)) {
            throw error;
          }
          this.#unknownVersions.add(versionKey(request, version));
        }
      }
      return this.#sendOnce(request, undefined);
    });
  }

  /** The same for an answer that is a JSON object. Errors also: failed, when it is not. */
  async sendJson(request: ArmRequest): Promise<JsonObject> {
    const answer = await this.send(request);
    const body = parseJson(answer.text);
    if (!isJsonObject(body)) {
      const sent = { method: request.method, url: request.path, requestId: "", accountLabel: undefined };
      const host = { ...sent, url: this.cloud.resourceManagerUrl };
      throw errorOfBody(host, answer, answer.text.trim() === "" ? "is empty" : "breaks off or is not JSON").during(
        request.what,
      );
    }
    return body;
  }

  /**
   * Sends a request that Azure carries out in the background and resolves when it is done, with the first answer. Follows
   * Retry-After; nothing is read back from the resource itself. Errors also: failed, with the operation's own reason.
   */
  async sendLong(request: ArmRequest): Promise<ArmAnswer> {
    const answer = await this.send(request);
    await this.#tell(request.what, request.signal, () =>
      waitForOperation(answer, {
        clock: this.clock,
        signal: request.signal,
        poll: (link) =>
          this.#sendOnce(
            { what: request.what, method: "GET", path: this.absolute(link), signal: request.signal },
            undefined,
          ),
      }),
    );
    return answer;
  }

  /** A link of an answer as an address; the pipeline checks its host. */
  absolute(link: string): string {
    return absoluteLink(link, this.cloud.resourceManagerUrl);
  }

  /** The SDK for one subscription, for operations that `call` does not fit. */
  sdk(subscriptionId: string): Promise<AutomationClient> {
    return this.#sdk(subscriptionId);
  }

  /** Somebody signed in or out: the next request asks for a token anew. */
  forgetToken(): void {
    this.#tokens.clear();
  }

  dispose(): void {
    this.#transport.dispose();
  }

  #sdk(subscriptionId: string): Promise<AutomationClient> {
    let sdk = this.#sdks.get(subscriptionId);
    if (sdk === undefined) {
      sdk = createSdk(subscriptionId, this.cloud.resourceManagerUrl, this.#pipeline, this.#transport);
      this.#sdks.set(subscriptionId, sdk);
      // A failed load (a damaged installation) must not stay for ever.
      sdk.catch(() => this.#sdks.delete(subscriptionId));
    }
    return sdk;
  }

  async #sendOnce(request: ArmRequest, version: string | undefined): Promise<ArmAnswer> {
    // The subscription is in the path; the client object is only the way to the pipeline.
    const sdk = await this.#sdk("");
    const { content, body } = request;
    const response: HttpOperationResponse = await sdk.sendRequest({
      method: request.method,
      url: this.#urlOf(request, version),
      disableJsonStringifyOnBody: true,
      ...(content !== undefined && { body: content.text, headers: { "Content-Type": content.type } }),
      ...(content === undefined && body !== undefined && { body: JSON.stringify(body) }),
      ...(request.signal && { abortSignal: asSdkSignal(request.signal) }),
    });
    return {
      status: response.status,
      text: response.bodyAsText ?? "",
      header: (name) => response.headers.get(name),
    };
  }

  #urlOf(request: ArmRequest, version: string | undefined): string {
    const base = this.absolute(request.path);
    const parts = Object.entries(request.query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    if (version !== undefined) {
      parts.push(`api-version=${version}`);
    }
    return parts.length === 0 ? base : `${base}${base.includes("?") ? "&" : "?"}${parts.join("&")}`;
  }

  /** Adds what was tried to every error and gives foreign ones a shape of ours. */
  async #tell<T>(what: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    if (signal?.aborted) {
      throw cancelled();
    }
    try {
      return await work();
    } catch (error) {
      if (error instanceof AzureError) {
        throw error.during(what);
      }
      if (isCancelled(error) || error instanceof AutomationError) {
        throw error;
      }
      // The SDK checks arguments by itself before it sends anything, in words of its own.
      const reason = error instanceof Error ? error.message : String(error);
      throw new AzureError("failed", `the request could not be made: ${reason}`, { cause: error }, what);
    }
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether the cloud knows none of the api-versions of a resource type: older and sovereign ones lack the newest types. */
export function isUnknownVersion(error: unknown): boolean {
  return (
    error instanceof AzureError &&
    (error.status === 400 || error.status === 404) &&
    unknownVersionCodes.has(error.serviceCode.toLowerCase())
  );
}

/** Versions are known or not by resource type: the path without its names. */
function versionKey(request: ArmRequest, version: string): string {
  const types = (request.path.split("/providers/")[1] ?? "").split("/").filter((_, index) => index % 2 === 1);
  return `${types.join("/")}@${version}`;
}
