/** A Console on streams that only remember, for tests of what is written where. */
import { Console, type OutputStream } from "../../../src/cli/console";

export class RecordingStream implements OutputStream {
  readonly writes: string[] = [];
  /** Whether write() says that there is room. */
  hasRoom = true;
  readonly columns = 40;
  readonly #listeners = new Map<string, ((error: Error) => void)[]>();

  constructor(readonly isTTY = false) {}

  get text(): string {
    return this.writes.join("");
  }

  write(text: string): boolean {
    this.writes.push(text);
    return this.hasRoom;
  }

  once(event: string, listener: () => void): void {
    this.on(event, listener);
  }

  on(event: string, listener: (error: Error) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  off(event: string, listener: (error: Error) => void): void {
    this.#listeners.set(
      event,
      (this.#listeners.get(event) ?? []).filter((item) => item !== listener),
    );
  }

  emit(event: string, error = new Error(event)): void {
    for (const listener of this.#listeners.get(event) ?? []) {
      listener(error);
    }
  }
}

export function recordingConsole(options: { isTerminal?: boolean; colour?: boolean } = {}) {
  const output = new RecordingStream(options.isTerminal);
  const errors = new RecordingStream(options.isTerminal);
  let closed = 0;
  const colour = options.colour ?? false;
  const console = new Console({
    output,
    errors,
    colour: { output: colour, errors: colour },
    onOutputClosed: () => closed++,
  });
  return { console, output, errors, timesClosed: () => closed };
}
