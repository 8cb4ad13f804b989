/**
 * Sends a request over Node's own HTTP. The SDK's client (node-fetch 2) is passed by: it waits for ever when a connection ends in
 * the middle of an answer, and it opens a connection per request.
 */
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as httpsRequest } from "node:https";
import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import type { HttpClient, HttpOperationResponse, WebResourceLike } from "@azure/ms-rest-js";
import type { Disposable } from "../../core/disposable";

export interface HttpAgents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

/** Shorter than Azure keeps an idle connection: the other end must not close it under a request. */
const idleTimeoutMs = 30_000;
const most = { keepAlive: true, maxSockets: 16, timeout: idleTimeoutMs };

const decoders: Readonly<Record<string, (body: Buffer) => Promise<Buffer>>> = {
  gzip: promisify(gunzip),
  deflate: promisify(inflate),
  br: promisify(brotliDecompress),
};

export class HttpTransport implements HttpClient, Disposable {
  readonly #agents: HttpAgents;
  readonly #isOwner: boolean;

  /** `agents`: sockets of somebody who must go through a proxy of their own; they stay theirs. */
  constructor(agents?: HttpAgents) {
    this.#isOwner = agents === undefined;
    this.#agents = agents ?? { http: new HttpAgent(most), https: new HttpsAgent(most) };
  }

  async sendRequest(request: WebResourceLike): Promise<HttpOperationResponse> {
    const answer = await this.#exchange(request);
    const chunks: Buffer[] = [];
    // Throws when the connection ends before the body does.
    for await (const chunk of answer) {
      chunks.push(chunk as Buffer);
    }
    const headers = request.headers.clone();
    headers.headerNames().forEach((name) => headers.remove(name));
    for (const [name, value] of Object.entries(answer.headers)) {
      headers.set(name, Array.isArray(value) ? value.join(", ") : (value ?? ""));
    }
    const decode = decoders[(headers.get("content-encoding") ?? "").toLowerCase()];
    const body = Buffer.concat(chunks);
    return {
      request,
      status: answer.statusCode ?? 0,
      headers,
      bodyAsText: (decode === undefined || body.length === 0 ? body : await decode(body)).toString("utf8"),
    };
  }

  dispose(): void {
    if (this.#isOwner) {
      this.#agents.http.destroy();
      this.#agents.https.destroy();
    }
  }

  #exchange(request: WebResourceLike): Promise<IncomingMessage> {
    const isSecure = request.url.startsWith("https:");
    const send = isSecure ? httpsRequest : httpRequest;
    const body = typeof request.body === "string" ? request.body : undefined;
    return new Promise((resolve, reject) => {
      const outgoing = send(request.url, {
        method: request.method,
        headers: {
          ...request.headers.rawHeaders(),
          "accept-encoding": Object.keys(decoders).join(", "),
          ...(body !== undefined && { "content-length": Buffer.byteLength(body) }),
        },
        agent: isSecure ? this.#agents.https : this.#agents.http,
        ...(request.abortSignal instanceof AbortSignal && { signal: request.abortSignal }),
      });
      outgoing.on("response", resolve);
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  }
}
