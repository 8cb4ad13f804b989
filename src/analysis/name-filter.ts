/** Tells names that somebody looks for from thousands of others without making a string of each. */

const letterA = 0x61;

export class NameFilter<T extends string> {
  readonly #names: ReadonlySet<string>;
  /** By length, the first letters that a name of it has: one bit each. */
  readonly #firstLetters: readonly number[];

  /** Names in lower case that begin with a letter. */
  constructor(names: readonly T[]) {
    this.#names = new Set<string>(names);
    const longest = Math.max(...names.map(({ length }) => length));
    const letters = new Array<number>(longest + 1).fill(0);
    for (const name of names) {
      letters[name.length] = (letters[name.length] ?? 0) | (1 << (name.charCodeAt(0) - letterA));
    }
    this.#firstLetters = letters;
  }

  /** The name that stands in the text from `start` to `end`, in lower case; undefined where it is none of these. */
  find(text: string, start: number, end: number): T | undefined {
    const letters = this.#firstLetters[end - start] ?? 0;
    if (letters === 0 || (letters & (1 << ((text.charCodeAt(start) | 0x20) - letterA))) === 0) {
      return undefined;
    }
    const name = text.slice(start, end).toLowerCase();
    return this.#names.has(name) ? (name as T) : undefined;
  }
}
