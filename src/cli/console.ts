/** Standard output and standard error as one ordered, back-pressured whole with a status line that never mixes with text. */
import { systemCodeOf } from "./exit-status";

/** What is needed of process.stdout and process.stderr. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): boolean;
  once(event: "drain" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  off(event: "drain" | "close", listener: () => void): unknown;
}

export interface ConsoleOptions {
  readonly output: OutputStream;
  readonly errors: OutputStream;
  readonly colour: { readonly output: boolean; readonly errors: boolean };
  /** The reader of standard output went away (`| head`). */
  readonly onOutputClosed: () => void;
}

type Target = "output" | "errors";

const clearLine = "\r\u001b[2K";
/** As much as waits before whoever writes should hold back. */
const highWaterMark = 256 * 1024;

export class Console {
  readonly colour: { readonly output: boolean; readonly errors: boolean };
  readonly #streams: Readonly<Record<Target, OutputStream>>;
  readonly #isOpen: Record<Target, boolean> = { output: true, errors: true };
  readonly #queue: { target: Target; parts: string[] }[] = [];
  readonly #waiting: { isReady: () => boolean; resolve: () => void }[] = [];
  #queuedLength = 0;
  #isPumping = false;
  #status = "";

  constructor(options: ConsoleOptions) {
    this.colour = options.colour;
    this.#streams = { output: options.output, errors: options.errors };
    for (const target of ["output", "errors"] as const) {
      this.#streams[target].on("error", (error) => {
        this.#close(target);
        if (target === "output" && systemCodeOf(error) === "EPIPE") {
          options.onOutputClosed();
        }
      });
    }
  }

  /** Whether people look at standard error: status lines and prompts make sense. */
  get isInteractive(): boolean {
    return this.#streams.errors.isTTY === true;
  }

  /** The result of the command, on standard output. `text` brings its own line breaks. */
  result(text: string): void {
    this.#add("output", text);
  }

  /** A line for a person, on standard error. */
  note(line: string): void {
    this.#add("errors", `${line}\n`);
  }

  /** Text for a person on standard error, as it is (prompts, lines that go on). */
  noteText(text: string): void {
    this.#add("errors", text);
  }

  /** Shows what is going on in the last line of a terminal; "" takes it away. Does nothing where no one looks. */
  status(text: string): void {
    if (!this.isInteractive) {
      return;
    }
    const columns = this.#streams.errors.columns ?? 80;
    const line = cut(text.replace(/\s+/g, " "), columns - 1);
    if (line === this.#status) {
      return;
    }
    this.#push("errors", clearLine + line);
    this.#status = line;
  }

  /** Says nothing more: there is no one to say it to. */
  silence(): void {
    this.#close("output");
    this.#close("errors");
  }

  /** Whether writers should wait for `ready()` before they make more. */
  get isBehind(): boolean {
    return this.#queuedLength > highWaterMark;
  }

  /** Resolves when there is room again. */
  ready(): Promise<void> {
    return this.#when(() => !this.isBehind);
  }

  /** Resolves when everything is written or its reader is gone. */
  flushed(): Promise<void> {
    return this.#when(() => this.#queue.length === 0 && !this.#isPumping);
  }

  #add(target: Target, text: string): void {
    if (text === "") {
      return;
    }
    if (this.#status !== "") {
      const shown = this.#status;
      this.#push("errors", clearLine);
      this.#push(target, text);
      this.#status = "";
      if (text.endsWith("\n")) {
        this.#push("errors", shown);
        this.#status = shown;
      }
      return;
    }
    this.#push(target, text);
  }

  #push(target: Target, text: string): void {
    if (!this.#isOpen[target]) {
      return;
    }
    this.#queuedLength += text.length;
    const last = this.#queue.at(-1);
    if (last?.target === target) {
      last.parts.push(text);
    } else {
      this.#queue.push({ target, parts: [text] });
    }
    if (!this.#isPumping) {
      this.#isPumping = true;
      // One write for everything that comes in the same turn: a flood of records must not become a flood of system calls.
      queueMicrotask(() => void this.#pump());
    }
  }

  async #pump(): Promise<void> {
    for (let entry = this.#queue.shift(); entry !== undefined; entry = this.#queue.shift()) {
      const text = entry.parts.join("");
      if (this.#isOpen[entry.target]) {
        const stream = this.#streams[entry.target];
        if (!stream.write(text)) {
          await drained(stream);
        }
      }
      this.#queuedLength -= text.length;
      this.#wake();
    }
    this.#isPumping = false;
    this.#wake();
  }

  #close(target: Target): void {
    this.#isOpen[target] = false;
    this.#wake();
  }

  #when(isReady: () => boolean): Promise<void> {
    if (isReady()) {
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#waiting.push({ isReady, resolve }));
  }

  #wake(): void {
    for (const item of [...this.#waiting]) {
      if (item.isReady()) {
        this.#waiting.splice(this.#waiting.indexOf(item), 1);
        item.resolve();
      }
    }
  }
}

/** Never between the halves of a surrogate pair. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, "");
}

/** The stream took everything, or never will. */
function drained(stream: OutputStream): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.once("drain", done);
    stream.once("close", done);
  });
}
