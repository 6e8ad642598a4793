interface Call<I, O> {
  items: readonly I[];
  resolve: (answers: O[]) => void;
  reject: (error: unknown) => void;
}

/**
 * Calls that arrive while another is under way are done together, in the order they came: one unit
 * of work, one fsync and one job for all of them. Nobody waits for company that has not come yet.
 */
export class Gather<I, O> {
  readonly #waiting: Call<I, O>[] = [];
  #isRunning = false;

  constructor(
    /** Does all items at once and answers them in their order; what it throws, every caller hears. */
    readonly run: (items: I[]) => Promise<O[]>,
    /** Items done together; a single call may bring more. */
    readonly itemsMax: number,
  ) {}

  add(items: readonly I[]): Promise<O[]> {
    if (items.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ items, resolve, reject });
      if (!this.#isRunning) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isRunning = true;
    // Requests that arrive together start together.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) await this.#together(this.#take());
    this.#isRunning = false;
  }

  #take(): Call<I, O>[] {
    const calls = this.#waiting.splice(0, 1);
    let count = calls[0]?.items.length ?? 0;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      count += next.items.length;
      if (count > this.itemsMax) break;
      calls.push(next);
      this.#waiting.shift();
    }
    return calls;
  }

  async #together(calls: Call<I, O>[]): Promise<void> {
    try {
      const answers = await this.run(calls.flatMap(({ items }) => [...items]));
      let at = 0;
      for (const { items, resolve } of calls) {
        resolve(answers.slice(at, at + items.length));
        at += items.length;
      }
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  }
}
