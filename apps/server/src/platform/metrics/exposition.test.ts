import { expect, test } from "bun:test";
import { parseExposition, sampleOf } from "./exposition.fixture.ts";
import { expose } from "./exposition.ts";
import { Metrics } from "./metrics.ts";

test("label values, buckets and sums are written as Prometheus reads them", () => {
  const metrics = new Metrics();
  metrics.counter("lineside_commands_total").of('a"b\\c\nd', "OK").add(3);
  const http = metrics.histogram("lineside_http_request_duration_seconds").of("read", "/api/x");
  for (const seconds of [0.0005, 0.02, 0.02, 60]) http.observe(seconds, 0);
  const text = expose(metrics);
  expect(text).toContain('lineside_commands_total{command="a\\"b\\\\c\\nd",code="OK"} 3\n');
  const parsed = parseExposition(text);
  const name = "lineside_http_request_duration_seconds";
  const bucket = (le: string) => sampleOf(parsed, `${name}_bucket`, { le, door: "/api/x" });
  expect([bucket("0.001"), bucket("0.01"), bucket("0.025"), bucket("10"), bucket("+Inf")]).toEqual([
    1, 1, 3, 3, 4,
  ]);
  expect(sampleOf(parsed, `${name}_count`)).toBe(4);
  expect(sampleOf(parsed, `${name}_sum`)).toBeCloseTo(60.0405);
  // Told before the first of them happens, so that an alert on it works from the first scrape.
  expect(sampleOf(parsed, "lineside_commits_failed_total")).toBe(0);
  expect(parsed.types.get("lineside_jobs")).toBe("gauge");
});

test.each([
  ["no line end", "# HELP a b"],
  ["a sample without its TYPE", "a 1\n"],
  ["a label told twice", '# TYPE a gauge\na{b="1",b="2"} 1\n'],
  ["a bare quote in a label", '# TYPE a gauge\na{b="1"2"} 1\n'],
  ["no number", "# TYPE a gauge\na x\n"],
  ["a series told twice", "# TYPE a gauge\na 1\na 2\n"],
  ["an empty line", "# TYPE a gauge\n\na 1\n"],
])("the parser of these tests refuses %s", (_, text) => {
  expect(() => parseExposition(text)).toThrow();
});
