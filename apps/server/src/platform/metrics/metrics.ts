import { assert } from "@lineside/domain/kernel";
import { monotonicMs } from "../clock.ts";
import { catalogue, type MetricEntry, type MetricName, type MetricOf } from "./catalogue.ts";
import { Counter, Family, Gauge, Histogram } from "./series.ts";

/** What this process counts and measures about itself. Always there; ADR 0022. */
export class Metrics {
  readonly families: ReadonlyMap<MetricName, Family>;

  /** `nowMs`: a clock that never goes back. */
  constructor(readonly nowMs: () => number = monotonicMs) {
    const entries = Object.entries(catalogue) as [MetricName, MetricEntry][];
    this.families = new Map(entries.map(([name, entry]) => [name, familyOf(entry)]));
    // What was never observed is told as 0, not left out: an alert on it works from the first scrape.
    for (const family of this.families.values()) if (family.labels.length === 0) family.of();
  }

  counter(name: MetricOf<"counter">): Family<Counter> {
    return this.families.get(name) as Family<Counter>;
  }

  gauge(name: MetricOf<"gauge">): Family<Gauge> {
    return this.families.get(name) as Family<Gauge>;
  }

  histogram(name: MetricOf<"histogram">): Family<Histogram> {
    return this.families.get(name) as Family<Histogram>;
  }

  /**
   * The value that a share `q` of what was observed in the last `windowMs` did not exceed, in the
   * histogram's own unit, over all of its series; null: nothing was observed. Looks back ten minutes
   * at most, in steps of ten seconds. Beyond the last bound it says the last bound.
   */
  quantile(name: MetricOf<"histogram">, q: number, windowMs: number): number | null {
    const entry: MetricEntry = catalogue[name];
    assert(entry.isWindowed, `${name} keeps no past`);
    const counts: number[] = [];
    const now = this.nowMs();
    for (const { of } of this.histogram(name).series.values()) of.addPast(counts, now, windowMs);
    return quantileOf(entry.bounds ?? [], counts, q);
  }
}

function familyOf({ kind, labels, bounds = [], isWindowed }: MetricEntry): Family {
  if (kind === "counter") return new Family(labels, () => new Counter());
  if (kind === "gauge") return new Family(labels, () => new Gauge());
  return new Family(labels, () => new Histogram(bounds, isWindowed === true));
}

/** As Prometheus does it: evenly spread within the bucket. */
export function quantileOf(
  bounds: readonly number[],
  counts: readonly number[],
  q: number,
): number | null {
  const total = counts.reduce((sum, each) => sum + each, 0);
  if (total === 0) return null;
  const rank = q * total;
  let before = 0;
  for (const [bucket, bound] of bounds.entries()) {
    const here = counts[bucket] ?? 0;
    if (here > 0 && before + here >= rank) {
      const from = bounds[bucket - 1] ?? 0;
      return from + ((bound - from) * (rank - before)) / here;
    }
    before += here;
  }
  return bounds.at(-1) ?? null;
}
