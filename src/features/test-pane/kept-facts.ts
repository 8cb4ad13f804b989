/** What a run did beside writing, in bounded memory: each fact with its number, and where in a script it happened. */
import type { PaneFact } from "../../protocol/test-pane";

/** A place in a script. */
export interface KeptSource {
  readonly script: string;
  /** 1-based */
  readonly line: number;
}

export function sourceOf(script: string | undefined, line: number | undefined): KeptSource | undefined {
  return script === undefined ? undefined : { script, line: line ?? 1 };
}

const mostFacts = 20_000;

export class KeptFacts {
  #facts: PaneFact[] = [];
  #sources: (KeptSource | undefined)[] = [];
  #first = 0;

  /** Number of the oldest fact that is kept. */
  get first(): number {
    return this.#first;
  }

  /** One more than the number of the newest fact. */
  get end(): number {
    return this.#first + this.#facts.length;
  }

  add(fact: PaneFact, source?: KeptSource): void {
    this.#facts.push(fact);
    this.#sources.push(source);
    if (this.#facts.length > mostFacts) {
      const dropped = mostFacts / 2;
      this.#facts = this.#facts.slice(dropped);
      this.#sources = this.#sources.slice(dropped);
      this.#first += dropped;
    }
  }

  slice(from: number, most: number): readonly PaneFact[] {
    const start = Math.max(from, this.#first) - this.#first;
    return this.#facts.slice(start, start + most);
  }

  sourceOf(number: number): KeptSource | undefined {
    return this.#sources[number - this.#first];
  }
}
