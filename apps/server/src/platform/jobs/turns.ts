/**
 * Jobs a node claimed run side by side; those that share a key run in the order they were claimed. It
 * costs the claim nothing and blocks nothing: a failed job is passed, and other nodes do not wait. Where
 * the order must never break, a job has an orderKey.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  take<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const before = new Set(keys.flatMap((key) => this.#last.get(key) ?? []));
    const done = before.size === 0 ? work() : Promise.all(before).then(work);
    if (keys.length === 0) return done;
    const over = done.then(
      () => {},
      () => {},
    );
    for (const key of keys) this.#last.set(key, over);
    void over.then(() => {
      for (const key of keys) if (this.#last.get(key) === over) this.#last.delete(key);
    });
    return done;
  }

  /** Keys somebody is at or waits for. */
  get size(): number {
    return this.#last.size;
  }
}
