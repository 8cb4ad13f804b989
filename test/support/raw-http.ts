/** Sends requests byte for byte, as no HTTP library would write them, and reads the answer. */
import { connect } from "node:net";

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly json: Readonly<Record<string, unknown>>;
  /** Everything as it came. */
  readonly text: string;
}

export interface RawRequest {
  readonly method?: string;
  /** Path and query, verbatim. */
  readonly target: string;
  /** `Host` is added unless it is given; in this order and spelling. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request on one connection of its own. */
export async function rawRequest(port: number, request: RawRequest): Promise<RawAnswer> {
  const { method = "GET", target, headers = {}, body = "" } = request;
  const lines = [`${method} ${target} HTTP/1.1`];
  if (!Object.keys(headers).some((name) => name.toLowerCase() === "host")) {
    lines.push(`Host: 127.0.0.1:${port}`);
  }
  lines.push(...Object.entries(headers).map(([name, value]) => `${name}: ${value}`));
  if (body !== "") {
    lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  }
  lines.push("Connection: close", "", "");
  return parseAnswer(await exchange(port, lines.join("\r\n") + body));
}

/** Sends bytes and collects what comes until the server ends the connection. */
export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: "127.0.0.1" }, () => socket.write(text));
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", reject);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("utf8")));
  });
}

/** The last answer in `text`: an interim `100 Continue` is passed over. */
export function parseAnswer(text: string): RawAnswer {
  const final = text.replace(/^HTTP\/1\.1 100 [^\r\n]*\r\n\r\n/, "");
  const end = final.indexOf("\r\n\r\n");
  const [statusLine = "", ...headerLines] = final.slice(0, end).split("\r\n");
  const body = final.slice(end + 4);
  const headers = new Map(
    headerLines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const json = body.startsWith("{") ? (JSON.parse(body) as Record<string, unknown>) : {};
  return { status: Number(statusLine.split(" ")[1]), headers, body, json, text };
}
