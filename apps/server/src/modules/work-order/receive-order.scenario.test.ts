import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { Planning } from "./planning.fixture.ts";

eachDatabase((dialect) => {
  const p = new Planning();
  beforeAll(() => p.open(dialect));
  afterAll(() => p.close());

  const read = async (woNo: string) => (await p.planner.get(`/api/work-orders/${woNo}`)).body;
  const receive = (woNo: string, over: object = {}) =>
    p.post("/work-orders", {
      woNo,
      source: "ERP",
      productCode: p.plant.productCode,
      plannedQty: 100,
      ...over,
    });

  describe("receiving", () => {
    test("by hand: RECEIVED with the product's only route", async () => {
      const mark = await p.app.mark();
      const woNo = await p.order({ plannedQty: 50, priority: 3, dueAt: "2026-12-01T08:00:00Z" });
      expect(await read(woNo)).toMatchObject({
        state: "RECEIVED",
        source: "MES",
        plannedQty: 50,
        priority: 3,
        dueAt: "2026-12-01T08:00:00.000Z",
        routeCode: "ROUTE-A",
        isRouteManual: false,
        lineCode: null,
        remainingQty: 50,
        runs: { total: 0, open: 0 },
        actions: ["release", "hold", "cancel"],
        version: 1,
      });
      expect(await p.app.events(mark)).toEqual(["workOrder.received"]);
    });

    test("by hand twice: the same is unchanged, something else is refused", async () => {
      const woNo = await p.order();
      const again = { woNo, productCode: p.plant.productCode, plannedQty: 100 };
      const mark = await p.app.mark();
      expect((await p.post("/work-orders", again)).body.outcome).toBe("UNCHANGED");
      expect(await p.app.events(mark)).toEqual([]);
      await p.refused("/work-orders", { ...again, plannedQty: 101 }, "WORK_ORDER_EXISTS");
    });

    test("two at once: one order, the other one finds it", async () => {
      const mark = await p.app.mark();
      const answers = await Promise.all(Array.from({ length: 6 }, () => receive("ERP-ONCE")));
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200]);
      expect(answers.map((answer) => answer.body.outcome).sort()).toEqual([
        "CREATED",
        ...Array(5).fill("UNCHANGED"),
      ]);
      expect(await p.app.events(mark)).toEqual(["workOrder.received"]);
    });

    test("D45: ERP released bypasses nothing, nothing is pulled back", async () => {
      expect((await receive("ERP-45", { erpStatus: "2" })).body.order).toMatchObject({
        state: "RECEIVED",
        erpStatus: "2",
        lineCode: null,
      });
      await p.done("/work-orders/ERP-45/release", { lineCode: "A" });
      await p.done("/work-orders/ERP-45/runs", { planQty: 10 });
      await receive("ERP-45", { erpStatus: "1" });
      expect(await read("ERP-45")).toMatchObject({ state: "IN_PROGRESS", erpStatus: "1" });
    });

    test("D45: ERP void cancels the order, its waiting run and its units; it stays cancelled", async () => {
      await receive("ERP-VOID");
      await p.done("/work-orders/ERP-VOID/release", { lineCode: "A" });
      const { runNo } = await p.done("/work-orders/ERP-VOID/runs", { planQty: 3 });
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 3 });
      const mark = await p.app.mark();
      const answer = await receive("ERP-VOID", { erpStatus: "7" });
      expect(answer.body).toMatchObject({ outcome: "CANCELLED", order: { state: "CANCELLED" } });
      expect(await p.app.events(mark)).toEqual([
        "workOrder.cancelled",
        "run.cancelled",
        "unit.voided",
      ]);
      expect((await p.planner.get(`/api/runs/${runNo}`)).body).toMatchObject({
        state: "CANCELLED",
        counts: { total: 0, voided: 3 },
      });
      expect((await receive("ERP-VOID", { erpStatus: "3" })).body.outcome).toBe("UNCHANGED");
      expect(await p.state("/work-orders/ERP-VOID")).toBe("CANCELLED");
    });

    test("D45: ERP void of an order that is being made is refused, not hidden", async () => {
      await receive("ERP-LATE");
      await p.done("/work-orders/ERP-LATE/release", { lineCode: "A" });
      const { runNo } = await p.done("/work-orders/ERP-LATE/runs", { planQty: 1 });
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 1 });
      await p.done(`/runs/${runNo}/authorize`);
      await p.pass(`SN-${runNo}-0001`, 0);
      const void7 = { woNo: "ERP-LATE", source: "ERP", erpStatus: "7", plannedQty: 100 };
      const body = { ...void7, productCode: p.plant.productCode };
      await p.refused("/work-orders", body, "WORK_ORDER_RUNS_STARTED");
      expect(await p.state("/work-orders/ERP-LATE")).toBe("IN_PROGRESS");
    });

    test("D46: a route chosen by hand survives every import", async () => {
      const own = await makePlant(p.app.db, { line: "D46" });
      await receive("ERP-46", { productCode: own.productCode });
      await p.spareRoute("BY-HAND");
      const edit = { version: 1, routeCode: "BY-HAND" };
      expect((await p.planner.patch("/api/work-orders/ERP-46", edit)).body.isRouteManual).toBe(
        true,
      );
      const again = { productCode: own.productCode, routeCode: "ROUTE-D46", plannedQty: 120 };
      expect((await receive("ERP-46", again)).body).toMatchObject({
        outcome: "UPDATED",
        order: { routeCode: "BY-HAND", isRouteManual: true, plannedQty: 120 },
      });
    });

    test("D58: product and quantity of an order with runs are flagged once, never rewritten", async () => {
      const other = await makePlant(p.app.db, { line: "D58" });
      await receive("ERP-58");
      await p.done("/work-orders/ERP-58/release", { lineCode: "A" });
      await p.done("/work-orders/ERP-58/runs", { planQty: 60 });
      const changed = { productCode: other.productCode, plannedQty: 80 };
      const mark = await p.app.mark();
      const first = await receive("ERP-58", changed);
      expect(first.body).toMatchObject({
        outcome: "UNCHANGED",
        flags: [
          { code: "ERP_PRODUCT_CHANGED", before: "P-A", after: "P-D58" },
          { code: "ERP_QUANTITY_CHANGED", before: 100, after: 80 },
        ],
        order: { productCode: "P-A", plannedQty: 100 },
      });
      expect((await receive("ERP-58", changed)).body.flags).toHaveLength(2);
      expect(await p.app.events(mark)).toEqual(["workOrder.flagged"]);
    });

    test.each([
      ["no number", { woNo: "" }],
      ["a number with a blank", { woNo: "WO 1" }],
      ["a fraction", { plannedQty: 1.5 }],
      ["nothing to make", { plannedQty: 0 }],
      ["an unknown source", { source: "SAP" }],
      ["no date", { dueAt: "tomorrow" }],
    ])("bad input is told: %s", async (_, over) => {
      expect(await receive("BAD", over)).toMatchObject({
        status: 400,
        body: { code: "VALIDATION_FAILED" },
      });
    });

    test("an unknown product or route is told", async () => {
      expect(await receive("BAD-P", { productCode: "NONE" })).toMatchObject({
        status: 404,
        body: { code: "PRODUCT_NOT_FOUND", context: { productCode: "NONE" } },
      });
      expect(await receive("BAD-R", { routeCode: "NONE" })).toMatchObject({
        status: 404,
        body: { code: "ROUTE_NOT_FOUND" },
      });
      expect((await p.planner.get("/api/work-orders/BAD-P")).status).toBe(404);
    });

    test("a replayed key gives the same answer and adds nothing", async () => {
      const headers = { "idempotency-key": `receive-${dialect}` };
      const body = { woNo: "WO-REPLAY", productCode: "P-A", plannedQty: 5 };
      const first = await p.post("/work-orders", body, headers);
      const mark = await p.app.mark();
      const again = await p.post("/work-orders", body, headers);
      expect(again.body).toEqual(first.body);
      expect(again.headers.get("idempotency-replayed")).toBe("true");
      expect(await p.app.events(mark)).toEqual([]);
    });
  });
});
