/** Turns offsets into lines and characters as VS Code counts them: lines end at CRLF, LF and a lone CR. */

/** Both 0-based. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export class LineIndex {
  /** Offset of each line's first character. */
  readonly #starts: number[] = [0];

  constructor(text: string) {
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) {
        this.#starts.push(index + 1);
      }
    }
  }

  positionAt(offset: number): Position {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return { line: low, character: offset - (this.#starts[low] ?? 0) };
  }
}
