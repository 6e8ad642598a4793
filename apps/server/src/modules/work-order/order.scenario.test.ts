import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { Planning, reason } from "./planning.fixture.ts";

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

  describe("G1 releasing", () => {
    const release = (woNo: string) => `/work-orders/${woNo}/release`;
    test("to its line", async () => {
      const woNo = await p.order();
      const mark = await p.app.mark();
      expect(await p.done(release(woNo), { lineCode: "A" })).toMatchObject({
        state: "RELEASED",
        lineCode: "A",
        releasedAt: p.app.clock.now(),
        actions: ["hold", "cancel"],
      });
      expect(await p.app.events(mark)).toEqual(["workOrder.released"]);
      await p.refused(release(woNo), { lineCode: "A" }, "WORK_ORDER_NOT_RECEIVED");
    });
    test("without a route", async () => {
      const now = p.app.clock.now();
      await p.k
        .insertInto("plant_product")
        .values({ id: "bare", code: "BARE", name: "B", traits: [], createdAt: now, updatedAt: now })
        .execute();
      const woNo = await p.order({ productCode: "BARE" });
      const answer = await p.post(release(woNo), { lineCode: "A" });
      expect(answer).toMatchObject({ status: 404, body: { code: "ROUTE_NOT_FOUND" } });
    });
    test("without a READY version", async () => {
      const own = await makePlant(p.app.db, { line: "NR" });
      await p.k
        .updateTable("routing_version")
        .set({ status: "INVALID" })
        .where("id", "=", own.versionId)
        .execute();
      const woNo = await p.order({ productCode: own.productCode });
      await p.refused(release(woNo), { lineCode: "NR" }, "ROUTE_NOT_READY");
    });
    test("to a line of another process, to no line, to no group", async () => {
      const now = p.app.clock.now();
      await p.k
        .insertInto("plant_line")
        .values({
          id: "dip",
          code: "DIP",
          name: "D",
          processType: "DIP",
          createdAt: now,
          updatedAt: now,
        })
        .execute();
      const woNo = await p.order();
      await p.refused(release(woNo), { lineCode: "DIP" }, "LINE_ROUTING_PROCESS_MISMATCH");
      expect(await p.post(release(woNo), { lineCode: "NONE" })).toMatchObject({
        status: 404,
        body: { code: "LINE_NOT_FOUND" },
      });
      expect(await p.post(release(woNo), { lineCode: "A", stationGroupCode: "X" })).toMatchObject({
        status: 404,
        body: { code: "STATION_GROUP_NOT_FOUND" },
      });
    });
  });

  describe("editing", () => {
    test("a stale version is refused", async () => {
      const woNo = await p.order();
      const edit = (version: number) =>
        p.planner.patch(`/api/work-orders/${woNo}`, { version, priority: 5 });
      expect((await edit(1)).body).toMatchObject({ priority: 5, version: 2 });
      expect(await edit(1)).toMatchObject({
        status: 409,
        body: { code: "VERSION_CONFLICT", context: { version: 1, current: 2 } },
      });
    });
    test("G9: the route of an order with runs stands still", async () => {
      const woNo = await p.released();
      await p.done(`/work-orders/${woNo}/runs`, { planQty: 1 });
      const { version } = await read(woNo);
      await p.spareRoute("SPARE");
      const other = { version, routeCode: "SPARE" };
      expect(await p.planner.patch(`/api/work-orders/${woNo}`, other)).toMatchObject({
        status: 409,
        body: { code: "WORK_ORDER_HAS_RUNS", context: { field: "route" } },
      });
    });
    test("what the ERP owns is changed there", async () => {
      await receive("ERP-EDIT");
      const edit = { version: 1, pickStatus: "FULL" };
      expect(await p.planner.patch("/api/work-orders/ERP-EDIT", edit)).toMatchObject({
        status: 409,
        body: { code: "ERP_WORK_ORDER_NOT_EDITABLE" },
      });
    });
  });

  describe("holding, cancelling, closing", () => {
    test("a held order cuts and authorises nothing until it is resumed", async () => {
      const woNo = await p.released();
      const { runNo } = await p.done(`/work-orders/${woNo}/runs`, { planQty: 5 });
      const mark = await p.app.mark();
      await p.done(`/work-orders/${woNo}/hold`, { reason });
      expect(await read(woNo)).toMatchObject({ state: "ON_HOLD", heldFrom: "IN_PROGRESS" });
      await p.refused(`/work-orders/${woNo}/runs`, { planQty: 5 }, "WORK_ORDER_ON_HOLD");
      await p.refused(`/runs/${runNo}/authorize`, {}, "WORK_ORDER_ON_HOLD");
      expect((await p.done(`/work-orders/${woNo}/resume`)).state).toBe("IN_PROGRESS");
      await p.refused(`/work-orders/${woNo}/resume`, {}, "WORK_ORDER_NOT_ON_HOLD");
      expect(await p.app.events(mark)).toEqual([
        "workOrder.held",
        "run.create!WORK_ORDER_ON_HOLD",
        "run.authorize!WORK_ORDER_ON_HOLD",
        "workOrder.resumed",
        "workOrder.resume!WORK_ORDER_NOT_ON_HOLD",
      ]);
    });
    test("a reason is mandatory", async () => {
      const woNo = await p.order();
      for (const path of ["hold", "cancel"])
        expect((await p.post(`/work-orders/${woNo}/${path}`, { reason: "no" })).status).toBe(400);
    });
    test("cancelled: final", async () => {
      const woNo = await p.order();
      expect((await p.done(`/work-orders/${woNo}/cancel`, { reason })).state).toBe("CANCELLED");
      await p.refused(`/work-orders/${woNo}/cancel`, { reason }, "WORK_ORDER_CANCELLED");
      await p.refused(`/work-orders/${woNo}/hold`, { reason }, "WORK_ORDER_CANCELLED");
    });
    test("G8: an order with an open run is not closed; a short one needs a reason", async () => {
      const woNo = await p.released({ plannedQty: 1 });
      const close = `/work-orders/${woNo}/close`;
      await p.refused(close, {}, "WORK_ORDER_HAS_NO_RUNS");
      const { runNo } = await p.done(`/work-orders/${woNo}/runs`, { planQty: 1 });
      expect(await p.refused(close, {}, "WORK_ORDER_RUNS_NOT_TERMINAL")).toEqual({
        woNo,
        runs: [{ runNo, state: "PREP" }],
      });
      await p.done(`/runs/${runNo}/cancel`, { reason });
      await p.refused(close, {}, "WORK_ORDER_HAS_NO_RUNS");
      const second = await p.done(`/work-orders/${woNo}/runs`, { planQty: 1 });
      await p.done(`/runs/${second.runNo}/units/generate`, { quantity: 1 });
      await p.done(`/runs/${second.runNo}/authorize`);
      await p.finish(`SN-${second.runNo}-0001`);
      expect(await p.state(`/runs/${second.runNo}`)).toBe("COMPLETED");
      const mark = await p.app.mark();
      expect((await p.done(close)).state).toBe("COMPLETED");
      expect(await p.app.events(mark)).toEqual(["workOrder.closed"]);
      await p.refused(close, {}, "WORK_ORDER_COMPLETED");
    });
  });

  describe("who and where", () => {
    test("an operator may look and not touch; nobody without a session", async () => {
      const woNo = await p.order();
      const mark = await p.app.mark();
      expect(
        await p.operator.post(`/api/work-orders/${woNo}/release`, { lineCode: "A" }),
      ).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN", context: { permission: "wo:release" } },
      });
      expect(await p.app.events(mark)).toEqual(["workOrder.release!FORBIDDEN"]);
      expect((await p.app.request("GET", "/api/work-orders")).status).toBe(401);
    });
    test("people of a line see the orders of their line", async () => {
      const other = await makePlant(p.app.db, { line: "FAR" });
      const far = await p.order({ productCode: other.productCode });
      await p.done(`/work-orders/${far}/release`, { lineCode: "FAR" });
      const leader = await p.app.as("line_leader", { lines: ["FAR"] });
      const list = await leader.get("/api/work-orders");
      expect(list.body.items.map((order: { woNo: string }) => order.woNo)).toEqual([far]);
      expect((await leader.get(`/api/work-orders/${far}`)).status).toBe(200);
      const near = await p.released();
      expect(await leader.get(`/api/work-orders/${near}`)).toMatchObject({
        status: 403,
        body: { code: "OUT_OF_SCOPE" },
      });
    });
  });

  test("the list is filtered and paged, newest first", async () => {
    for (const n of [1, 2, 3])
      await receive(`LST-${n}`, { dueAt: `2026-12-0${n}T00:00:00Z`, priority: n });
    const list = async (query: string) => {
      const answer = await p.planner.get(`/api/work-orders?${query}`);
      return answer.body.items.map((order: { woNo: string }) => order.woNo);
    };
    expect(await list("q=LST-")).toEqual(["LST-3", "LST-2", "LST-1"]);
    expect(await list("q=lst")).toEqual([]);
    expect(await list("q=LST-&dueBefore=2026-12-03T00:00:00Z")).toEqual(["LST-2", "LST-1"]);
    expect(await list("q=LST-&state=RELEASED")).toEqual([]);
    expect(
      await list("q=LST-&open=true&source=ERP&productCode=P-A&routeCode=ROUTE-A"),
    ).toHaveLength(3);
    expect(await list("q=LST-&lineCode=A")).toEqual([]);
    const first = (await p.planner.get("/api/work-orders?q=LST-&limit=2")).body;
    expect(first.items).toHaveLength(2);
    expect(await list(`q=LST-&limit=2&cursor=${first.nextCursor}`)).toEqual(["LST-1"]);
    expect(await p.planner.get("/api/work-orders?cursor=nonsense")).toMatchObject({
      status: 400,
      body: { code: "CURSOR_INVALID" },
    });
  });
});
