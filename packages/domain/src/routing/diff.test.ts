import { describe, expect, test } from "bun:test";
import { compilable } from "./compile.fixture.ts";
import { compileRoute } from "./compile.ts";
import { diffVersions } from "./diff.ts";
import { frozenItem, frozenStep } from "./frozen.fixture.ts";
import type { FrozenStep, RouteSnapshot } from "./snapshot.ts";

const ready = compileRoute(compilable());
const base = ready.snapshot as RouteSnapshot;

function steps(...codes: string[]): FrozenStep[] {
  return codes.map((code, index) =>
    frozenStep({
      stepNo: (index + 1) * 10,
      operation: { id: `op-${code}`, code, name: code, nameZh: code, traits: [] },
    }),
  );
}
const of = (list: FrozenStep[]): RouteSnapshot => ({ ...base, steps: list });
const told = (before: RouteSnapshot, after: RouteSnapshot) =>
  diffVersions(before, after).map(
    ({ stepNo, kind, field, before: old, after: now }) =>
      `${stepNo} ${kind} ${field} ${JSON.stringify(old)} → ${JSON.stringify(now)}`,
  );

describe("the sequence", () => {
  const rows: [before: string, after: string, changes: string[]][] = [
    ["A B C", "A B C", []],
    ["A B C", "A B C D", ['40 ADDED step null → "D"']],
    ["A B C", "N A B C", ['10 ADDED step null → "N"']],
    ["A B C", "A C", ['20 REMOVED step "B" → null']],
    ["A B C", "C A B", ["10 MOVED stepNo 30 → 10"]],
    ["A B C", "A X C", ['20 REMOVED step "B" → null', '20 ADDED step null → "X"']],
    ["A B A", "A A B", ["30 MOVED stepNo 20 → 30"]],
    ["A A", "A", ['20 REMOVED step "A" → null']],
    ["A B C D", "B D A", ['30 REMOVED step "C" → null', "30 MOVED stepNo 10 → 30"]],
  ];
  test.each(rows)("%s becomes %s", (before, after, changes) => {
    expect(told(of(steps(...before.split(" "))), of(steps(...after.split(" "))))).toEqual(changes);
  });

  test("renumbering alone is told, behind an inserted step it is not", () => {
    const wide = steps("A", "B").map((step) => ({ ...step, stepNo: step.stepNo * 10 }));
    expect(told(of(steps("A", "B")), of(wide))).toEqual([
      "100 CHANGED stepNo 10 → 100",
      "200 CHANGED stepNo 20 → 200",
    ]);
  });
});

describe("the fields", () => {
  const [plain] = steps("A") as [FrozenStep];
  const item = frozenItem();
  const rows: [Partial<FrozenStep>, string[]][] = [
    [{ stationType: "TEST" }, ['10 CHANGED stationType "AUTO" → "TEST"']],
    [{ stationGroup: null }, ['10 CHANGED stationGroup "PRINTERS" → null']],
    [
      { requiresFai: true, name: "Top" },
      ['10 CHANGED name null → "Top"', "10 CHANGED requiresFai false → true"],
    ],
    [
      { allowedStations: [{ id: "s", code: "S-1", name: "S" }] },
      ['10 CHANGED allowedStations [] → ["S-1"]'],
    ],
    [
      { operation: { ...plain.operation, name: "Print" } },
      ['10 CHANGED operation.name "A" → "Print"'],
    ],
    [
      { captureItems: [{ ...item, upperLimit: 160 }] },
      ["10 CHANGED captureItems.PASTE_HEIGHT.upperLimit 150 → 160"],
    ],
    [
      {
        captureItems: [{ ...item, id: "other" }],
        origin: { ...plain.origin, stationType: "GLOBAL" },
      },
      [],
    ],
  ];
  test.each(rows)("%p", (change, changes) => {
    const before = { ...plain, captureItems: [item] };
    expect(told(of([before]), of([{ ...before, ...change }]))).toEqual(changes);
  });

  test("capture items come, go and change places", () => {
    const other = frozenItem({ code: "SPEED" });
    const withItems = (...captureItems: FrozenStep["captureItems"]) =>
      of([{ ...plain, captureItems }]);
    const shape = (before: RouteSnapshot, after: RouteSnapshot) =>
      diffVersions(before, after).map(({ kind, field }) => `${kind} ${field}`);
    expect(shape(withItems(item), withItems(item, other))).toEqual(["ADDED captureItems.SPEED"]);
    expect(shape(withItems(item, other), withItems(other))).toEqual([
      "REMOVED captureItems.PASTE_HEIGHT",
    ]);
    expect(shape(withItems(item, other), withItems(other, item))).toEqual(["CHANGED captureOrder"]);
  });

  test("the route's own come first", () => {
    const after = { ...base, route: { ...base.route, productCode: null }, steps: [base.steps[0]!] };
    expect(told(base, after)).toEqual([
      'null CHANGED route.productCode "P-1001" → null',
      '20 REMOVED step "AOI" → null',
    ]);
  });
});

describe("properties, over every sequence of up to four steps of three operations", () => {
  const sequences = [""];
  for (const sequence of sequences)
    if (sequence.length < 4) sequences.push(...["A", "B", "C"].map((code) => sequence + code));
  const snapshots = sequences.slice(1).map((sequence) => of(steps(...sequence)));

  test("a version does not differ from itself, different versions always differ", () => {
    for (const [a, before] of snapshots.entries())
      for (const [b, after] of snapshots.entries())
        expect(diffVersions(before, after).length > 0).toBe(a !== b);
  });

  test("as many steps come as go, plus the difference in length", () => {
    for (const before of snapshots)
      for (const after of snapshots) {
        const count = (kind: string) =>
          diffVersions(before, after).filter((change) => change.kind === kind).length;
        expect(count("ADDED") - count("REMOVED")).toBe(after.steps.length - before.steps.length);
      }
  });

  test("versions that did not compile are shown too", () => {
    const facts = compilable();
    const broken = compileRoute({ ...facts, configs: facts.configs.slice(1) });
    expect(diffVersions(base, broken.snapshot).map(({ field }) => field)).toEqual([
      "stationType",
      "ingestMapping",
      "stationType",
      "ingestMapping",
    ]);
  });
});
