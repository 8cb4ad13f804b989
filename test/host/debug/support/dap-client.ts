/** A client of the Debug Adapter Protocol over a debug adapter's standard streams, as small as the tests need. */
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";

export interface DapMessage {
  readonly type: "request" | "response" | "event";
  readonly seq: number;
  readonly command?: string;
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly arguments?: Record<string, unknown>;
  readonly body?: Record<string, unknown>;
}

export class DapClient {
  readonly messages: DapMessage[] = [];
  readonly exited: Promise<void>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting = new Set<() => void>();
  #buffer = Buffer.alloc(0);
  #seq = 0;
  #isGone = false;
  #complaint = "";

  constructor(command: string, args: readonly string[]) {
    this.#child = spawn(command, [...args], { stdio: "pipe" });
    this.#child.stdout.on("data", (chunk: Buffer) => this.#read(chunk));
    this.#child.stderr.on("data", (chunk: Buffer) => (this.#complaint += chunk.toString()));
    this.exited = new Promise((resolve) => {
      this.#child.once("close", () => {
        this.#isGone = true;
        this.#wake();
        resolve();
      });
    });
  }

  /** Sends a request; its answer is `response`. */
  send(command: string, args: object = {}): number {
    const seq = ++this.#seq;
    const text = JSON.stringify({ seq, type: "request", command, arguments: args });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
    return seq;
  }

  /** Resolves with the body; rejects with the adapter's own words. */
  async request(command: string, args: object = {}): Promise<Record<string, unknown>> {
    const seq = this.send(command, args);
    const response = await this.#until((message) => message.type === "response" && message.request_seq === seq);
    if (response.success !== true) {
      throw new Error(`${command}: ${response.message ?? "failed"}`);
    }
    return response.body ?? {};
  }

  /** The n-th event of that name, past or to come (0-based). */
  async event(name: string, index = 0): Promise<Record<string, unknown>> {
    let seen = 0;
    const event = await this.#until(
      (message) => message.type === "event" && message.event === name && seen++ === index,
      () => (seen = 0),
    );
    return event.body ?? {};
  }

  /** What the debuggee wrote. */
  output(category: string): string {
    return this.messages
      .filter((message) => message.event === "output" && (message.body?.["category"] ?? "console") === category)
      .map((message) => String(message.body?.["output"]))
      .join("");
  }

  async close(): Promise<void> {
    this.#child.stdin.end();
    this.#child.kill();
    await this.exited;
  }

  async #until(isIt: (message: DapMessage) => boolean, reset: () => void = () => undefined): Promise<DapMessage> {
    for (;;) {
      reset();
      const found = this.messages.find(isIt);
      if (found) {
        return found;
      }
      if (this.#isGone) {
        throw new Error(`The debug adapter is gone. ${this.#complaint} ${JSON.stringify(this.messages.slice(-3))}`);
      }
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake(): void {
    for (const resolve of this.#waiting) {
      resolve();
    }
    this.#waiting.clear();
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.subarray(0, Math.max(end, 0)).toString())?.[1]);
      if (end < 0 || this.#buffer.length < end + 4 + length) {
        return;
      }
      this.messages.push(JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString()) as DapMessage);
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#wake();
    }
  }
}
