/** Which rows the list shows: the streams of the pressed chips, and only matching rows while a search filters. */
import { rowHolds, type Row, type Stream } from "./rows";

export interface RowFilter {
  /** Streams to show; empty: all. */
  readonly streams: ReadonlySet<Stream>;
  /** What is searched for; "" for nothing. */
  readonly search: string;
  /** Leave out rows without a match. */
  readonly onlyMatches: boolean;
}

export const everything: RowFilter = { streams: new Set(), search: "", onlyMatches: false };

/** Whether the filter alone lets a row pass, whatever is searched for. */
export function passesStreams(row: Row, filter: RowFilter): boolean {
  return filter.streams.size === 0 || row.lost > 0 || filter.streams.has(row.stream);
}

/** Positions in the list <-> rows, and the matches of the search in list order. */
export class ShownRows {
  private rows: Row[] = [];
  /** List positions of the rows that match. */
  private matches: number[] = [];
  private needle = "";

  constructor(private filter: RowFilter = everything) {}

  get length(): number {
    return this.rows.length;
  }

  /** In ascending order; empty without a search. */
  get matchPositions(): readonly number[] {
    return this.matches;
  }

  at(position: number): Row | undefined {
    return this.rows[position];
  }

  /** Starts over with another filter. */
  apply(filter: RowFilter, all: readonly Row[]): void {
    this.filter = filter;
    this.needle = filter.search.toLowerCase();
    this.rows = [];
    this.matches = [];
    this.add(all);
  }

  /** Returns how many of the new rows are shown. */
  add(rows: readonly Row[]): number {
    const before = this.rows.length;
    for (const row of rows) {
      if (!passesStreams(row, this.filter)) {
        continue;
      }
      const isMatch = this.needle !== "" && rowHolds(row, this.needle);
      if (isMatch || this.needle === "" || !this.filter.onlyMatches) {
        if (isMatch) {
          this.matches.push(this.rows.length);
        }
        this.rows.push(row);
      }
    }
    return this.rows.length - before;
  }

  /** The list position of a row: the rows stand in their order, so halving finds it; -1 when it is not shown. */
  positionOf(row: Row): number {
    const position = this.nearestPosition(row.index);
    return this.rows[position] === row ? position : -1;
  }

  /** The first list position whose row has this index or a later one; `length` when there is none. */
  nearestPosition(index: number): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.rows[middle]?.index ?? 0) < index) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The match after (or before) a list position, around the ends; undefined without matches. */
  nextMatch(from: number, direction: 1 | -1): number | undefined {
    const { matches } = this;
    if (matches.length === 0) {
      return undefined;
    }
    return direction === 1
      ? (matches.find((position) => position > from) ?? matches[0])
      : (matches.findLast((position) => position < from) ?? matches.at(-1));
  }
}
