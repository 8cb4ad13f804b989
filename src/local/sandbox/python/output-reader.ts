/**
 * Takes the bytes of a Python host's pipe apart: lines of plain output, and the frames that runbook_host.py puts between
 * them (RS, marker, kind, length, ":", payload). What looks like a frame but is none stays output.
 */

export interface OutputHandler {
  /** One line without its line break. */
  line(text: string): void;
  frame(kind: string, payload: Buffer): void;
}

/** Longer lines are handed over in parts, so that output without line breaks cannot fill the memory. */
const longestLine = 8 * 1024 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** Kind, up to ten digits and the colon. */
const longestHead = 12;

export class OutputReader {
  readonly #mark: Buffer;
  readonly #handler: OutputHandler;
  /** The beginning of a line whose end has not come. */
  #parts: Buffer[] = [];
  #partsLength = 0;
  /** Bytes that may be the beginning of a frame. */
  #held: Buffer | undefined;

  constructor(marker: string, handler: OutputHandler) {
    this.#mark = Buffer.from(`\u001e${marker}`);
    this.#handler = handler;
  }

  push(chunk: Buffer): void {
    let rest = this.#held ? Buffer.concat([this.#held, chunk]) : chunk;
    this.#held = undefined;
    for (;;) {
      const at = rest.indexOf(this.#mark);
      if (at < 0) {
        const kept = this.#tailOfMark(rest);
        this.#text(kept === 0 ? rest : rest.subarray(0, rest.length - kept));
        this.#held = kept === 0 ? undefined : Buffer.from(rest.subarray(rest.length - kept));
        return;
      }
      const frame = readFrame(rest, at + this.#mark.length);
      if (frame === "incomplete") {
        this.#text(rest.subarray(0, at));
        this.#held = Buffer.from(rest.subarray(at));
        return;
      }
      if (frame === "none") {
        this.#text(rest.subarray(0, at + 1));
        rest = rest.subarray(at + 1);
        continue;
      }
      this.#text(rest.subarray(0, at));
      this.#handler.frame(frame.kind, frame.payload);
      rest = rest.subarray(frame.end);
    }
  }

  /** The pipe has ended: what stands on the last, unfinished line. */
  end(): void {
    if (this.#held) {
      this.#text(this.#held);
      this.#held = undefined;
    }
    if (this.#partsLength > 0) {
      this.#emitLine(Buffer.alloc(0));
    }
  }

  #text(bytes: Buffer): void {
    let start = 0;
    if (this.#partsLength > 0) {
      const end = bytes.indexOf(lineFeed);
      if (end < 0) {
        this.#keep(bytes);
        return;
      }
      this.#emitLine(bytes.subarray(0, end));
      start = end + 1;
    }
    const last = bytes.lastIndexOf(lineFeed);
    if (last >= start) {
      // Decoding many whole lines at once is much cheaper than one by one.
      for (const line of bytes.toString("utf8", start, last).split("\n")) {
        this.#handler.line(line.endsWith("\r") ? line.slice(0, -1) : line);
      }
      start = last + 1;
    }
    if (start < bytes.length) {
      this.#keep(bytes.subarray(start));
    }
  }

  #keep(bytes: Buffer): void {
    // A copy: a small piece must not hold the whole chunk it came in.
    this.#parts.push(Buffer.from(bytes));
    this.#partsLength += bytes.length;
    if (this.#partsLength >= longestLine) {
      this.#emitLine(Buffer.alloc(0));
    }
  }

  #emitLine(end: Buffer): void {
    const line = this.#parts.length === 0 ? end : Buffer.concat([...this.#parts, end]);
    this.#parts = [];
    this.#partsLength = 0;
    const length = line.length > 0 && line[line.length - 1] === carriageReturn ? line.length - 1 : line.length;
    this.#handler.line(line.toString("utf8", 0, length));
  }

  /** How many bytes at the end may be the beginning of the mark. */
  #tailOfMark(bytes: Buffer): number {
    const from = Math.max(0, bytes.length - this.#mark.length + 1);
    for (let at = bytes.indexOf(0x1e, from); at >= 0; at = bytes.indexOf(0x1e, at + 1)) {
      const length = bytes.length - at;
      if (bytes.compare(this.#mark, 0, length, at) === 0) {
        return length;
      }
    }
    return 0;
  }
}

interface Frame {
  readonly kind: string;
  readonly payload: Buffer;
  readonly end: number;
}

function readFrame(bytes: Buffer, start: number): Frame | "incomplete" | "none" {
  const colon = bytes.subarray(start, start + longestHead).indexOf(0x3a);
  if (colon < 0) {
    return bytes.length - start < longestHead ? "incomplete" : "none";
  }
  const head = bytes.toString("latin1", start, start + colon);
  if (!/^[a-z]\d+$/.test(head)) {
    return "none";
  }
  const begin = start + colon + 1;
  const end = begin + Number(head.slice(1));
  if (end > bytes.length) {
    return "incomplete";
  }
  return { kind: head.charAt(0), payload: bytes.subarray(begin, end), end };
}
