/** A collection of the fake's: compares names without case, keeps their spelling and their order. */

export class ResourceMap<T> {
  readonly #items = new Map<string, T>();

  get size(): number {
    return this.#items.size;
  }

  get(name: string): T | undefined {
    return this.#items.get(name.toLowerCase());
  }

  has(name: string): boolean {
    return this.#items.has(name.toLowerCase());
  }

  set(name: string, item: T): T {
    this.#items.set(name.toLowerCase(), item);
    return item;
  }

  delete(name: string): boolean {
    return this.#items.delete(name.toLowerCase());
  }

  values(): readonly T[] {
    return [...this.#items.values()];
  }
}
