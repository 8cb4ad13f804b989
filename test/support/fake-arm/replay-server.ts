/** A loopback server that answers with what a test gives it and remembers what it was asked. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Json } from "../../../src/core/json";
import { publicCloud, withResourceManager, type Cloud } from "../../../src/azure/arm/cloud";

export interface ReplayRequest {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly contentType: string;
  readonly body: string;
}

export interface ReplayAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A text is sent as it is when `isText`, as JSON otherwise. undefined: no body. */
  readonly body?: Json | undefined;
  readonly isText?: boolean;
}

export class ReplayServer {
  readonly requests: ReplayRequest[] = [];
  answer: (request: ReplayRequest) => ReplayAnswer = () => ({ status: 500 });
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const received: ReplayRequest = {
          method: request.method ?? "",
          target: request.url ?? "",
          contentType: request.headers["content-type"] ?? "",
          body: Buffer.concat(chunks).toString("utf8"),
        };
        this.requests.push(received);
        const { status, headers = {}, body, isText = false } = this.answer(received);
        const text = body === undefined ? "" : isText && typeof body === "string" ? body : JSON.stringify(body);
        response.writeHead(status, {
          ...(body !== undefined && { "content-type": isText ? "text/plain" : "application/json" }),
          ...headers,
        });
        response.end(text);
      });
    });
  }

  static async start(): Promise<ReplayServer> {
    const server = new ReplayServer();
    await new Promise<void>((resolve) => {
      server.#server.listen(0, "127.0.0.1", resolve);
    });
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get cloud(): Cloud {
    return withResourceManager(publicCloud, this.url);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
