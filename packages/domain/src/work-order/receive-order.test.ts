import { describe, expect, test } from "bun:test";
import type { Result } from "../kernel/index.ts";
import { now, order, route, runOfOrder } from "./facts.fixture.ts";
import { orderReceiveInput } from "./order-schema.ts";
import { type Received, type ReceiveFacts, receiveOrder } from "./receive-order.ts";

const input = (over: object = {}) =>
  orderReceiveInput.parse({
    woNo: "WO-1",
    source: "ERP",
    productCode: "P1",
    plannedQty: 100,
    ...over,
  });
const facts = (over: Partial<ReceiveFacts> = {}): ReceiveFacts => ({
  order: null,
  runs: [],
  quantities: { done: 0, scrapped: 0 },
  product: { id: "p1", isActive: true },
  routeCandidates: [route()],
  ...over,
});
const erp = (over = {}) => order({ source: "ERP", ...over });
const received = (result: Result<Received>) =>
  result.ok
    ? result.value
    : { outcome: result.refusal.code, patch: {} as Received["patch"], flags: [] };

describe("receiveOrder", () => {
  test("a new order finds its route and waits to be released", () => {
    expect(received(receiveOrder(facts(), input(), now))).toMatchObject({
      outcome: "CREATED",
      patch: { state: "RECEIVED", routeId: "r1", isRouteManual: false, lineId: null },
    });
  });
  const rows: [string, ReceiveFacts, object][] = [
    ["PRODUCT_NOT_FOUND", facts({ product: null }), {}],
    ["PRODUCT_INACTIVE", facts({ product: { id: "p1", isActive: false } }), {}],
    ["ROUTE_NOT_FOUND", facts({ route: null }), { routeCode: "NO" }],
    ["ROUTE_PRODUCT_MISMATCH", facts({ route: route({ productId: "p9" }) }), { routeCode: "R9" }],
    ["WORK_ORDER_EXISTS", facts({ order: order() }), {}],
    ["WORK_ORDER_EXISTS", facts({ order: order() }), { source: "MES", plannedQty: 5 }],
    ["UNCHANGED", facts({ order: order() }), { source: "MES" }],
    ["UNCHANGED", facts({ order: erp() }), {}],
    ["UPDATED", facts({ order: erp() }), { plannedQty: 5 }],
    ["UNCHANGED", facts({ order: erp({ state: "COMPLETED" }) }), { plannedQty: 5 }],
  ];
  for (const [outcome, given, over] of rows)
    test(`${JSON.stringify(over)} over ${given.order?.source ?? "nothing"}: ${outcome}`, () =>
      expect(received(receiveOrder(given, input(over), now)).outcome).toBe(outcome as never));

  test("D45: ERP 'released' and 'started' never skip dispatch, void is never completed", () => {
    const table: [string, ReceiveFacts, string, string | undefined][] = [
      //     given                             outcome      state afterwards (undefined: unchanged)
      ["2", facts(), "CREATED", "RECEIVED"],
      ["3", facts(), "CREATED", "RECEIVED"],
      ["4", facts(), "CREATED", "RECEIVED"],
      ["7", facts(), "CANCELLED", "CANCELLED"],
      ["1", facts({ order: erp({ state: "IN_PROGRESS" }) }), "UPDATED", undefined],
      ["2", facts({ order: erp({ state: "IN_PROGRESS" }) }), "UPDATED", undefined],
      ["1", facts({ order: erp({ state: "COMPLETED" }) }), "UNCHANGED", undefined],
      ["7", facts({ order: erp() }), "CANCELLED", "CANCELLED"],
      [
        "7",
        facts({ order: erp({ state: "IN_PROGRESS" }), runs: [runOfOrder({ startedAt: now })] }),
        "WORK_ORDER_RUNS_STARTED",
        undefined,
      ],
      ["4", facts({ order: erp(), runs: [runOfOrder()] }), "UPDATED", undefined],
      [
        "5",
        facts({
          order: erp({ state: "IN_PROGRESS" }),
          runs: [runOfOrder({ state: "COMPLETED", startedAt: now })],
        }),
        "COMPLETED",
        "COMPLETED",
      ],
    ];
    for (const [erpStatus, given, outcome, state] of table) {
      const told = received(receiveOrder(given, input({ erpStatus }), now));
      expect([erpStatus, told.outcome, told.patch.state]).toEqual([erpStatus, outcome, state]);
    }
  });
  test("ERP 'finished' with an open run is flagged, not obeyed", () => {
    const given = facts({ order: erp({ state: "IN_PROGRESS" }), runs: [runOfOrder()] });
    expect(received(receiveOrder(given, input({ erpStatus: "4" }), now)).flags).toEqual([
      { code: "ERP_FINISHED", before: "IN_PROGRESS", after: "4" },
    ]);
  });
  test("D58: product, quantity and route of an order with runs are flagged, the rest is taken over", () => {
    const given = facts({
      order: erp({ state: "IN_PROGRESS" }),
      known: { productCode: "P1", routeCode: "SMT-1" },
      runs: [runOfOrder()],
      product: { id: "p2", isActive: true },
      route: route({ id: "r2", code: "SMT-2", productId: "p2" }),
    });
    const told = receiveOrder(
      given,
      input({ productCode: "P2", plannedQty: 80, routeCode: "SMT-2", dueAt: now }),
      now,
    );
    expect(received(told)).toEqual({
      outcome: "UPDATED",
      patch: { dueAt: now },
      cancelledRunIds: [],
      flags: [
        { code: "ERP_PRODUCT_CHANGED", before: "P1", after: "P2" },
        { code: "ERP_QUANTITY_CHANGED", before: 100, after: 80 },
        { code: "ERP_ROUTE_CHANGED", before: "SMT-1", after: "SMT-2" },
      ],
    });
  });
  test("a route chosen by hand survives the ERP's", () => {
    const given = facts({ order: erp({ isRouteManual: true }), route: route({ id: "r2" }) });
    expect(received(receiveOrder(given, input({ routeCode: "R2" }), now))).toMatchObject({
      outcome: "UNCHANGED",
      patch: {},
    });
  });
});
