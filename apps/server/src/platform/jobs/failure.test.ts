import { describe, expect, test } from "bun:test";
import { DatabaseError } from "@lineside/db";
import { AppError } from "@lineside/domain/kernel";
import { afterFailure, asFailure, type Failed, fingerprintOf } from "./failure.ts";
import { type FailureClass, JobFailure } from "./job.ts";
import { backOffMs } from "./lanes.ts";

const now = "2026-11-22T02:00:00.000Z";
const job: Failed = { lane: "event", attempt: 1, spent: 0, looks: 0, parkedAt: null };
const after = (of: Partial<Failed>, failure: FailureClass, more: object = {}) => {
  const given = { failure, code: "X", message: "", context: {}, ...more };
  const at = { now, random: () => 1, isRepeatable: true, ...more };
  const { state, outcome, notBefore, spent, looks } = afterFailure({ ...job, ...of }, given, at);
  const seconds = (Date.parse(notBefore) - Date.parse(now)) / 1000;
  return [state, outcome, seconds, spent, looks] as unknown[];
};

describe("what becomes of a job after a failed attempt", () => {
  const day = "2026-11-21T02:00:00.000Z";
  const outbox = { lane: "outbox" } as const;
  // class, the job before, the failure       → state, outcome, seconds, spent, looks
  const rows: [string, Partial<Failed>, object, unknown[]][] = [
    ["permanent", {}, {}, ["FAILED", "FAILED", 0, 0, 0]],
    ["early    ", { looks: 0 }, {}, ["QUEUED", "PARKED", 15, 0, 1]],
    ["early    ", { looks: 1 }, {}, ["QUEUED", "PARKED", 60, 0, 2]],
    ["early    ", { looks: 2 }, {}, ["QUEUED", "PARKED", 300, 0, 3]],
    ["early    ", { looks: 3 }, {}, ["QUEUED", "PARKED", 900, 0, 4]],
    ["early    ", { looks: 4 }, {}, ["QUEUED", "PARKED", 3600, 0, 5]],
    ["early    ", { looks: 0 }, { retryAfterMs: 500 }, ["QUEUED", "PARKED", 0.5, 0, 1]],
    ["early    ", { looks: 0 }, { retryAfterMs: 20_000 }, ["QUEUED", "PARKED", 15, 0, 1]],
    ["early    ", { looks: 40, parkedAt: day }, {}, ["FAILED", "FAILED", 0, 0, 40]],
    ["transient", {}, {}, ["QUEUED", "RETRY", 1, 1, 0]],
    ["transient", { spent: 3 }, {}, ["QUEUED", "RETRY", 8, 4, 0]],
    ["transient", { spent: 8 }, {}, ["QUEUED", "RETRY", 256, 9, 0]],
    ["transient", { spent: 9 }, {}, ["FAILED", "FAILED", 0, 10, 0]],
    ["transient", { ...outbox, spent: 38 }, {}, ["QUEUED", "RETRY", 900, 39, 0]],
    ["transient", { ...outbox, spent: 39 }, {}, ["FAILED", "FAILED", 0, 40, 0]],
    ["transient", { spent: 2 }, { attempts: 3 }, ["FAILED", "FAILED", 0, 3, 0]],
    [
      "throttled",
      { ...outbox, spent: 39 },
      { retryAfterMs: 7000 },
      ["QUEUED", "THROTTLED", 7, 39, 0],
    ],
    ["outage   ", { ...outbox, spent: 39, attempt: 500 }, {}, ["QUEUED", "RETRY", 900, 39, 0]],
    ["ambiguous", outbox, {}, ["QUEUED", "RETRY", 5, 1, 0]],
    ["ambiguous", outbox, { isRepeatable: false }, ["FAILED", "FAILED", 0, 0, 0]],
  ];
  test.each(rows)("%s %o %o", (...row) => {
    const [name, before, more, expected] = row;
    expect(after(before, name.trim() as FailureClass, more)).toEqual(expected);
  });

  test("half of a delay is certain, half is chance", () => {
    const delays = [0, 0.5, 0.999].map((chance) => backOffMs("event", 4, () => chance));
    expect(delays).toEqual([4_000, 6_000, 7_996]);
  });
});

describe("what was thrown, as a class", () => {
  const unique = Object.assign(new Error("UNIQUE constraint failed: a.b"), {
    code: "SQLITE_CONSTRAINT_UNIQUE",
  });
  const rows: [unknown, FailureClass, string][] = [
    [new JobFailure("throttled", "SLOW_DOWN"), "throttled", "SLOW_DOWN"],
    [new AppError("refused", "RUN_ON_HOLD"), "permanent", "RUN_ON_HOLD"],
    [new AppError("not_found", "UNIT_NOT_FOUND"), "permanent", "UNIT_NOT_FOUND"],
    [new AppError("internal", "INTERNAL"), "permanent", "INTERNAL"],
    [new AppError("conflict", "VERSION_CONFLICT"), "transient", "VERSION_CONFLICT"],
    [new AppError("busy", "DATABASE_BUSY"), "transient", "DATABASE_BUSY"],
    [new DatabaseError("DATABASE_FULL", "full"), "transient", "DATABASE_FULL"],
    [unique, "transient", "CONCURRENT_CHANGE"],
    [new TypeError("x is undefined"), "transient", "JOB_THREW"],
    ["a text", "transient", "JOB_THREW"],
  ];
  test.each(rows)("%o is %s %s", (thrown, failure, code) => {
    expect(asFailure(thrown)).toMatchObject({ failure, code });
  });

  test("failures of one cause have one fingerprint, whatever the row they met", () => {
    const of = (message: string, kind = "k") => fingerprintOf(kind, asFailure(new Error(message)));
    expect(of("unit 17 is missing")).toBe(of("unit 4711 is missing"));
    expect(of("unit 17 is missing")).not.toBe(of("panel 17 is missing"));
    expect(of("unit 17 is missing")).not.toBe(of("unit 17 is missing", "other"));
  });
});
