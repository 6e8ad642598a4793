import { describe, expect, test } from "bun:test";
import { type HealthCheck, type HealthLevel, healthCodes } from "@lineside/domain/health";
import { mendings, parts, troublesOf, vitalCodes } from "./parts.ts";

const check = (code: HealthCheck["code"], level: HealthLevel): HealthCheck => ({
  ...{ code, level, reason: level, since: null, context: {}, isPlant: false },
});

describe("the picture", () => {
  test("has a place for every check, and one only", () => {
    expect((Object.values(parts).flat() as string[]).toSorted()).toEqual(healthCodes.toSorted());
  });

  test("shows what is wrong first: alarms, then warnings, each in the order of the table", () => {
    const checks = [
      check("DATABASE", "OK"),
      check("DISK_SPACE", "WARNING"),
      check("BACKUP_AGE", "ALARM"),
      check("JOBS_DEAD", "WARNING"),
      check("CLOCK", "UNKNOWN"),
      check("AUDIT_SEALS", "ALARM"),
    ];
    const codes = troublesOf(checks).map(({ code }) => code);
    expect(codes).toEqual(["BACKUP_AGE", "AUDIT_SEALS", "DISK_SPACE", "JOBS_DEAD"]);
  });

  test("leads to screens for checks that are", () => {
    const named = [...Object.keys(mendings), ...vitalCodes];
    expect(named.filter((code) => !(healthCodes as string[]).includes(code))).toEqual([]);
  });
});
