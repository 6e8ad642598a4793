import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { Planning, reason } from "./planning.fixture.ts";

eachDatabase((dialect) => {
  const p = new Planning();
  beforeAll(() => p.open(dialect));
  afterAll(() => p.close());

  const read = async (runNo: string) => (await p.planner.get(`/api/runs/${runNo}`)).body;
  const sum = (runs: { planQty: number }[]) => runs.reduce((all, run) => all + run.planQty, 0);

  describe("cutting", () => {
    test("the first run starts the order and freezes the newest READY version", async () => {
      const woNo = await p.released();
      const mark = await p.app.mark();
      const run = await p.done(`/work-orders/${woNo}/runs`, { planQty: 40 });
      expect(run).toMatchObject({
        runNo: `RUN-${woNo}-01`,
        woNo,
        state: "PREP",
        planQty: 40,
        lineCode: "A",
        routeCode: "ROUTE-A",
        routeVersionNo: 1,
        unitSource: "GENERATED",
        workOrderState: "IN_PROGRESS",
        counts: { total: 0 },
        actions: ["authorize", "hold", "cancel"],
        gate: { passed: true, findings: [{ code: "RUN_HAS_NO_UNITS", severity: "RECORD" }] },
      });
      expect(await p.app.events(mark)).toEqual(["run.created", "workOrder.started"]);
      const second = await p.done(`/work-orders/${woNo}/runs`, { planQty: 60 });
      expect(second.runNo).toBe(`RUN-${woNo}-02`);
      expect((await p.planner.get(`/api/work-orders/${woNo}`)).body).toMatchObject({
        runs: { total: 2, open: 2 },
        quantities: { allocated: 100, done: 0, scrapped: 0 },
        remainingQty: 0,
      });
    });
    test("not before the order is released", async () => {
      const woNo = await p.order();
      await p.refused(`/work-orders/${woNo}/runs`, { planQty: 1 }, "WORK_ORDER_NOT_RELEASED");
    });
    test("G2: only on the dispatched line", async () => {
      await makePlant(p.app.db, { line: "G2" });
      const woNo = await p.released();
      const body = { planQty: 1, lineCode: "G2" };
      await p.refused(`/work-orders/${woNo}/runs`, body, "WORK_ORDER_DISPATCH_LINE_MISMATCH");
    });
    test("G3: only where the line has a station for every step", async () => {
      const own = await makePlant(p.app.db, { line: "G3" });
      const woNo = await p.order({ productCode: own.productCode });
      await p.done(`/work-orders/${woNo}/release`, { lineCode: "G3" });
      await p.k
        .updateTable("plant_station")
        .set({ isActive: false })
        .where("code", "=", "REFLOW-G3")
        .execute();
      const path = `/work-orders/${woNo}/runs`;
      const context = await p.refused(path, { planQty: 1 }, "RUN_LINE_INCOMPATIBLE_WITH_ROUTE");
      expect(context.steps).toMatchObject([{ stepNo: 40, name: "REFLOW" }]);
    });
    test("a shift nobody knows is refused", async () => {
      const woNo = await p.released();
      expect(
        await p.post(`/work-orders/${woNo}/runs`, { planQty: 1, shiftCode: "NONE" }),
      ).toMatchObject({ status: 404, body: { code: "SHIFT_NOT_FOUND" } });
    });
    test.each([0, -1, 1.5, 1_000_001, "10"])("a quantity of %p is bad input", async (planQty) => {
      const answer = await p.post(`/work-orders/WO-1/runs`, { planQty });
      expect(answer).toMatchObject({ status: 400, body: { code: "VALIDATION_FAILED" } });
    });
    test("a replayed key cuts no second run", async () => {
      const woNo = await p.released();
      const headers = { "idempotency-key": `cut-${woNo}` };
      const body = { planQty: 10 };
      const first = await p.post(`/work-orders/${woNo}/runs`, body, headers);
      const again = await p.post(`/work-orders/${woNo}/runs`, body, headers);
      expect(again.body).toEqual(first.body);
      const list = await p.planner.get(`/api/runs?woNo=${woNo}`);
      expect(list.body.items).toHaveLength(1);
    });
  });

  describe("G11 and D47: runs never exceed the order", () => {
    test("without an allowance", async () => {
      const woNo = await p.released({ plannedQty: 100 });
      await p.done(`/work-orders/${woNo}/runs`, { planQty: 60 });
      const path = `/work-orders/${woNo}/runs`;
      expect(await p.refused(path, { planQty: 41 }, "RUN_QUANTITY_EXCEEDS_ORDER")).toMatchObject({
        plannedQty: 100,
        allowedQty: 100,
        allocatedQty: 60,
        remainingQty: 40,
      });
    });
    test("within the order's own allowance, with a reason", async () => {
      const woNo = await p.released({ plannedQty: 100, overrunPercent: 10 });
      const path = `/work-orders/${woNo}/runs`;
      await p.refused(path, { planQty: 105 }, "OVERRUN_REASON_REQUIRED");
      const over = { planQty: 111, overrunReason: reason };
      await p.refused(path, over, "RUN_QUANTITY_EXCEEDS_ORDER");
      await p.done(path, { planQty: 110, overrunReason: reason });
    });
    test("within the plant's allowance", async () => {
      const admin = await p.app.as("admin");
      await admin.patch("/api/settings", { overrunPercent: 5 });
      const woNo = await p.released({ plannedQty: 100 });
      await p.done(`/work-orders/${woNo}/runs`, { planQty: 105, overrunReason: reason });
      await admin.patch("/api/settings", { overrunPercent: 0 });
      const strict = await p.released({ plannedQty: 100 });
      const path = `/work-orders/${strict}/runs`;
      await p.refused(path, { planQty: 105, overrunReason: reason }, "RUN_QUANTITY_EXCEEDS_ORDER");
    });
    test("a cancelled run gives its quantity back, its number is not used again", async () => {
      const woNo = await p.released({ plannedQty: 10 });
      const first = await p.done(`/work-orders/${woNo}/runs`, { planQty: 10 });
      await p.done(`/runs/${first.runNo}/cancel`, { reason });
      const second = await p.done(`/work-orders/${woNo}/runs`, { planQty: 10 });
      expect(second.runNo).toBe(`RUN-${woNo}-02`);
    });
    test("D47: planners who cut at once never exceed the quantity together", async () => {
      const woNo = await p.released({ plannedQty: 100 });
      const mark = await p.app.mark();
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => p.post(`/work-orders/${woNo}/runs`, { planQty: 30 })),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([
        200, 200, 200, 409, 409, 409, 409, 409,
      ]);
      const list = await p.planner.get(`/api/runs?woNo=${woNo}`);
      expect(sum(list.body.items)).toBe(90);
      const told = await p.app.events(mark);
      expect(told.filter((event) => event === "run.created")).toHaveLength(3);
      expect(told.filter((event) => event === "workOrder.started")).toHaveLength(1);
    });
  });

  describe("holding, cancelling, closing", () => {
    test("a held run is resumed where it was, tracked nowhere meanwhile", async () => {
      const { runNo, sns } = await p.authorized();
      const mark = await p.app.mark();
      await p.done(`/runs/${runNo}/hold`, { code: "MATERIAL", reason });
      expect(await read(runNo)).toMatchObject({
        state: "ON_HOLD",
        heldFrom: "AUTHORIZED",
        holdCode: "MATERIAL",
        holdReason: reason,
        actions: ["resume", "cancel"],
      });
      const path = `/api/stations/${p.plant.stations[0]}/track-in`;
      expect(await p.operator.post(path, { sn: sns[0] })).toMatchObject({
        status: 409,
        body: { code: "RUN_ON_HOLD", context: { holdCode: "MATERIAL" } },
      });
      await p.refused(`/runs/${runNo}/hold`, { code: "OTHER", reason }, "RUN_ON_HOLD");
      expect((await p.done(`/runs/${runNo}/resume`)).state).toBe("AUTHORIZED");
      await p.refused(`/runs/${runNo}/resume`, {}, "RUN_NOT_ON_HOLD");
      expect((await p.app.events(mark)).filter((event) => !event.includes("!"))).toEqual([
        "run.held",
        "run.resumed",
      ]);
    });
    test("a hold needs a code and a reason", async () => {
      const { runNo } = await p.authorized();
      for (const body of [{ code: "MATERIAL" }, { reason }, { code: "MOOD", reason }])
        expect((await p.post(`/runs/${runNo}/hold`, body)).status).toBe(400);
    });
    test("cancelled before the first board, with its units; never after", async () => {
      const { runNo } = await p.authorized();
      const mark = await p.app.mark();
      expect(await p.done(`/runs/${runNo}/cancel`, { reason })).toMatchObject({
        state: "CANCELLED",
        closeReason: reason,
        counts: { total: 0, voided: 2 },
        actions: [],
        gate: null,
      });
      expect(await p.app.events(mark)).toEqual(["run.cancelled", "unit.voided"]);
      await p.refused(`/runs/${runNo}/cancel`, { reason }, "RUN_CLOSED");
      const started = await p.authorized();
      await p.pass(started.sns[0] ?? "", 0);
      await p.refused(`/runs/${started.runNo}/cancel`, { reason }, "RUN_ALREADY_STARTED");
    });
    test("the close guards, in order", async () => {
      const { runNo, sns } = await p.authorized(3);
      const close = `/runs/${runNo}/close`;
      await p.refused(close, {}, "RUN_NOT_CLOSABLE");
      await p.pass(sns[0] ?? "", 0);
      expect(await p.refused(close, {}, "RUN_UNITS_NOT_TERMINAL")).toMatchObject({ queued: 1 });
      for (const index of [1, 2, 3, 4]) await p.pass(sns[0] ?? "", index);
      expect(await p.refused(close, {}, "SHORT_CLOSE_REASON_REQUIRED")).toMatchObject({
        planQty: 3,
        done: 1,
        missing: 2,
        neverStarted: 2,
      });
      const mark = await p.app.mark();
      expect(await p.done(close, { reason })).toMatchObject({
        state: "COMPLETED",
        closeReason: reason,
        counts: { total: 1, done: 1, voided: 2 },
      });
      expect(await p.app.events(mark)).toEqual(["run.closed", "unit.voided"]);
      const again = await p.app.mark();
      expect((await p.done(close)).state).toBe("COMPLETED");
      expect(await p.app.events(again)).toEqual([]);
    });
    test("D37: a run completes by itself when the whole plan is done, not when the made units are", async () => {
      const runNo = await p.run(2);
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 1 });
      await p.done(`/runs/${runNo}/authorize`);
      await p.finish(`SN-${runNo}-0001`);
      expect(await read(runNo)).toMatchObject({ state: "IN_PROGRESS", counts: { done: 1 } });
      const full = await p.authorized(2);
      await p.finish(full.sns[0] ?? "");
      expect(await p.state(`/runs/${full.runNo}`)).toBe("IN_PROGRESS");
      const mark = await p.app.mark();
      await p.finish(full.sns[1] ?? "");
      expect(await p.state(`/runs/${full.runNo}`)).toBe("COMPLETED");
      expect((await p.app.events(mark)).filter((event) => event.startsWith("run."))).toEqual([
        "run.completed",
      ]);
    });
  });

  describe("who and where", () => {
    test("people of a line hold runs of their line only", async () => {
      const leader = await p.app.as("line_leader", { lines: ["A"] });
      const runNo = await p.run();
      expect((await leader.get(`/api/runs/${runNo}`)).status).toBe(200);
      const held = await leader.post(`/api/runs/${runNo}/hold`, { code: "EQUIPMENT", reason });
      expect(held.status).toBe(200);
      await makePlant(p.app.db, { line: "FAR" });
      const stranger = await p.app.as("line_leader", { lines: ["FAR"] });
      const mark = await p.app.mark();
      expect(await stranger.post(`/api/runs/${runNo}/resume`)).toMatchObject({
        status: 403,
        body: { code: "OUT_OF_SCOPE" },
      });
      expect(await p.app.events(mark)).toEqual(["run.resume!OUT_OF_SCOPE"]);
      expect((await stranger.get(`/api/runs/${runNo}`)).status).toBe(403);
      expect((await stranger.get("/api/runs")).body.items).toEqual([]);
      expect((await leader.get("/api/runs?state=ON_HOLD")).body.items).toMatchObject([{ runNo }]);
    });
    test("a run nobody knows is not found", async () => {
      expect(await p.planner.get("/api/runs/RUN-NONE")).toMatchObject({
        status: 404,
        body: { code: "RUN_NOT_FOUND", context: { runNo: "RUN-NONE" } },
      });
    });
  });

  test("the list is filtered and paged, newest first", async () => {
    const woNo = await p.released();
    for (const planQty of [1, 2, 3]) await p.done(`/work-orders/${woNo}/runs`, { planQty });
    const list = async (query: string) =>
      (await p.planner.get(`/api/runs?${query}`)).body.items.map(
        (run: { planQty: number }) => run.planQty,
      );
    expect(await list(`woNo=${woNo}`)).toEqual([3, 2, 1]);
    expect(await list(`q=RUN-${woNo}-`)).toEqual([3, 2, 1]);
    expect(await list(`woNo=${woNo}&lineCode=A&productCode=P-A&state=PREP&open=true`)).toHaveLength(
      3,
    );
    expect(await list(`woNo=${woNo}&open=false`)).toEqual([]);
    const first = (await p.planner.get(`/api/runs?woNo=${woNo}&limit=2`)).body;
    expect(await list(`woNo=${woNo}&limit=2&cursor=${first.nextCursor}`)).toEqual([1]);
  });
});
