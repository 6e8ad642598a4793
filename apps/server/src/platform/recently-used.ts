/** Keeps the values used last, at most `max` of them. */
export class RecentlyUsed<V> {
  readonly #kept = new Map<string, V>();

  constructor(readonly max: number) {}

  get(key: string): V | undefined {
    const found = this.#kept.get(key);
    // A Map keeps the order of insertion: what is used goes to the end, what is dropped is first.
    if (found !== undefined && this.#kept.delete(key)) this.#kept.set(key, found);
    return found;
  }

  set(key: string, value: V): void {
    this.#kept.set(key, value);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.max && oldest !== undefined) this.#kept.delete(oldest);
  }
}
