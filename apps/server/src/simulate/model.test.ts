import { describe, expect, test } from "bun:test";
import type { FrozenCaptureItem } from "@lineside/domain/routing";
import { modelFor, planVisit, type VisitQuestion } from "./model.ts";

const item = (over: Partial<FrozenCaptureItem> = {}): FrozenCaptureItem => ({
  id: "i1",
  code: "VOLUME",
  name: "Volume",
  nameZh: "体积",
  dataType: "NUMBER",
  unit: "%",
  lowerLimit: 70,
  upperLimit: 130,
  target: null,
  choices: null,
  isRequired: true,
  onBreach: "ALARM",
  ...over,
});

const asked = (over: Partial<VisitQuestion> = {}): VisitQuestion => ({
  seed: "1",
  sn: "SN-1",
  ordinal: 1,
  stepNo: 10,
  attempt: 1,
  traits: ["aoi", "inspection"],
  items: [item()],
  defectCodes: ["M12", "M14", "FCT_COMM"],
  ...over,
});

const boards = (count: number, over: Partial<VisitQuestion> = {}) =>
  Array.from({ length: count }, (_, ordinal) =>
    planVisit(asked({ sn: `SN-${ordinal}`, ordinal, ...over })),
  );

describe("planVisit", () => {
  test("same seed, same visit; another seed, board or attempt, another one", () => {
    expect(planVisit(asked())).toEqual(planVisit(asked()));
    for (const over of [{ seed: "2" }, { sn: "SN-2" }, { attempt: 2 }, { stepNo: 20 }])
      expect(planVisit(asked(over))).not.toEqual(planVisit(asked()));
  });
  test("yield and cycle time are those of the work", () => {
    const made = boards(5_000);
    const passed = made.filter((visit) => visit.result === "PASS").length;
    expect(passed / 5_000).toBeWithin(0.955, 0.975);
    const seconds = made.map((visit) => visit.seconds);
    expect(seconds.reduce((sum, each) => sum + each, 0) / 5_000).toBeWithin(14.8, 15.2);
    expect(Math.min(...seconds)).toBeGreaterThan(7);
  });
  test("values of good boards lie inside, one value of a failed board outside", () => {
    const items = [item(), item({ id: "i2", code: "HEIGHT", lowerLimit: 90, upperLimit: null })];
    for (const { result, values } of boards(3_000, { items })) {
      const outside = values.filter(
        ({ item: { lowerLimit, upperLimit }, value }) =>
          Number(value) < (lowerLimit ?? -1e9) || Number(value) > (upperLimit ?? 1e9),
      );
      expect(outside).toHaveLength(result === "PASS" ? 0 : 1);
    }
  });
  test("values drift slowly: neighbours are more alike than boards far apart", () => {
    const means = [0, 27, 53, 80].map((from) => {
      const some = Array.from({ length: 13 }, (_, n) =>
        Number(planVisit(asked({ sn: `SN-${from + n}`, ordinal: from + n })).values[0]?.value),
      );
      return some.reduce((sum, each) => sum + each, 0) / some.length;
    });
    expect(Math.max(...means) - Math.min(...means)).toBeGreaterThan(4);
  });
  test("a defect has a code of the plant, of the work's own where it has them", () => {
    const failed = boards(3_000).filter((visit) => visit.result === "FAIL");
    const codes = new Set(failed.map((visit) => visit.defect?.code));
    expect([...codes].sort()).toEqual(["M12", "M14"]);
    expect(boards(300, { defectCodes: [] }).every((visit) => visit.defect === null)).toBe(true);
  });
  test("texts, choices and yes-no have values of their kind", () => {
    const items = [
      item({ code: "T", dataType: "TEXT", lowerLimit: null, upperLimit: null }),
      item({ code: "C", dataType: "CHOICE", choices: ["A", "B"] }),
      item({ code: "B", dataType: "BOOLEAN", target: 0 }),
    ];
    const values = planVisit(asked({ items })).values.map(({ value }) => value);
    expect(values[0]).toMatch(/^SIM-\d+$/);
    expect(["A", "B"]).toContain(values[1] as string);
    expect(values[2]).toBe(false);
  });
});

test("unknown work has a model too", () => {
  expect(modelFor(["something"]).seconds).toBeGreaterThan(0);
});
