/** A node:http server on the loopback interface with the limits of specs/identity-endpoint.md 9. */
import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import { AutomationError, describeError } from "../../core/errors";
import { errorAnswer } from "./identity-answer";

/** Never anything else (spec 9.1). */
export const loopback = "127.0.0.1";
const largestHeader = 16 * 1024;
const requestTimeoutMs = 10_000;
/** Longer than the pools of clients keep idle connections busy, so that they rarely meet one that just closes. */
const keepAliveMs = 60_000;

/** A server without a port yet; requests that are no HTTP are answered, all others are the caller's. */
export function createLoopbackServer(): Server {
  const server = createServer({
    maxHeaderSize: largestHeader,
    requestTimeout: requestTimeoutMs,
    headersTimeout: requestTimeoutMs,
    connectionsCheckingInterval: 1000,
    keepAliveTimeout: keepAliveMs,
    // A request without Host gets our own answer.
    requireHostHeader: false,
  });
  server.on("clientError", answerBrokenRequest);
  return server;
}

/** Listens on `port`, or a free one for 0; gives the port. Errors: port-unavailable, invalid-usage. */
export async function listen(server: Server, port: number): Promise<number> {
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
