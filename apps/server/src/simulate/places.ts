/** A station with room for some boards; the others wait before it, first come first served. */
export class Places {
  #free: number;
  readonly #queue: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  async enter(): Promise<() => void> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((go) => this.#queue.push(go));
    let isOut = false;
    return () => {
      if (isOut) return;
      isOut = true;
      const next = this.#queue.shift();
      if (next) next();
      else this.#free++;
    };
  }
}
