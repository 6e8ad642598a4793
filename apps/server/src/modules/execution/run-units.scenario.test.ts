import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { Planning, reason } from "../work-order/planning.fixture.ts";

eachDatabase((dialect) => {
  const p = new Planning();
  beforeAll(() => p.open(dialect));
  afterAll(() => p.close());

  const units = async (runNo: string, query = "") =>
    (await p.planner.get(`/api/runs/${runNo}/units?limit=200${query}`)).body.items;
  const sns = async (runNo: string, query = "") =>
    (await units(runNo, query)).map((unit: { sn: string }) => unit.sn);
  const setPattern = (snPattern: string | null) =>
    p.k.updateTable("plant_product").set({ snPattern }).where("code", "=", "P-A").execute();

  describe("generating units", () => {
    test("in portions up to the plan, numbered on, before the first step", async () => {
      const runNo = await p.run(5);
      const mark = await p.app.mark();
      expect(await p.done(`/runs/${runNo}/units/generate`, { quantity: 3 })).toEqual({
        runNo,
        created: 3,
        total: 3,
        firstSn: `SN-${runNo}-0001`,
        lastSn: `SN-${runNo}-0003`,
      });
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 2 });
      expect(await p.app.events(mark)).toEqual(["run.unitsGenerated", "run.unitsGenerated"]);
      expect(await units(runNo)).toMatchObject(
        [1, 2, 3, 4, 5].map((n) => ({
          sn: `SN-${runNo}-000${n}`,
          state: "QUEUED",
          step: { stepNo: 10, name: "PRINT" },
          panelNo: null,
        })),
      );
    });

    test("G4: never more than planned", async () => {
      const runNo = await p.run(5);
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 4 });
      const path = `/runs/${runNo}/units/generate`;
      expect(await p.refused(path, { quantity: 2 }, "QUANTITY_EXCEEDS_PLAN")).toEqual({
        runNo,
        planQty: 5,
        existing: 4,
        asked: 2,
        remaining: 1,
      });
    });

    test("G4: people who generate at once never exceed the plan together", async () => {
      const runNo = await p.run(10);
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => p.post(`/runs/${runNo}/units/generate`, { quantity: 4 })),
      );
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 409, 409, 409, 409]);
      expect(await units(runNo)).toHaveLength(8);
    });

    test("two runs that share a counter share no number", async () => {
      await setPattern("{product}-{YY}{MM}-{seq:5}");
      const [one, two] = [await p.run(20), await p.run(20)];
      const answers = await Promise.all(
        [one, two, one, two].map((runNo) =>
          p.post(`/runs/${runNo}/units/generate`, { quantity: 7 }),
        ),
      );
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200]);
      const all = [...(await sns(one)), ...(await sns(two))].sort();
      expect(new Set(all).size).toBe(28);
      expect([all[0], all[27]]).toEqual(["P-A-2611-00001", "P-A-2611-00028"]);
      await setPattern(null);
    });

    test("a counter without room refuses, and keeps its numbers", async () => {
      await setPattern("X{run}{seq:1}");
      const runNo = await p.run(20);
      const path = `/runs/${runNo}/units/generate`;
      await p.refused(path, { quantity: 10 }, "SERIAL_RANGE_EXHAUSTED");
      expect((await p.done(path, { quantity: 9 })).lastSn).toBe(`X${runNo}9`);
      await setPattern(null);
    });

    test("10,000 at once", async () => {
      await setPattern("BIG{seq:6}");
      const runNo = await p.run(10_000);
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 10_000 });
      expect((await p.planner.get(`/api/runs/${runNo}`)).body.counts.queued).toBe(10_000);
      await setPattern(null);
    });

    test("only where the run makes its own, and before it started", async () => {
      const labels = await p.run(5, { unitSource: "LABEL_RANGE" });
      await p.refused(`/runs/${labels}/units/generate`, { quantity: 1 }, "UNIT_SOURCE_MISMATCH");
      const runNo = await p.run(5);
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 1 });
      await p.done(`/runs/${runNo}/authorize`);
      await p.pass(`SN-${runNo}-0001`, 0);
      await p.refused(`/runs/${runNo}/units/generate`, { quantity: 1 }, "INVALID_RUN_STATUS");
      const gone = await p.run(5);
      await p.done(`/runs/${gone}/cancel`, { reason });
      await p.refused(`/runs/${gone}/units/generate`, { quantity: 1 }, "RUN_IN_TERMINAL_STATUS");
    });

    test.each([0, 10_001, 1.5])("a quantity of %p is bad input", async (quantity) => {
      expect((await p.post("/runs/RUN-X/units/generate", { quantity })).status).toBe(400);
    });

    test("a replayed key makes no second batch", async () => {
      const runNo = await p.run(10);
      const headers = { "idempotency-key": `units-${runNo}` };
      const path = `/runs/${runNo}/units/generate`;
      const first = await p.post(path, { quantity: 5 }, headers);
      expect((await p.post(path, { quantity: 5 }, headers)).body).toEqual(first.body);
      expect(await units(runNo)).toHaveLength(5);
    });

    test("a product on panels gets panels with positions", async () => {
      const own = await makePlant(p.app.db, { line: "PNL", unitsPerPanel: 4 });
      const woNo = await p.order({ productCode: own.productCode });
      await p.done(`/work-orders/${woNo}/release`, { lineCode: "PNL" });
      const { runNo } = await p.done(`/work-orders/${woNo}/runs`, { planQty: 10 });
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 6 });
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 2 });
      const places = (await units(runNo)).map(
        (unit: { panelNo: string; panelPosition: number }) =>
          `${unit.panelNo.slice(runNo.length)}:${unit.panelPosition}`,
      );
      expect(places).toEqual([
        ...["-P0001:1", "-P0001:2", "-P0001:3", "-P0001:4"],
        ...["-P0002:1", "-P0002:2", "-P0003:1", "-P0003:2"],
      ]);
    });
  });

  describe("binding labels", () => {
    const range = { prefix: "LBL-", firstNo: 1, lastNo: 5, width: 4 };
    test("each label becomes a unit; a label is bound once", async () => {
      const runNo = await p.run(10, { unitSource: "LABEL_RANGE" });
      const mark = await p.app.mark();
      expect(await p.done(`/runs/${runNo}/units/labels`, range)).toMatchObject({
        created: 5,
        firstSn: "LBL-0001",
        lastSn: "LBL-0005",
      });
      expect(await p.app.events(mark)).toEqual(["run.labelsBound"]);
      const other = await p.run(10, { unitSource: "LABEL_RANGE" });
      const path = `/runs/${other}/units/labels`;
      const overlap = { ...range, firstNo: 5, lastNo: 9 };
      expect(await p.refused(path, overlap, "LABEL_RANGE_OVERLAPS")).toEqual({
        runNo,
        firstSn: "LBL-0001",
        lastSn: "LBL-0005",
      });
      // The same characters, cut elsewhere: prefix "LBL-0", three digits.
      const cut = { prefix: "LBL-0", firstNo: 4, lastNo: 6, width: 3 };
      await p.refused(path, cut, "LABEL_RANGE_OVERLAPS");
      await p.done(path, { ...range, firstNo: 6, lastNo: 9 });
    });
    test("a serial number that exists as a unit is refused with its name", async () => {
      const runNo = await p.run(5);
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 2 });
      const labels = await p.run(5, { unitSource: "LABEL_RANGE" });
      const same = { prefix: `SN-${runNo}-`, firstNo: 2, lastNo: 4, width: 4 };
      const context = await p.refused(`/runs/${labels}/units/labels`, same, "SN_EXISTS");
      expect(context).toEqual({ sns: [`SN-${runNo}-0002`] });
      expect(await units(labels)).toEqual([]);
    });
    test("backwards, too wide, too many", async () => {
      const runNo = await p.run(10, { unitSource: "LABEL_RANGE" });
      const path = `/runs/${runNo}/units/labels`;
      await p.refused(path, { ...range, firstNo: 9, lastNo: 8 }, "LABEL_RANGE_INVALID");
      await p.refused(path, { ...range, firstNo: 9998, lastNo: 10_000 }, "LABEL_RANGE_INVALID");
      const many = { prefix: "MANY", firstNo: 1, lastNo: 11, width: 4 };
      await p.refused(path, many, "QUANTITY_EXCEEDS_PLAN");
    });
  });

  describe("deleting units", () => {
    test("all of them, with their labels; new ones get new numbers", async () => {
      const runNo = await p.run(5);
      await p.done(`/runs/${runNo}/units/generate`, { quantity: 5 });
      const mark = await p.app.mark();
      expect((await p.planner.delete(`/api/runs/${runNo}/units`)).body).toEqual({
        runNo,
        deleted: 5,
      });
      expect(await p.app.events(mark)).toEqual(["run.unitsDeleted"]);
      const again = await p.done(`/runs/${runNo}/units/generate`, { quantity: 5 });
      expect(again.firstSn).toBe(`SN-${runNo}-0006`);
      const labels = await p.run(5, { unitSource: "LABEL_RANGE" });
      const range = { prefix: "DEL", firstNo: 1, lastNo: 2, width: 3 };
      await p.done(`/runs/${labels}/units/labels`, range);
      expect((await p.planner.delete(`/api/runs/${labels}/units`)).body.deleted).toBe(2);
      await p.done(`/runs/${labels}/units/labels`, range);
    });
    test("G5: not once one of them was tracked", async () => {
      const { runNo, sns: made } = await p.authorized(2);
      await p.pass(made[0] ?? "", 0);
      const answer = await p.planner.delete(`/api/runs/${runNo}/units`);
      expect(answer).toMatchObject({
        status: 409,
        body: { code: "UNITS_CANNOT_BE_DELETED", context: { trackedUnits: 1 } },
      });
      expect(await units(runNo)).toHaveLength(2);
    });
  });

  describe("binding a panel", () => {
    test("units in the order of their positions; each on one panel", async () => {
      await p.k.updateTable("plant_product").set({ unitsPerPanel: 2 }).execute();
      const runNo = await p.run(4, { unitSource: "LABEL_RANGE" });
      const range = { prefix: `B${runNo}-`, firstNo: 1, lastNo: 4, width: 2 };
      await p.done(`/runs/${runNo}/units/labels`, range);
      const [a, b, c, d] = await sns(runNo);
      const path = `/runs/${runNo}/panels`;
      const mark = await p.app.mark();
      expect(await p.done(path, { panelNo: "PANEL-1", sns: [b, a] })).toEqual({
        runNo,
        panelNo: "PANEL-1",
        units: [
          { sn: b, panelPosition: 1 },
          { sn: a, panelPosition: 2 },
        ],
      });
      expect(await p.app.events(mark)).toEqual(["panel.bound"]);
      await p.refused(path, { panelNo: "PANEL-1", sns: [c] }, "PANEL_EXISTS");
      await p.refused(path, { panelNo: "PANEL-2", sns: [a, c] }, "UNIT_ON_PANEL");
      await p.refused(path, { panelNo: "PANEL-2", sns: [c, c] }, "SN_TWICE");
      await p.refused(path, { panelNo: "PANEL-2", sns: [c, d, a] }, "PANEL_TOO_MANY_UNITS");
      const missing = await p.post(path, { panelNo: "PANEL-2", sns: [c, "NONE"] });
      expect(missing).toMatchObject({ status: 404, body: { code: "UNIT_NOT_FOUND" } });
      const at = Promise.all(
        ["P-X", "P-Y"].map((panelNo) => p.post(path, { panelNo, sns: [c, d] })),
      );
      expect((await at).map((answer) => answer.status).sort()).toEqual([200, 409]);
      await p.k.updateTable("plant_product").set({ unitsPerPanel: 1 }).execute();
    });
  });

  describe("progress", () => {
    test("the river: where every unit is, step by step, and the lists behind the numbers", async () => {
      const { runNo, sns: made } = await p.authorized(4);
      const [a, b, c] = made as [string, string, string, string];
      await p.finish(a);
      await p.pass(b, 0);
      await p.pass(b, 1, "FAIL");
      await p.pass(c, 0, "IN");
      const { body } = await p.planner.get(`/api/runs/${runNo}/progress`);
      const row = ({ queued, inStation, failed, held, passed }: Record<string, number>) =>
        [queued, inStation, failed, held, passed].join(" ");
      expect(body.steps.map((step: { name: string }) => step.name)).toEqual([
        ...["PRINT", "SPI", "MOUNT", "REFLOW", "AOI"],
      ]);
      expect(body.steps.map(row)).toEqual([
        ...["1 1 0 0 2", "0 0 1 0 1", "0 0 0 0 1", "0 0 0 0 1", "0 0 0 0 1"],
      ]);
      expect(body).toMatchObject({
        planQty: 4,
        totals: { total: 4, queued: 1, inStation: 1, failed: 1, held: 0, done: 1, scrapped: 0 },
      });
      expect(await sns(runNo, "&stepNo=20")).toEqual([b]);
      expect(await sns(runNo, "&state=IN_STATION&stepNo=10")).toEqual([c]);
      expect(await sns(runNo, `&q=${a}`)).toEqual([a]);
    });
    test("the list is paged in the order the units were made", async () => {
      const { runNo, sns: made } = await p.authorized(5);
      const page = async (cursor = "") =>
        (await p.planner.get(`/api/runs/${runNo}/units?limit=2${cursor}`)).body;
      const first = await page();
      const second = await page(`&cursor=${first.nextCursor}`);
      const third = await page(`&cursor=${second.nextCursor}`);
      const all = [first, second, third].flatMap(({ items }) =>
        items.map((u: { sn: string }) => u.sn),
      );
      expect([all, third.nextCursor]).toEqual([made, null]);
    });
    test("people of another line do not see it", async () => {
      const { runNo } = await p.authorized(1);
      await makePlant(p.app.db, { line: "ELSE" });
      const stranger = await p.app.as("maintenance", { lines: ["ELSE"] });
      for (const path of ["progress", "units", "authorizations"])
        expect(await stranger.get(`/api/runs/${runNo}/${path}`)).toMatchObject({
          status: 403,
          body: { code: "OUT_OF_SCOPE" },
        });
    });
  });
});
