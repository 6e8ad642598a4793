import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { Floor, reason } from "./floor.fixture.ts";
import { openDefect } from "./index.ts";

eachDialect((dialect) => {
  let app: TestApp;
  let floor: Floor;
  let quality: Person;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    floor = await Floor.open(app);
    quality = floor.quality;
  });
  afterAll(() => app.dispose());

  describe("a failed board", () => {
    test("is listed with what quality has to know to decide", async () => {
      const { sns, runNo, woNo } = await floor.run();
      const id = await floor.failed(sns[0] ?? "");
      const { status, body } = await quality.get(`/api/defects?runNo=${runNo}`);
      expect(status).toBe(200);
      expect(body.nextCursor).toBeNull();
      expect(body.items).toMatchObject([
        {
          id,
          sn: sns[0],
          unitState: "OUT_FAILED",
          runNo,
          woNo,
          productCode: "P-A",
          lineCode: "A",
          stationCode: "AOI-A",
          stepNo: 20,
          stepName: "AOI",
          code: "M12",
          name: "Bridge",
          nameZh: "桥连",
          severity: "MAJOR",
          location: "U5",
          remark: "两脚桥连",
          state: "RECORDED",
          disposition: null,
          createdByName: "operator 1",
          reworkSteps: [
            { stepNo: 10, name: "PRINT" },
            { stepNo: 20, name: "AOI" },
          ],
          version: 1,
        },
      ]);
      expect(await quality.get(`/api/defects/${id}`)).toMatchObject({
        status: 200,
        body: { id, priorDefects: 0 },
      });
    });

    test("REWORK sends it back once; passing where it failed closes the defect (D41)", async () => {
      const [sn = ""] = (await floor.run()).sns;
      const id = await floor.failed(sn);
      const mark = await app.mark();
      const decided = await floor.dispose(id, { type: "REWORK", toStepNo: 10 });
      expect(decided).toMatchObject({
        status: 200,
        body: {
          defect: { id, state: "DISPOSITIONED", disposition: "REWORK", reworkStepNo: 10 },
          unit: { sn, state: "QUEUED", stepNo: 10 },
          runCompleted: false,
        },
      });
      expect(decided.body.defect.reworkSteps).toEqual([]);
      expect(await app.events(mark)).toEqual(["defect.dispositioned", "unit.reworked"]);

      expect(await floor.dispose(id, { type: "SCRAP" })).toMatchObject({
        status: 409,
        body: { code: "ALREADY_DISPOSITIONED", context: { disposition: "REWORK" } },
      });
      expect((await app.events(mark)).at(-1)).toBe("quality.disposeDefect!ALREADY_DISPOSITIONED");

      await floor.scan("PRINT-A", sn);
      expect(await floor.defect(id)).toMatchObject({ state: "DISPOSITIONED" });
      await floor.scan("AOI-A", sn);
      expect(await floor.defect(id)).toMatchObject({ state: "CLOSED", closedAt: app.clock.now() });
      expect(await floor.unit(sn)).toMatchObject({ state: "DONE" });
    });

    test("a second failure counts the one before it", async () => {
      const [sn = ""] = (await floor.run()).sns;
      await floor.dispose(await floor.failed(sn), { type: "REWORK", toStepNo: 20 });
      app.clock.advance(60);
      const again = await floor.scan("AOI-A", sn, { result: "FAIL", defect: { code: "M12" } });
      expect((await quality.get(`/api/defects/${again.defectId}`)).body.priorDefects).toBe(1);
    });

    test("SCRAP ends unit and every open defect, and a run whose last unit it was", async () => {
      const { sns, runNo } = await floor.run(2);
      const [good = "", bad = ""] = sns;
      await floor.scan("PRINT-A", good);
      await floor.scan("AOI-A", good);
      await floor.dispose(await floor.failed(bad), { type: "REWORK", toStepNo: 20 });
      const second = await floor.scan("AOI-A", bad, { result: "FAIL" });
      const mark = await app.mark();
      expect(await floor.dispose(second.defectId, { type: "SCRAP" })).toMatchObject({
        status: 200,
        body: {
          defect: { state: "CLOSED", disposition: "SCRAP", unitState: "SCRAPPED" },
          unit: { sn: bad, state: "SCRAPPED", stepNo: 20 },
          runCompleted: true,
        },
      });
      expect(await app.events(mark)).toEqual([
        "defect.dispositioned",
        "defect.closed",
        "unit.scrapped",
        "run.completed",
      ]);
      const open = await quality.get(`/api/defects?runNo=${runNo}&state=DISPOSITIONED`);
      expect(open.body.items).toEqual([]);
    });

    test("HOLD sets it aside; release sends it where quality says and closes the defect (D40)", async () => {
      const [sn = ""] = (await floor.run()).sns;
      const id = await floor.failed(sn);
      expect(await floor.dispose(id, { type: "HOLD" })).toMatchObject({
        status: 200,
        body: { defect: { state: "DISPOSITIONED" }, unit: { state: "ON_HOLD", stepNo: 20 } },
      });
      expect(await floor.unit(sn)).toMatchObject({ heldFrom: "OUT_FAILED", holdReason: reason });
      const mark = await app.mark();
      expect(await quality.post(`/api/units/${sn}/release`, { reason, toStepNo: 10 })).toEqual(
        expect.objectContaining({
          status: 200,
          body: {
            unit: { sn, state: "QUEUED", stepNo: 10 },
            closedDefectIds: [id],
            runCompleted: false,
          },
        }),
      );
      expect(await app.events(mark)).toEqual(["unit.released", "defect.closed"]);
      expect(await floor.unit(sn)).toMatchObject({ heldFrom: null, holdReason: null });
      expect(await quality.post(`/api/units/${sn}/release`, { reason })).toMatchObject({
        status: 409,
        body: { code: "UNIT_NOT_HELD" },
      });
    });

    test("one visit has one defect, however many report it (D12)", async () => {
      const [sn = ""] = (await floor.run()).sns;
      const recorded = await floor.defect(await floor.failed(sn));
      const again = { ...recorded, by: { id: null, name: "AOI" }, now: recorded.createdAt };
      const isNew = await app.db.unit((tx) =>
        openDefect(tx, { ...again, id: "second", source: "TEST" }),
      );
      expect(isNew).toBe(false);
      const all = await app.db.read
        .selectFrom("quality_defect")
        .select("id")
        .where("unitId", "=", recorded.unitId)
        .execute();
      expect(all).toEqual([{ id: recorded.id }]);
    });

    test("undo withdraws its defect, which nobody can decide about then", async () => {
      const [sn = ""] = (await floor.run()).sns;
      const id = await floor.failed(sn);
      const { trackId } = await floor.defect(id);
      expect(await floor.operator.post("/api/stations/AOI-A/undo", { trackId })).toMatchObject({
        status: 200,
        body: { withdrawnDefectIds: [id] },
      });
      expect(await floor.defect(id)).toMatchObject({ state: "WITHDRAWN" });
      expect(await floor.dispose(id, { type: "SCRAP" })).toMatchObject({
        status: 409,
        body: { code: "DEFECT_WITHDRAWN" },
      });
    });
  });

  test("a unit held by an out-of-limit value at its last step is released as done", async () => {
    const { sns } = await floor.run();
    const [sn = ""] = sns;
    await floor.scan("PRINT-A", sn);
    await floor.scan("AOI-A", sn, { result: "PASS", captures: [{ code: "VOID", value: 31 }] });
    expect(await floor.unit(sn)).toMatchObject({ state: "ON_HOLD", heldFrom: "DONE" });
    const mark = await app.mark();
    expect(await quality.post(`/api/units/${sn}/release`, { reason })).toMatchObject({
      status: 200,
      body: { unit: { state: "DONE" }, runCompleted: true },
    });
    expect(await app.events(mark)).toEqual(["unit.released", "run.completed"]);
  });

  test("a held unit without a defect can be scrapped", async () => {
    const [sn = ""] = (await floor.run(2)).sns;
    await floor.scan("PRINT-A", sn);
    await floor.scan("AOI-A", sn, { result: "PASS", captures: [{ code: "VOID", value: 31 }] });
    const mark = await app.mark();
    expect(await quality.post(`/api/units/${sn}/scrap`, { reason })).toMatchObject({
      status: 200,
      body: { unit: { sn, state: "SCRAPPED" }, closedDefectIds: [], runCompleted: false },
    });
    expect(await app.events(mark)).toEqual(["unit.scrapped"]);
    expect(await quality.post(`/api/units/${sn}/scrap`, { reason })).toMatchObject({ status: 409 });
  });

  test("what a disposition must be, and what may not be decided", async () => {
    const [sn = ""] = (await floor.run()).sns;
    const id = await floor.failed(sn);
    const rows: [string, object, number, string][] = [
      ["no reason       ", { type: "SCRAP", reason: "" }, 400, "VALIDATION_FAILED"],
      ["unknown type    ", { type: "BURN" }, 400, "VALIDATION_FAILED"],
      ["no step         ", { type: "REWORK" }, 409, "REWORK_STEP_INVALID"],
      ["no such step    ", { type: "REWORK", toStepNo: 15 }, 409, "REWORK_STEP_INVALID"],
      ["step 1 (D42)    ", { type: "REWORK", toStepNo: 1 }, 409, "REWORK_STEP_INVALID"],
      ["beyond the route", { type: "REWORK", toStepNo: 30 }, 409, "REWORK_STEP_INVALID"],
    ];
    for (const [, body, status, code] of rows)
      expect(await floor.dispose(id, body)).toMatchObject({ status, body: { code } });
    expect(await floor.dispose("nothing", { type: "SCRAP" })).toMatchObject({
      status: 404,
      body: { code: "DEFECT_NOT_FOUND" },
    });
    expect(await quality.post("/api/units/NOBODY/release", { reason })).toMatchObject({
      status: 404,
      body: { code: "UNIT_NOT_FOUND" },
    });
    expect(await floor.defect(id)).toMatchObject({ state: "RECORDED", version: 1 });
    expect(await floor.unit(sn)).toMatchObject({ state: "OUT_FAILED" });
  });

  test("of two decisions at once exactly one counts, and a repeated one is answered again", async () => {
    const [sn = "", other = ""] = (await floor.run(3)).sns;
    const id = await floor.failed(sn);
    const answers = await Promise.all([
      floor.dispose(id, { type: "SCRAP" }),
      floor.dispose(id, { type: "REWORK", toStepNo: 10 }),
    ]);
    expect(answers.map((each) => each.status).sort()).toEqual([200, 409]);
    expect(answers.find((each) => each.status === 409)?.body.code).toBe("ALREADY_DISPOSITIONED");

    const headers = { "idempotency-key": `dispose-${other}` };
    const second = await floor.failed(other);
    const body = { type: "HOLD", reason };
    const path = `/api/defects/${second}/disposition`;
    const mark = await app.mark();
    const first = await quality.post(path, body, { headers });
    const again = await quality.post(path, body, { headers });
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.body).toEqual(first.body);
    expect(await app.events(mark)).toEqual(["defect.dispositioned", "unit.held"]);
  });
});
