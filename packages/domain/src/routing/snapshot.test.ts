import { describe, expect, test } from "bun:test";
import { frozenStep } from "./frozen.fixture.ts";
import { firstStep, nextStep, routeSnapshotSchema, stationFits, stepAt } from "./snapshot.ts";

const route = {
  id: "r1",
  code: "PCBA-SMT-V1",
  name: "SMT",
  source: "MES" as const,
  sourceKey: null,
  processType: "SMT" as const,
  productCode: "P-1001",
};

describe("steps of a frozen route", () => {
  const steps = [10, 25, 40].map((stepNo) => frozenStep({ stepNo }));
  const snapshot = { schema: 1 as const, route, steps };

  test("are found by number, never by index", () => {
    expect(routeSnapshotSchema.parse(snapshot)).toEqual(snapshot);
    expect(firstStep(snapshot).stepNo).toBe(10);
    expect(stepAt(snapshot, 25)?.stepNo).toBe(25);
    expect(stepAt(snapshot, 1)).toBeNull();
  });

  const next: [from: number, to: number | null][] = [
    [0, 10],
    [10, 25],
    [25, 40],
    [30, 40],
    [40, null],
  ];
  test.each(next)("after %p comes %p", (from, to) => {
    expect(nextStep(snapshot, from)?.stepNo ?? null).toBe(to);
  });

  test("do not depend on the order they are listed in", () => {
    const shuffled = { ...snapshot, steps: [steps[2]!, steps[0]!, steps[1]!] };
    expect(firstStep(shuffled).stepNo).toBe(10);
    expect(nextStep(shuffled, 10)?.stepNo).toBe(25);
  });

  test("an incomplete step is no frozen step", () => {
    const open = { ...snapshot, steps: [{ ...steps[0], stationType: null }] };
    expect(routeSnapshotSchema.safeParse(open).success).toBe(false);
    expect(routeSnapshotSchema.safeParse({ ...snapshot, steps: [] }).success).toBe(false);
  });
});

describe("a station fits a step", () => {
  const group = { id: "g1", code: "PRINTERS", name: "Printers" };
  const listed = [{ id: "s1", code: "PRINT-1", name: "Printer 1" }];
  const auto = { id: "s1", stationType: "AUTO", groupId: "g1" };
  const rows: [string, Parameters<typeof frozenStep>[0], Partial<typeof auto>, boolean][] = [
    ["of the group          ", { stationGroup: group, allowedStations: [] }, {}, true],
    ["of another type       ", { stationGroup: group }, { stationType: "MANUAL" }, false],
    [
      "not on the list       ",
      { stationGroup: null, allowedStations: listed },
      { id: "s2" },
      false,
    ],
    ["on the list           ", { stationGroup: null, allowedStations: listed }, {}, true],
    ["of another group      ", { stationGroup: group }, { groupId: "g2" }, false],
    [
      "listed, another group ",
      { stationGroup: group, allowedStations: listed },
      { groupId: "g2" },
      false,
    ],
    ["listed and of the group", { stationGroup: group, allowedStations: listed }, {}, true],
  ];
  test.each(rows)("%s", (...[, step, station, fits]) => {
    expect(stationFits(frozenStep(step), { ...auto, ...station } as never)).toBe(fits);
  });
});
