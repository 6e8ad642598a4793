// Prometheus text exposition format 0.0.4. https://prometheus.io/docs/instrumenting/exposition_formats/
import { catalogue, type MetricEntry, type MetricName } from "./catalogue.ts";
import type { Metrics } from "./metrics.ts";
import { type Family, Histogram } from "./series.ts";

export const expositionType = "text/plain; version=0.0.4; charset=utf-8";

/** Every metric of the catalogue, also one without a series yet: its HELP and TYPE are told. */
export function expose({ families }: Metrics): string {
  const lines: string[] = [];
  for (const [name, family] of families) {
    const { help, kind }: MetricEntry = catalogue[name];
    lines.push(`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${kind}`);
    exposeFamily(lines, name, family);
  }
  return `${lines.join("\n")}\n`;
}

function exposeFamily(lines: string[], name: MetricName, { labels, series }: Family): void {
  for (const { values, of } of series.values()) {
    const pairs = labels.map((label, at) => `${label}="${escaped(values[at] ?? "", true)}"`);
    if (of instanceof Histogram) exposeHistogram(lines, name, { of, pairs });
    else lines.push(`${name}${braced(pairs)} ${numberText(of.value)}`);
  }
}

function exposeHistogram(
  lines: string[],
  name: MetricName,
  { of, pairs }: { of: Histogram; pairs: string[] },
): void {
  let total = 0;
  for (const [bucket, count] of of.counts.entries()) {
    total += count;
    const le = `le="${numberText(of.bounds[bucket] ?? Number.POSITIVE_INFINITY)}"`;
    lines.push(`${name}_bucket${braced([...pairs, le])} ${total}`);
  }
  lines.push(`${name}_sum${braced(pairs)} ${numberText(of.sum)}`);
  lines.push(`${name}_count${braced(pairs)} ${total}`);
}

const braced = (pairs: readonly string[]) => (pairs.length === 0 ? "" : `{${pairs.join(",")}}`);

function escaped(text: string, isValue = false): string {
  const plain = text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  return isValue ? plain.replaceAll('"', '\\"') : plain;
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  if (value === Number.NEGATIVE_INFINITY) return "-Inf";
  return String(value);
}
