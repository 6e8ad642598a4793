import { describe, expect, test } from "bun:test";
import { readMachineTime } from "./machine-time.ts";

const shanghai = "Asia/Shanghai";
const berlin = "Europe/Berlin";

describe("the time a machine wrote", () => {
  const rows: [text: string, zone: string, at: string | null, isZoneAssumed: boolean][] = [
    ["2026-11-22T08:30:00Z", shanghai, "2026-11-22T08:30:00.000Z", false],
    ["2026-11-22T08:30:00.1234567Z", shanghai, "2026-11-22T08:30:00.123Z", false],
    ["2026-11-22T08:30:00.1234567-05:00", shanghai, "2026-11-22T13:30:00.123Z", false],
    ["2026-11-22T08:30:00+0800", shanghai, "2026-11-22T00:30:00.000Z", false],
    ["2026-11-22T08:30:00+08", shanghai, "2026-11-22T00:30:00.000Z", false],
    ["2026-11-22T08:30:00.1234567", shanghai, "2026-11-22T00:30:00.123Z", true],
    ["2026-11-22 08:30:00,5", shanghai, "2026-11-22T00:30:00.500Z", true],
    ["2026-11-22 08:30", shanghai, "2026-11-22T00:30:00.000Z", true],
    ["  2026-11-22T08:30:00z ", shanghai, "2026-11-22T08:30:00.000Z", false],
    ["2028-02-29T00:00:00Z", shanghai, "2028-02-29T00:00:00.000Z", false],
    // Summer and winter, the hour that was skipped, and the hour that came twice.
    ["2026-07-01T12:00:00", berlin, "2026-07-01T10:00:00.000Z", true],
    ["2026-12-01T12:00:00", berlin, "2026-12-01T11:00:00.000Z", true],
    ["2026-03-29T01:59:59", berlin, "2026-03-29T00:59:59.000Z", true],
    ["2026-03-29T02:30:00", berlin, "2026-03-29T01:30:00.000Z", true],
    ["2026-03-29T03:00:00", berlin, "2026-03-29T01:00:00.000Z", true],
    ["2026-10-25T01:30:00", berlin, "2026-10-24T23:30:00.000Z", true],
    ["2026-10-25T02:30:00", berlin, "2026-10-25T00:30:00.000Z", true],
    ["2026-10-25T03:00:00", berlin, "2026-10-25T02:00:00.000Z", true],
    ["2026-02-29T00:00:00Z", shanghai, null, false],
    ["2026-13-01T00:00:00Z", shanghai, null, false],
    ["2026-11-31T00:00:00Z", shanghai, null, false],
    ["2026-11-22T24:00:00Z", shanghai, null, false],
    ["2026-11-22T08:60:00Z", shanghai, null, false],
    ["2026-11-22T08:30:00+15:00", shanghai, null, false],
    ["2026-11-22T08:30:00+05:75", shanghai, null, false],
    ["1969-12-31T23:59:59Z", shanghai, null, false],
    // An instant of the year 10000 is no text like the others.
    ["9999-12-31T23:59:59-10:00", shanghai, null, false],
    ["2026-11-22", shanghai, null, false],
    ["22.11.2026 08:30", shanghai, null, false],
    ["1732264200", shanghai, null, false],
    ["yesterday", shanghai, null, false],
    ["", shanghai, null, false],
  ];
  test.each(rows)("%p in %s", (...[text, zone, at, isZoneAssumed]) => {
    expect(readMachineTime(text, zone)).toEqual(at === null ? null : { at, isZoneAssumed });
  });

  test("a time with a zone means the same wherever the plant is", () => {
    const ofZone = (zone: string) => readMachineTime("2026-11-22T08:30:00.25+01:00", zone);
    for (const zone of ["UTC", "America/St_Johns", "Asia/Kolkata", "Pacific/Auckland"])
      expect(ofZone(zone)).toEqual({ at: "2026-11-22T07:30:00.250Z", isZoneAssumed: false });
  });
});
