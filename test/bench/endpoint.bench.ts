/**
 * Requests per second and latency of the identity endpoint against a bare node:http server that answers a constant: same machine, same run,
 * same load (keep-alive connections, one request at a time on each), each server in a process of its own, in turns.
 * `npx tsx test/bench/endpoint.bench.ts`; prints numbers and never fails on them.
 */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { ServerReady } from "./endpoint-server";

/** More at once than a runbook and its children send. */
const connections = 8;
// Many short turns: other work on the machine then disturbs both sides alike.
const rounds = 12;
const roundMs = 600;

interface Measured {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

export async function run(): Promise<void> {
  const [bare, ours] = await Promise.all([startServer("bare"), startServer("endpoint")]);
  try {
    // Warm: compiled code, keys, caches.
    await measure(bare.ready);
    await measure(ours.ready);
    const results: { readonly bare: Measured; readonly ours: Measured }[] = [];
    for (let round = 0; round < rounds; round++) {
      results.push({ bare: await measure(bare.ready), ours: await measure(ours.ready) });
    }
    const perSecond = median(results.map((result) => result.ours.perSecond));
    const ratio = median(results.map((result) => result.ours.perSecond / result.bare.perSecond));
    const [p99, bareP99] = (["ours", "bare"] as const).map((side) =>
      percentile(
        results.flatMap((result) => result[side].latenciesMs),
        0.99,
      ),
    ) as [number, number];
    print(
      `endpoint: ${Math.round(perSecond)} req/s, ${ratio.toFixed(2)} x of bare node:http, p99 ${p99.toFixed(1)} ms`,
    );
    const wantsMore = ratio < 0.7 || p99 >= 5;
    print(
      `endpoint: goal >= 0.70 x and p99 < 5 ms: ${wantsMore ? "missed" : "met"} (${connections} connections; bare p99 ${bareP99.toFixed(1)} ms)`,
    );
  } finally {
    await Promise.all([bare, ours].map(({ child }) => end(child)));
  }
}

async function startServer(kind: "bare" | "endpoint"): Promise<{ child: ChildProcess; ready: ServerReady }> {
  const child = fork(join(__dirname, "endpoint-server.ts"), [kind], { execArgv: ["--import", "tsx"] });
  const [ready] = (await once(child, "message")) as [ServerReady];
  return { child, ready };
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, "exit");
  child.disconnect();
  await ended;
}

async function measure(server: ServerReady): Promise<Measured> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, () => drive(server, startedAt + roundMs, latenciesMs)));
  return { perSecond: (latenciesMs.length / (performance.now() - startedAt)) * 1000, latenciesMs };
}

/** One connection: the next request goes out when the last byte of an answer is in. */
function drive(server: ServerReady, until: number, latenciesMs: number[]): Promise<void> {
  const request = Buffer.from(
    `GET ${server.path}?api-version=2019-08-01&resource=https%3A%2F%2Fmanagement.azure.com HTTP/1.1\r\n` +
      `Host: 127.0.0.1:${server.port}\r\nX-IDENTITY-HEADER: ${server.secret}\r\n` +
      "User-Agent: azsdk-js-identity/4.14.1 core-rest-pipeline/1.25.0 Node/24.21.0 OS/(x64-Linux-6.1.0)\r\n" +
      "Accept: application/json\r\nAccept-Encoding: gzip,deflate\r\n\r\n",
  );
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let missing = 0;
    const socket = connect({ port: server.port, host: "127.0.0.1", noDelay: true });
    const send = (): void => {
      sentAt = performance.now();
      socket.write(request);
    };
    socket.once("connect", send);
    socket.once("error", reject);
    socket.once("close", resolve);
    socket.on("data", (chunk: Buffer) => {
      missing = missing === 0 ? answerLength(chunk) - chunk.length : missing - chunk.length;
      if (missing > 0) {
        return;
      }
      const now = performance.now();
      latenciesMs.push(now - sentAt);
      if (now < until) {
        send();
      } else {
        socket.end();
      }
    });
  });
}

/** Bytes of a whole answer, from its first chunk, which holds all headers. */
function answerLength(first: Buffer): number {
  const head = first.toString("latin1", 0, first.indexOf("\r\n\r\n") + 4);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (!head.startsWith("HTTP/1.1 200 ") || length === undefined) {
    throw new Error(`Unexpected answer: ${first.toString("latin1", 0, 200)}`);
  }
  return head.length + Number(length);
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

if (require.main === module) {
  void run();
}
