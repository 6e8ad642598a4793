import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { frozenStep } from "../routing/frozen.fixture.ts";
import {
  allocatedQuantity,
  allowedQuantity,
  type CreateRunFacts,
  createRun,
} from "./create-run.ts";
import {
  line,
  now,
  order,
  route,
  runOfOrder,
  snapshot,
  station,
  version,
} from "./facts.fixture.ts";

const verdict = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const reason = "customer takes the surplus";

describe("createRun refuses in this order", () => {
  const good: CreateRunFacts = {
    order: order(),
    route: route(),
    version: version(),
    line: line(),
    lineStations: [station()],
    runs: [],
    plantOverrunPercent: 0,
  };
  const full = [runOfOrder({ planQty: 95 })];
  const broken: [string, Partial<CreateRunFacts>][] = [
    ["WORK_ORDER_NOT_RELEASED", { order: order({ state: "RECEIVED" }) }],
    ["ROUTE_NOT_FOUND", { route: null }],
    ["ROUTE_NOT_EFFECTIVE", { route: route({ isActive: false }) }],
    ["LINE_NOT_FOUND", { line: null }],
    ["WORK_ORDER_DISPATCH_LINE_MISMATCH", { line: line({ id: "l2", code: "L2" }) }],
    ["LINE_INACTIVE", { line: line({ isActive: false }) }],
    ["ROUTE_VERSION_NOT_READY", { version: null }],
    ["RUN_LINE_INCOMPATIBLE_WITH_ROUTE", { lineStations: [station({ isActive: false })] }],
    ["SHIFT_NOT_FOUND", { shift: null }],
    ["RUN_QUANTITY_EXCEEDS_ORDER", { runs: full }],
  ];
  for (const [index, [code]] of broken.entries())
    test(code, () => {
      const facts = Object.assign(
        {},
        good,
        ...broken
          .slice(index)
          .map(([, one]) => one)
          .reverse(),
      );
      expect(verdict(createRun(facts, { planQty: 10 }, now))).toBe(code);
    });
  test("WORK_ORDER_ON_HOLD tells why", () => {
    const held = order({ state: "ON_HOLD", heldFrom: "RELEASED", holdReason: "no PCBs" });
    expect(createRun({ ...good, order: held }, { planQty: 1 }, now)).toEqual({
      ok: false,
      refusal: { code: "WORK_ORDER_ON_HOLD", context: { woNo: "WO-1", reason: "no PCBs" } },
    });
  });
  test("an incompatible line is told by step", () => {
    const steps = [frozenStep(), frozenStep({ stepNo: 30, stationType: "TEST" })];
    const facts = { ...good, version: version({ snapshot: snapshot(steps) }) };
    const result = createRun(facts, { planQty: 1 }, now);
    expect(result.ok ? null : result.refusal.context).toEqual({
      lineCode: "L1",
      steps: [
        {
          stepNo: 30,
          name: "Paste printing",
          nameZh: "印刷",
          stationType: "TEST",
          stationGroup: "PRINTERS",
        },
      ],
    });
  });
  test("the first run starts the order and freezes the version; the second only joins", () => {
    const first = createRun(good, { planQty: 60 }, now);
    expect(first).toEqual({
      ok: true,
      value: {
        run: {
          runNo: "RUN-WO-1-01",
          state: "PREP",
          planQty: 60,
          lineId: "l1",
          routeVersionId: "v1",
          shiftId: null,
        },
        order: { state: "IN_PROGRESS" },
        overrunQty: 0,
      },
    });
    const started = { ...good, order: order({ state: "IN_PROGRESS" }), runs: full };
    expect(createRun(started, { planQty: 5 }, now)).toMatchObject({
      value: { run: { runNo: "RUN-WO-1-02" }, order: null },
    });
  });
  test("D47: the runs of an order never promise more than ordered plus the over-run", () => {
    const refused = createRun({ ...good, runs: full }, { planQty: 6 }, now);
    expect(refused.ok ? null : refused.refusal).toEqual({
      code: "RUN_QUANTITY_EXCEEDS_ORDER",
      context: {
        woNo: "WO-1",
        plannedQty: 100,
        overrunPercent: 0,
        allowedQty: 100,
        allocatedQty: 95,
        askedQty: 6,
        remainingQty: 5,
      },
    });
    const asks: [number, string | null, number, string][] = [
      //          reason  plant %  verdict
      [5, /*   */ null, /**/ 0, "ok"],
      [6, /*   */ reason, /**/ 0, "RUN_QUANTITY_EXCEEDS_ORDER"],
      [6, /*   */ null, /**/ 5, "OVERRUN_REASON_REQUIRED"],
      [10, /*  */ reason, /**/ 5, "ok"],
      [11, /*  */ reason, /**/ 5, "RUN_QUANTITY_EXCEEDS_ORDER"],
    ];
    for (const [planQty, overrunReason, plantOverrunPercent, code] of asks)
      expect(
        verdict(
          createRun({ ...good, runs: full, plantOverrunPercent }, { planQty, overrunReason }, now),
        ),
      ).toBe(code);
  });
  test("a cancelled run gives its units back; the order's own percentage wins over the plant's", () => {
    expect(allocatedQuantity([runOfOrder(), runOfOrder({ state: "CANCELLED" })])).toBe(10);
    expect(allowedQuantity(order({ overrunPercent: 15 }), 50)).toBe(115);
    expect(allowedQuantity(order({ plannedQty: 7 }), 10)).toBe(7);
  });
});
