// The numbers themselves: an observation adds to numbers that are there already and allocates nothing.

/** Ten minutes of the past, in steps of ten seconds. */
const stepMs = 10_000;
const steps = 60;
export const windowMsMax = stepMs * steps;

export class Counter {
  value = 0;

  add(by = 1): void {
    this.value += by;
  }

  /** What the operating system counts itself. */
  set(total: number): void {
    this.value = total;
  }
}

export class Gauge {
  value = 0;

  set(value: number): void {
    this.value = value;
  }
}

export class Histogram {
  sum = 0;
  /** Observations in each bucket alone, not cumulated; the last one is beyond all bounds. */
  readonly counts: Float64Array;
  readonly #past: Uint32Array | null;
  readonly #stepOf: Float64Array | null;

  constructor(
    readonly bounds: readonly number[],
    isWindowed: boolean,
  ) {
    this.counts = new Float64Array(bounds.length + 1);
    this.#past = isWindowed ? new Uint32Array(steps * this.counts.length) : null;
    this.#stepOf = isWindowed ? new Float64Array(steps).fill(-1) : null;
  }

  get count(): number {
    let total = 0;
    for (const each of this.counts) total += each;
    return total;
  }

  /** `atMs`: monotonic, when it was observed; the caller has looked at the clock already. */
  observe(value: number, atMs: number): void {
    const { bounds } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket++;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.sum += value;
    if (this.#past === null || this.#stepOf === null) return;
    const step = Math.floor(atMs / stepMs);
    const width = this.counts.length;
    const slot = step % steps;
    if (this.#stepOf[slot] !== step) {
      this.#past.fill(0, slot * width, (slot + 1) * width);
      this.#stepOf[slot] = step;
    }
    const at = slot * width + bucket;
    this.#past[at] = (this.#past[at] as number) + 1;
  }

  /** Adds what each bucket got in the window to `into`. */
  addPast(into: number[], nowMs: number, windowMs: number): void {
    if (this.#past === null || this.#stepOf === null) return;
    const now = Math.floor(nowMs / stepMs);
    const width = this.counts.length;
    for (let back = 0; back < Math.min(Math.ceil(windowMs / stepMs), steps); back++) {
      const step = now - back;
      const slot = ((step % steps) + steps) % steps;
      if (this.#stepOf[slot] !== step) continue;
      for (let bucket = 0; bucket < width; bucket++)
        into[bucket] = (into[bucket] ?? 0) + (this.#past[slot * width + bucket] as number);
    }
  }
}

export type Series = Counter | Gauge | Histogram;

/** More series than this in one family is a label that should not be one: the rest is counted as one. */
const seriesMax = 2_000;
const rest = "other";

/** One metric with its series, one for each combination of label values. */
export class Family<S extends Series = Series> {
  readonly series = new Map<string, { readonly values: readonly string[]; readonly of: S }>();

  constructor(
    readonly labels: readonly string[],
    readonly make: () => S,
  ) {}

  /** The series of these label values, in the order of the labels. Hold on to it where it is hot. */
  of(...values: string[]): S {
    const key = values.join("\n");
    const known = this.series.get(key);
    if (known) return known.of;
    if (this.series.size >= seriesMax && values[0] !== rest)
      return this.of(...this.labels.map(() => rest));
    const made = { values, of: this.make() };
    this.series.set(key, made);
    return made.of;
  }
}
