/** Text that reaches the host's own standard output or error, past the runbook's streams: shown as notices, bounded. */
import { StringDecoder } from "node:string_decoder";

const mostCharacters = 16 * 1024;
const mostLines = 200;
/** What a crash message quotes. */
const longestTail = 2000;

export class StrayText {
  readonly #decoder = new StringDecoder("utf8");
  readonly #onNotice: (message: string) => void;
  readonly #place: string;
  #pending = "";
  #shownLines = 0;
  #shownCharacters = 0;
  #isOver = false;
  #tail = "";

  /** `place` completes "The runbook wrote straight to ...". */
  constructor(place: string, onNotice: (message: string) => void) {
    this.#place = place;
    this.#onNotice = onNotice;
  }

  /** The last text, for the reason of a crash. */
  get tail(): string {
    return this.#tail;
  }

  push(chunk: Buffer): void {
    const text = this.#decoder.write(chunk);
    this.#tail = (this.#tail + text).slice(-longestTail);
    if (this.#isOver) {
      return;
    }
    const lines = (this.#pending + text).split("\n");
    this.#pending = lines.pop() ?? "";
    for (const line of lines) {
      this.#show(line);
    }
    if (this.#pending.length > mostCharacters) {
      this.end();
    }
  }

  /** Shows what stands after the last line break. */
  end(): void {
    const rest = this.#pending;
    this.#pending = "";
    if (rest !== "") {
      this.#show(rest);
    }
  }

  #show(line: string): void {
    if (this.#isOver) {
      return;
    }
    if (this.#shownLines === 0) {
      this.#onNotice(
        `The runbook wrote straight to ${this.#place}, past its streams: the service shows such text nowhere. ` +
          "Use Write-Output or Write-Verbose instead. The text follows.",
      );
    }
    const text = printable(line);
    this.#shownLines++;
    this.#shownCharacters += text.length;
    if (this.#shownLines > mostLines || this.#shownCharacters > mostCharacters) {
      this.#isOver = true;
      this.#onNotice(`More text went straight to ${this.#place}; it is not shown.`);
      return;
    }
    this.#onNotice(text);
  }
}

/** Control characters of binary output must not reach a terminal. */
function printable(line: string): string {
  return line.replace(/\r$/, "").replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "\ufffd");
}
