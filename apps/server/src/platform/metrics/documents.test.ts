import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { catalogue, type MetricEntry } from "./catalogue.ts";

const ops = join(import.meta.dir, "../../../../../agent_docs/05_ops");
const read = (name: string) => readFileSync(join(ops, name), "utf8");
const names = Object.keys(catalogue);

/** Metrics a text asks for; a histogram is asked for by its parts. */
const asked = (text: string) => [
  ...new Set(
    [...text.matchAll(/\blineside_[a-z0-9_]+/g)].map(([name]) =>
      names.includes(name) ? name : name.replace(/_(bucket|sum|count)$/, ""),
    ),
  ),
];

test("every metric stands in the documents as it is, and no other does", () => {
  const rows = Object.entries(catalogue).map(
    ([name, { kind, labels, help }]: [string, MetricEntry]) => {
      const told = labels.map((label) => `\`${label}\``).join(", ") || "–";
      return `| \`${name}\` | ${kind} | ${told} | ${help} |`;
    },
  );
  const table = read("monitoring.md")
    .split("\n")
    .filter((line) => line.startsWith("| `lineside_"));
  expect(table).toEqual(rows);
});

test("names are as Prometheus wants them: counters end in total, histograms name their unit", () => {
  const strange = Object.entries(catalogue).filter(([name, { kind }]) => {
    if (!/^lineside_[a-z]+(_[a-z]+)*$/.test(name)) return true;
    if (kind === "counter") return !name.endsWith("_total");
    return kind === "histogram" ? !/_(seconds|units)$/.test(name) : name.endsWith("_total");
  });
  expect(strange).toEqual([]);
  for (const { bounds = [] } of Object.values(catalogue) as MetricEntry[])
    expect(bounds).toEqual([...bounds].toSorted((a, b) => a - b));
});

test("alerts and dashboard ask only for metrics that exist", () => {
  for (const file of ["monitoring.md", "lineside-dashboard.json"]) {
    const wanted = asked(read(file));
    expect(wanted.length).toBeGreaterThan(10);
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
  }
});

test("the dashboard is one that Grafana imports", () => {
  const { panels, title, templating } = JSON.parse(read("lineside-dashboard.json"));
  expect(title).toBe("Lineside");
  expect(templating.list[0].query.query).toContain("lineside_build_info");
  const ids = panels.map(({ id }: { id: number }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { targets } of panels)
    for (const { expr } of targets) {
      const depth = [...expr].reduce((sum, c) => sum + (c === "(" ? 1 : c === ")" ? -1 : 0), 0);
      expect({ expr, depth }).toEqual({ expr, depth: 0 });
    }
});
