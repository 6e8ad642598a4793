import { describe, expect, test } from "bun:test";
import { faults, type Result } from "../kernel/index.ts";
import { type EditOrderFacts, editOrder } from "./edit-order.ts";
import { line, now, order, route, runOfOrder } from "./facts.fixture.ts";
import { cancelOrder, closeOrder, holdOrder, resumeOrder } from "./order-lifecycle.ts";
import { type ReleaseFacts, releaseOrder } from "./release-order.ts";
import { chooseRoute } from "./route-of-order.ts";
import { orderStates, runStates } from "./states.ts";

const verdict = (result: Result<unknown>) => (result.ok ? "ok" : result.refusal.code);
const reason = "customer changed the plan";

describe("state tables", () => {
  test("D44: every state of orders and runs is reachable, CANCELLED too", () => {
    expect(faults(orderStates, "RECEIVED")).toEqual([]);
    expect(faults(runStates, "PREP")).toEqual([]);
  });
  test("orders and runs end only completed or cancelled", () => {
    const ends = ["COMPLETED", "CANCELLED"];
    expect(orderStates.states.filter(orderStates.isTerminal)).toEqual(ends as never);
    expect(runStates.states.filter(runStates.isTerminal)).toEqual(ends as never);
  });
});

describe("releaseOrder refuses in this order", () => {
  const good: ReleaseFacts = {
    order: order({ state: "RECEIVED", lineId: null }),
    route: route(),
    hasReadyVersion: true,
    line: line(),
  };
  // Each row breaks its own guard and every guard after it, so the order itself is tested.
  const broken: [string, Partial<ReleaseFacts>][] = [
    ["WORK_ORDER_NOT_RECEIVED", { order: order({ state: "RELEASED" }) }],
    ["ROUTE_NOT_FOUND", { route: null }],
    ["ROUTE_PRODUCT_MISMATCH", { route: route({ productId: "p2" }) }],
    ["ROUTE_NOT_EFFECTIVE", { route: route({ effectiveTo: now }) }],
    ["ROUTE_NOT_READY", { hasReadyVersion: false }],
    ["LINE_NOT_FOUND", { line: null }],
    ["LINE_INACTIVE", { line: line({ isActive: false }) }],
    ["LINE_ROUTING_PROCESS_MISMATCH", { line: line({ processType: "DIP" }) }],
    ["STATION_GROUP_NOT_FOUND", { stationGroup: null }],
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
      expect(verdict(releaseOrder(facts, now))).toBe(code);
    });
  test("released: dispatched to the line, when is kept", () => {
    expect(releaseOrder({ ...good, stationGroup: { id: "g1" } }, now)).toEqual({
      ok: true,
      value: { state: "RELEASED", lineId: "l1", stationGroupId: "g1", releasedAt: now },
    });
  });
});

describe("hold, resume, cancel, close", () => {
  test("a hold is resumed to the state it interrupted", () => {
    const held = holdOrder(order({ state: "IN_PROGRESS" }), { reason });
    expect(held).toEqual({
      ok: true,
      value: { state: "ON_HOLD", heldFrom: "IN_PROGRESS", holdReason: reason },
    });
    const back = resumeOrder(order({ state: "ON_HOLD", heldFrom: "IN_PROGRESS" }));
    expect(back).toMatchObject({ value: { state: "IN_PROGRESS", heldFrom: null } });
  });
  const started = [runOfOrder({ state: "IN_PROGRESS", startedAt: now })];
  const waiting = [runOfOrder(), runOfOrder({ id: "run0", state: "CANCELLED" })];
  const table: [string, () => Result<unknown>, string][] = [
    ["hold twice", () => holdOrder(order({ state: "ON_HOLD" }), { reason }), "WORK_ORDER_ON_HOLD"],
    [
      "hold ended",
      () => holdOrder(order({ state: "COMPLETED" }), { reason }),
      "WORK_ORDER_COMPLETED",
    ],
    ["resume running", () => resumeOrder(order()), "WORK_ORDER_NOT_ON_HOLD"],
    [
      "cancel twice",
      () => cancelOrder({ order: order({ state: "CANCELLED" }), runs: [] }, { reason }, now),
      "WORK_ORDER_CANCELLED",
    ],
    [
      "cancel started",
      () => cancelOrder({ order: order({ state: "IN_PROGRESS" }), runs: started }, { reason }, now),
      "WORK_ORDER_RUNS_STARTED",
    ],
    [
      "cancel waiting",
      () => cancelOrder({ order: order({ state: "IN_PROGRESS" }), runs: waiting }, { reason }, now),
      "ok",
    ],
  ];
  for (const [name, act, code] of table)
    test(`${name}: ${code}`, () => expect(verdict(act())).toBe(code));
  test("cancelling takes the runs that still wait along", () => {
    const facts = { order: order({ state: "IN_PROGRESS" }), runs: waiting };
    expect(cancelOrder(facts, { reason }, now)).toMatchObject({
      value: { cancelledRunIds: ["run1"] },
    });
  });

  const done = runOfOrder({ state: "COMPLETED", startedAt: now });
  const running = order({ state: "IN_PROGRESS" });
  const closes: [string, Parameters<typeof closeOrder>[0], string | null][] = [
    ["WORK_ORDER_COMPLETED", facts({ order: order({ state: "COMPLETED" }), runs: [] }), null],
    ["WORK_ORDER_ON_HOLD", facts({ order: order({ state: "ON_HOLD" }), runs: [] }), null],
    ["WORK_ORDER_HAS_NO_RUNS", facts({ runs: [runOfOrder({ state: "CANCELLED" })] }), null],
    ["WORK_ORDER_RUNS_NOT_TERMINAL", facts({ runs: [done, runOfOrder()] }), null],
    ["SHORT_CLOSE_REASON_REQUIRED", facts({ quantities: { done: 98, scrapped: 1 } }), null],
    ["ok", facts({ quantities: { done: 98, scrapped: 1 } }), reason],
    ["ok", facts({}), null],
  ];
  function facts(over: Partial<Parameters<typeof closeOrder>[0]>) {
    return { order: running, runs: [done], quantities: { done: 98, scrapped: 2 }, ...over };
  }
  for (const [code, given, why] of closes)
    test(`close ${why ? "with" : "without"} reason: ${code}`, () =>
      expect(verdict(closeOrder(given, { reason: why }, now))).toBe(code));
});

