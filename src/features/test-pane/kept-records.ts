/** The records of a run in bounded memory: the newest ones, each with its number from the run's beginning. */
import type { Json } from "../../core/json";
import { streamNames, type StreamName, type StreamRecord } from "../../core/stream";
import type { KeptRecord } from "./record-view";

export interface RecordBounds {
  readonly mostRecords?: number | undefined;
  /** Texts together with what objects hold. */
  readonly mostCharacters?: number | undefined;
  /** Records from this number on have only a summary of their text until `complete` brings the whole. */
  readonly summariesFrom?: number | undefined;
}

const defaultMostRecords = 200_000;
/** A record of 5 MB is kept whole. */
const defaultMostCharacters = 64 * 1024 * 1024;

export class KeptRecords {
  readonly #mostRecords: number;
  readonly #mostCharacters: number;
  readonly #summariesFrom: number;
  #records: KeptRecord[] = [];
  #first = 0;
  readonly #completed = new Set<number>();
  #characters = 0;
  readonly #counts = new Map<StreamName, number>(streamNames.map((name) => [name, 0]));
  #largestBytes = 0;

  constructor(bounds: RecordBounds) {
    this.#mostRecords = bounds.mostRecords ?? defaultMostRecords;
    this.#mostCharacters = bounds.mostCharacters ?? defaultMostCharacters;
    this.#summariesFrom = bounds.summariesFrom ?? Infinity;
  }

  /** Number of the oldest record that is kept. */
  get first(): number {
    return this.#first;
  }

  /** One more than the number of the newest record. */
  get end(): number {
    return this.#first + this.#records.length;
  }

  /** Of all records, also those that are no longer kept. */
  get counts(): Readonly<Record<StreamName, number>> {
    return Object.fromEntries(this.#counts) as Record<StreamName, number>;
  }

  /** Bytes of the largest record's text so far. */
  get largestBytes(): number {
    return this.#largestBytes;
  }

  add(kept: KeptRecord): void {
    const { stream, text, value } = kept.record;
    this.#records.push(kept);
    this.#characters += text.length + sizeOf(value);
    this.#counts.set(stream, (this.#counts.get(stream) ?? 0) + 1);
    // A character has three bytes at the most in UTF-8 (of two halves, four).
    if (text.length * 3 > this.#largestBytes) {
      this.#largestBytes = Math.max(this.#largestBytes, Buffer.byteLength(text));
    }
    if (this.#records.length > this.#mostRecords || this.#characters > this.#mostCharacters) {
      this.#dropOldHalf();
    }
  }

  /** undefined: no longer kept, or not there yet. */
  at(number: number): KeptRecord | undefined {
    return this.#records[number - this.#first];
  }

  /** With their numbers, in order. */
  *[Symbol.iterator](): IterableIterator<readonly [number, KeptRecord]> {
    for (const [index, kept] of this.#records.entries()) {
      yield [this.#first + index, kept];
    }
  }

  /** Whether only a summary of the record's text is here. */
  isSummary(number: number): boolean {
    return number >= this.#summariesFrom && !this.#completed.has(number);
  }

  /** The whole of a record of which there was a summary. */
  complete(number: number, record: StreamRecord): void {
    const kept = this.at(number);
    if (kept) {
      this.#records[number - this.#first] = { ...kept, record };
      this.#characters += record.text.length - kept.record.text.length;
      this.#completed.add(number);
    }
  }

  /** Half at once, so that the cost of each record stays constant; the newest one always stays. */
  #dropOldHalf(): void {
    const [mostAfter, charactersAfter] = [this.#mostRecords / 2, this.#mostCharacters / 2];
    let dropped = 0;
    while (
      this.#records.length - dropped > 1 &&
      (this.#records.length - dropped > mostAfter || this.#characters > charactersAfter)
    ) {
      const record = this.#records[dropped]?.record;
      this.#characters -= (record?.text.length ?? 0) + sizeOf(record?.value);
      dropped++;
    }
    this.#records = this.#records.slice(dropped);
    this.#first += dropped;
  }
}

/** About how many characters a value takes; exact enough to bound the memory, without writing the JSON. */
function sizeOf(value: Json | undefined): number {
  if (typeof value === "string") {
    return value.length;
  }
  if (typeof value !== "object" || value === null) {
    return value === undefined ? 0 : 8;
  }
  const items = Array.isArray(value)
    ? (value as readonly Json[])
    : Object.values(value as Readonly<Record<string, Json>>);
  let size = 16;
  for (const item of items) {
    size += 16 + sizeOf(item);
  }
  return size;
}
