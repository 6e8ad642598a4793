import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import {
  defaultSerialPattern,
  parseSerialPattern,
  readSerial,
  renderSerial,
  renderSerials,
  type SerialFacts,
  type SerialPattern,
  serialScope,
} from "./serial.ts";

const facts: SerialFacts = {
  product: "P-1001",
  run: "RUN-7",
  wo: "WO-88",
  line: "SMT-A",
  // 00:30 on 1 December in Shanghai.
  now: "2026-11-30T16:30:00.000Z",
  timeZone: "Asia/Shanghai",
};

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}
const pattern = (text: string): SerialPattern => value(parseSerialPattern(text));

describe("a pattern that is none says why and where", () => {
  const rows: [text: string, reason: string, at: number][] = [
    ["", "EMPTY", 1],
    [`${"A".repeat(60)}{seq:4}`, "TOO_LONG", 65],
    ["SN {seq:4}", "CHARACTER", 1],
    ["板-{seq:4}", "CHARACTER", 1],
    ["A/{seq:4}", "CHARACTER", 1],
    ["SN-{run-{seq:4}", "BRACE", 4],
    ["SN}{seq:4}", "BRACE", 3],
    ["{month}{seq:4}", "UNKNOWN_FIELD", 1],
    ["{Run}{seq:4}", "UNKNOWN_FIELD", 1],
    ["{}{seq:4}", "UNKNOWN_FIELD", 1],
    ["{seq}", "SEQ_DIGITS", 1],
    ["{seq:0}", "SEQ_DIGITS", 1],
    ["{seq:10}", "SEQ_DIGITS", 1],
    ["{seq:4}-{seq:4}", "SEQ_TWICE", 9],
    ["SN-{run}", "SEQ_MISSING", 9],
  ];
  test.each(rows)("%p: %s at %p", (text, reason, at) => {
    const parsed = parseSerialPattern(text);
    expect(parsed).toMatchObject({
      ok: false,
      refusal: { code: "SERIAL_PATTERN_INVALID", context: { reason, at } },
    });
  });
});

describe("serial numbers", () => {
  const rows: [text: string, seq: number, serial: string][] = [
    [defaultSerialPattern, 1, "SN-RUN-7-0001"],
    ["{product}{YY}{MM}{seq:5}", 42, "P-10012612" + "00042"],
    ["{YYYY}{MM}{DD}-{line}-{seq:3}", 7, "20261201-SMT-A-007"],
    ["{wo}.{YY}{WW}.{seq:9}", 1, "WO-88.2649.000000001"],
    ["{seq:2}-{wo}", 99, "99-WO-88"],
  ];
  test.each(rows)("%p number %p is %p", (text, seq, serial) => {
    expect(value(renderSerial(pattern(text), facts, seq))).toBe(serial);
  });

  const weeks: [now: string, text: string, serial: string][] = [
    ["2026-12-31T18:00:00.000Z", "{YYYY}W{WW}-{seq:1}", "2026W53-1"],
    ["2026-12-31T18:00:00.000Z", "{YYYY}{MM}W{WW}-{seq:1}", "202701W53-1"],
    ["2024-12-29T18:00:00.000Z", "{YYYY}W{WW}-{seq:1}", "2025W01-1"],
    ["2026-01-03T18:00:00.000Z", "{YYYY}W{WW}-{seq:1}", "2026W01-1"],
    ["2026-01-04T18:00:00.000Z", "{YYYY}W{WW}-{seq:1}", "2026W02-1"],
  ];
  test.each(weeks)("at %p %p is %p: the year beside a week is the week's", (now, text, serial) => {
    expect(value(renderSerial(pattern(text), { ...facts, now }, 1))).toBe(serial);
  });

  test("read back as the number they were made from", () => {
    for (const text of [defaultSerialPattern, "{seq:6}{YY}{MM}", "{product}{seq:1}", "A{seq:9}B"]) {
      const parsed = pattern(text);
      for (let seq = 1; seq <= 10 ** parsed.digits - 1; seq = seq * 3 + 1)
        expect(readSerial(parsed, facts, value(renderSerial(parsed, facts, seq)))).toBe(seq);
    }
    for (const other of ["SN-RUN-8-0001", "SN-RUN-7-001", "SN-RUN-7-00001", "SN-RUN-7-00x1"])
      expect(readSerial(pattern(defaultSerialPattern), facts, other)).toBeNull();
  });

  test("of a batch are consecutive, and all different", () => {
    const serials = value(renderSerials(pattern("B{seq:4}"), facts, { first: 98, quantity: 4 }));
    expect(serials).toEqual(["B0098", "B0099", "B0100", "B0101"]);
  });

  const overflows: [first: number, quantity: number, code: string][] = [
    [1, 99, "ok"],
    [99, 1, "ok"],
    [99, 2, "SERIAL_RANGE_EXHAUSTED"],
    [100, 1, "SERIAL_RANGE_EXHAUSTED"],
    [0, 1, "SERIAL_RANGE_EXHAUSTED"],
  ];
  test.each(overflows)("from %p, %p of them, on two digits: %s", (first, quantity, code) => {
    const made = renderSerials(pattern("B{seq:2}"), facts, { first, quantity });
    expect(made.ok ? "ok" : made.refusal.code).toBe(code);
  });

  test("longer than a scanned key are refused", () => {
    const long = renderSerial(pattern("{run}-{seq:4}"), { ...facts, run: "R".repeat(64) }, 1);
    expect(long).toMatchObject({ refusal: { code: "SERIAL_TOO_LONG", context: { length: 69 } } });
  });
});

test("the counter starts again when a field of the pattern changes, and only then", () => {
  const monthly = pattern("{product}{YY}{MM}{seq:5}");
  const scope = (now: string) => serialScope(monthly, { ...facts, now });
  expect(scope("2026-11-29T16:30:00.000Z")).toBe("P-10012611{seq}");
  expect(scope("2026-11-30T15:59:00.000Z")).toBe("P-10012611{seq}");
  expect(scope("2026-11-30T16:00:00.000Z")).toBe("P-10012612{seq}");
  expect(serialScope(pattern("A{seq:2}B"), facts)).not.toBe(
    serialScope(pattern("AB{seq:2}"), facts),
  );
});