describe("editOrder", () => {
  const good: EditOrderFacts = {
    order: order(),
    runs: [],
    route: route(),
    routeCandidates: [route()],
    line: line(),
    plantOverrunPercent: 0,
  };
  const withRuns = { ...good, runs: [runOfOrder({ planQty: 40 })] };
  const p2 = { id: "p2", isActive: true };
  const rows: [string, EditOrderFacts, Parameters<typeof editOrder>[1]][] = [
    ["WORK_ORDER_COMPLETED", { ...good, order: order({ state: "COMPLETED" }) }, { priority: 1 }],
    [
      "ERP_WORK_ORDER_NOT_EDITABLE",
      { ...good, order: order({ source: "ERP" }) },
      { pickStatus: "FULL" },
    ],
    ["PRODUCT_NOT_FOUND", { ...good, product: null }, { productCode: "NO" }],
    ["WORK_ORDER_HAS_RUNS", { ...withRuns, product: p2 }, { productCode: "P2" }],
    [
      "PRODUCT_INACTIVE",
      { ...good, product: { id: "p2", isActive: false } },
      { productCode: "P2" },
    ],
    ["RUN_QUANTITY_EXCEEDS_ORDER", withRuns, { plannedQty: 39 }],
    ["ok", withRuns, { plannedQty: 40 }],
    ["ROUTE_NOT_FOUND", { ...good, route: null }, { routeCode: "NO" }],
    ["WORK_ORDER_HAS_RUNS", { ...withRuns, route: route({ id: "r2" }) }, { routeCode: "R2" }],
    [
      "ROUTE_PRODUCT_MISMATCH",
      { ...good, route: route({ id: "r2", productId: "p9" }) },
      { routeCode: "R2" },
    ],
    [
      "LINE_ROUTING_PROCESS_MISMATCH",
      { ...good, route: route({ id: "r2", processType: "DIP" }) },
      { routeCode: "R2" },
    ],
    ["ok", withRuns, { remark: "urgent", priority: 9 }],
  ];
  for (const [code, facts, input] of rows)
    test(`${Object.keys(input).join(", ")}: ${code}`, () =>
      expect(verdict(editOrder(facts, input, now))).toBe(code));
  test("a route chosen by hand is marked; cleared, the order finds its own again", () => {
    const chosen = editOrder({ ...good, route: route({ id: "r2" }) }, { routeCode: "R2" }, now);
    expect(chosen).toEqual({ ok: true, value: { routeId: "r2", isRouteManual: true } });
    const manual = { ...good, order: order({ routeId: "r2", isRouteManual: true }) };
    expect(editOrder(manual, { routeCode: null }, now)).toEqual({
      ok: true,
      value: { routeId: "r1", isRouteManual: false },
    });
  });
  test("the automatic route: MES before ERP, and none when several compete", () => {
    const erp = route({ id: "e1", source: "ERP" });
    const rows: [string | null, Parameters<typeof chooseRoute>[0]][] = [
      ["r1", [erp, route()]],
      ["e1", [erp, route({ isActive: false })]],
      [null, [route(), route({ id: "r2" }), erp]],
      [null, [route({ productId: null })]],
    ];
    for (const [id, candidates] of rows)
      expect(chooseRoute(candidates, "p1", now)?.id ?? null).toBe(id);
  });
});
