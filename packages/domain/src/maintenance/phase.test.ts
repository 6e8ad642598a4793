import { describe, expect, test } from "bun:test";
import { addMinutes } from "../kernel/index.ts";
import { announceMaintenance, maintenancePhase, retrySeconds, startMaintenance } from "./phase.ts";
import { type Maintenance, noMaintenance } from "./schema.ts";

const now = "2026-11-22T08:00:00.000Z";
const at = (minutes: number | null) => (minutes === null ? null : addMinutes(now, minutes));
const told = (isOn: boolean, startsAt: number | null, endsAt: number | null): Maintenance => ({
  ...noMaintenance,
  isOn,
  startsAt: at(startsAt),
  endsAt: at(endsAt),
});
const words = { message: "Upgrade", messageZh: "升级" };

describe("the phase", () => {
  // biome-ignore format: a table
  const rows: [string, Maintenance, string][] = [
    ["nothing said                      ", noMaintenance,          "OFF"],
    ["announced                         ", told(false, 30, 90),    "ANNOUNCED"],
    ["its time has come, nobody began   ", told(false, -10, 90),   "ANNOUNCED"],
    ["its end has passed, nobody began  ", told(false, -90, 0),    "OFF"],
    ["no end said, an hour after        ", told(false, -60, null), "OFF"],
    ["no end said, within the hour      ", told(false, -59, null), "ANNOUNCED"],
    ["on                                ", told(true, -10, 30),    "ON"],
    ["on, longer than was said          ", told(true, -90, -30),   "ON"],
  ];
  test.each(rows)("%s", (...[, known, phase]) => {
    expect(maintenancePhase(known, now)).toBe(phase as never);
  });
});

describe("what is asked", () => {
  const on = told(true, -10, 30);
  const start = (current: Maintenance, endsAt: number | null) =>
    startMaintenance(current, { ...words, endsAt: at(endsAt) }, now);
  const announce = (current: Maintenance, startsAt: number, endsAt: number | null) =>
    announceMaintenance(
      current,
      { ...words, startsAt: addMinutes(now, startsAt), endsAt: at(endsAt) },
      now,
    );
  // biome-ignore format: a table
  const rows: [string, ReturnType<typeof start>, string | Partial<Maintenance>][] = [
    ["on, over before it began        ", start(noMaintenance, 0),            "MAINTENANCE_ENDS_BEFORE"],
    ["on                              ", start(noMaintenance, 30),           { ...words, isOn: true, startsAt: now, endsAt: at(30) }],
    ["on again keeps when it began    ", start(on, 60),                      { isOn: true, startsAt: at(-10), endsAt: at(60) }],
    ["announced while it is on        ", announce(on, 10, 20),               "MAINTENANCE_IS_ON"],
    ["announced for what has passed   ", announce(noMaintenance, 0, 20),     "MAINTENANCE_STARTS_IN_PAST"],
    ["announced, over before it begins", announce(noMaintenance, 20, 20),    "MAINTENANCE_ENDS_BEFORE"],
    ["announced                       ", announce(noMaintenance, 20, null),  { ...words, isOn: false, startsAt: at(20), endsAt: null }],
  ];
  test.each(rows)("%s", (...[, result, expected]) => {
    if (typeof expected === "string")
      expect(result).toMatchObject({ ok: false, refusal: { code: expected } });
    else expect(result).toMatchObject({ ok: true, value: expected });
  });
});

test("whoever is refused asks again within half a minute, sooner when it is nearly over", () => {
  const seconds = [null, 60, 0.2, -5].map((minutes) => retrySeconds(told(true, -1, minutes), now));
  expect(seconds).toEqual([30, 30, 12, 5]);
});
