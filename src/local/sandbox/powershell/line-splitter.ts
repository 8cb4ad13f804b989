/** Cuts a stream of text chunks into lines without copying a long line again and again. */
export class LineSplitter {
  readonly #onLine: (line: string) => void;
  #pending: string[] = [];

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  push(chunk: string): void {
    let start = 0;
    for (let end = chunk.indexOf("\n"); end >= 0; end = chunk.indexOf("\n", start)) {
      let line = chunk.slice(start, end);
      if (this.#pending.length > 0) {
        line = this.#pending.join("") + line;
        this.#pending = [];
      }
      start = end + 1;
      this.#onLine(line);
    }
    if (start < chunk.length) {
      this.#pending.push(chunk.slice(start));
    }
  }
}
