import { describe, expect, test } from "bun:test";
import { type IngestMapping, standardMapping } from "../routing/index.ts";
import { extract } from "./extract.ts";
import { find, findAll, lookFor, payloadReasons } from "./find-value.ts";

const receivedAt = "2026-11-22T08:00:00.000Z";
const limits = { lowerLimit: 0, upperLimit: 1000, target: null, choices: null };
const names = { name: "V", nameZh: "V", dataType: "NUMBER" as const, unit: "mV" };
const captureItems = Array.from({ length: 20 }, (_, at) => ({
  ...{ id: `i${at}`, code: `M${at}`, ...names, ...limits },
  ...{ isRequired: true, onBreach: "RECORD" as const },
}));

/** The same numbers every time. */
function random(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const scraps: readonly unknown[] = [
  ...[null, "", " ", 0, -1, 1e308, true, false, [], {}, "PASS", "FAIL", "SN-1", "2026-11-22T08:00"],
  ...[[[]], [null], { value: 1 }, { name: "M1", value: "1" }, [{ name: "M1" }], "x".repeat(300)],
];

/** Somebody's payload with some of it replaced, left out or doubled. */
function spoil(value: unknown, next: (below: number) => number): unknown {
  if (next(12) === 0) return scraps[next(scraps.length)];
  if (Array.isArray(value)) return value.map((each) => spoil(each, next));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]) =>
      next(20) === 0 ? [] : [[key, spoil(each, next)] as [string, unknown]],
    ),
  );
}

const measurements = captureItems.map(({ code }, at) => ({ name: code, value: at, unit: "V" }));
const payloads = {
  AUTO: { station: "S", sn: "SN-1", result: "PASS", measurements, defects: [{ code: "D" }] },
  TEST: { station: "S", sn: "SN-1", result: "FAIL", testResultId: "T", measurements },
  BATCH: {
    ...{ station: "S", carrier: "C", sns: ["A", "B"], result: "PASS" },
    units: ["A", "B"].map((sn) => ({ sn, result: "PASS" })),
  },
};

describe("whatever a machine sends", () => {
  test("is read or refused with a place, never a crash, and what is read is complete", () => {
    const codes = new Set<string>();
    for (const [type, payload] of Object.entries(payloads)) {
      const mapping = standardMapping(type as keyof typeof payloads);
      const next = random(type.length);
      for (let round = 0; round < 3000; round++) {
        const spoilt = spoil(payload, next);
        const event = { receivedAt, timezone: "Europe/Berlin", payload: spoilt };
        const result = extract(mapping, event, { captureItems });
        if (!result.ok) {
          const { code, context } = result.refusal;
          codes.add(code);
          expect(String(context.path).split(".")[0]).toBe("payload");
          if (code === "INGEST_PAYLOAD_INVALID") {
            expect(payloadReasons).toContain(context.reason as never);
            expect(String(context.found).length).toBeLessThan(100);
          }
          continue;
        }
        const { sns, units, captures, result: fared } = result.value;
        expect(units.map((unit) => unit.sn)).toEqual(sns);
        expect(sns.every((sn) => sn.trim() === sn && sn !== "")).toBe(true);
        expect(["PASS", "FAIL"]).toContain(fared);
        expect(new Set(captures.map(({ code }) => code)).size).toBe(captures.length);
        expect(captures.every(({ value }) => Number.isFinite(value))).toBe(true);
      }
    }
    expect([...codes].sort()).toEqual(
      ["INGEST_PAYLOAD_INVALID", "INGEST_RESULT_UNKNOWN", "UNIT_INCOMPATIBLE"].sort(),
    );
  });

  test("a path finds what indexing by hand finds", () => {
    const next = random(7);
    for (let round = 0; round < 500; round++) {
      const list = Array.from({ length: next(4) }, (_, at) => ({ v: [at, at * 2] }));
      const root = { payload: { list } };
      expect(findAll(root, lookFor("payload.list[*].v[1]")).map(({ value }) => value)).toEqual(
        list.map(({ v }) => v[1]),
      );
      const at = next(5);
      expect(find(root, lookFor(`payload.list[${at}].v[0]`))).toBe(list[at]?.v[0] as number);
    }
  });
});

test("2,000 measurements are read in about a millisecond", () => {
  const many = Array.from({ length: 2000 }, (_, at) => ({
    ...{
      name: at % 100 === 0 ? `M${at / 100}` : `PAD-${at}`,
      value: at / 7,
      unit: "V",
      judge: "PASS",
    },
  }));
  const mapping: IngestMapping = standardMapping("TEST");
  const payload = { ...payloads.TEST, measurements: many };
  const step = { captureItems };
  const once = () => extract(mapping, { receivedAt, timezone: "UTC", payload }, step);
  for (let round = 0; round < 200; round++) once();
  const times = Array.from({ length: 50 }, () => {
    const from = performance.now();
    expect(once()).toMatchObject({ ok: true, value: { captures: { length: 20 } } } as never);
    return performance.now() - from;
  }).sort((a, b) => a - b);
  // A machine that is busy with other things gets room; the median is far below.
  expect(times[10]).toBeLessThan(3);
});
