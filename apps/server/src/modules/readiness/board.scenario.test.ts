import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDatabase } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { Preparing, smtSteps } from "./preparing.fixture.ts";

eachDatabase((dialect) => {
  const p = new Preparing();
  beforeAll(() => p.open(dialect), 60_000);
  afterAll(() => p.close());

  const check = async (runNo: string, type = "FORMAL") =>
    (await p.planner.post(`/api/runs/${runNo}/readiness/check`, { type })).body;
  const authorize = (runNo: string) => p.planner.post(`/api/runs/${runNo}/authorize`);

  describe("the board", () => {
    test("a plant that configured nothing is told everything and stopped by nothing", async () => {
      const { runNo } = await p.run();
      const board = await p.board(runNo);
      expect(board).toMatchObject({
        runNo,
        runState: "PREP",
        lineCode: "A",
        productCode: "P-A",
        status: "PASSED",
        isLive: true,
        evaluatedAt: p.now,
        changeover: null,
        waivers: [],
        canAuthorize: true,
        sinceBlocked: null,
      });
      expect(await p.unsettled(runNo)).toEqual([
        "EQUIPMENT RECORDED READINESS_EQUIPMENT_NONE",
        "SOLDER_PASTE RECORDED READINESS_PASTE_NOT_BOUND",
        "PREP_PASTE RECORDED READINESS_RECORD_MISSING",
        "PREP_STENCIL_USAGE RECORDED READINESS_RECORD_MISSING",
        "PREP_STENCIL_CLEAN RECORDED READINESS_RECORD_MISSING",
        "PREP_SQUEEGEE RECORDED READINESS_RECORD_MISSING",
        "PREP_PROGRAM RECORDED READINESS_RECORD_MISSING",
        "PREP_MOUNTER RECORDED READINESS_RECORD_MISSING",
      ]);
      expect(await p.item(runNo, "PREP_STENCIL_CLEAN")).toMatchObject({
        gate: "RECORD",
        resolvedBy: "form:record",
        fix: { kind: "FORM", formCode: "QR-Pro-130", to: null },
        policy: { source: "DEFAULT", freshnessMinutes: 1_440 },
        need: { isNeeded: true, source: "DEFAULT", mayChange: true },
      });
      expect((await authorize(runNo)).body.gate).toEqual({ passed: true, findings: [] });
    });

    test("a run that is over keeps what it was authorised on: nobody checks it any more", async () => {
      const { runNo } = await p.run();
      await authorize(runNo);
      const before = await p.board(runNo);
      await p.k
        .updateTable("work_order_run")
        .set({ state: "COMPLETED" })
        .where("runNo", "=", runNo)
        .execute();
      p.app.clock.advance(60);
      for (const type of ["FORMAL", "PRECHECK"])
        expect(await check(runNo, type)).toMatchObject({
          code: "RUN_IN_TERMINAL_STATUS",
          context: { runNo, state: "COMPLETED" },
        });
      expect(await p.board(runNo)).toMatchObject({
        isLive: false,
        evaluatedAt: before.evaluatedAt,
      });
    });

    test("R2: paste whose life is over fails by the clock, and stops where the plant says so", async () => {
      await p.setPolicy({ checkCode: "SOLDER_PASTE", scope: "LINE", scopeKey: "A", gate: "ALERT" });
      const { runNo } = await p.run();
      await p.paste("B-1", addMinutes(p.now, 10));
      expect((await p.item(runNo, "SOLDER_PASTE")).state).toBe("PASSED");
      p.app.clock.advance(600);
      expect(await p.item(runNo, "SOLDER_PASTE")).toMatchObject({
        state: "FAILED",
        itemKey: "B-1",
        since: p.now,
        finding: { code: "READINESS_PASTE_UNUSABLE" },
        evidence: [{ kind: "PASTE", label: "B-1", link: "/paste?bottle=B-1" }],
      });
      expect((await authorize(runNo)).body.code).toBe("READINESS_CHECK_FAILED");
      await p.setPolicy({
        checkCode: "SOLDER_PASTE",
        scope: "LINE",
        scopeKey: "A",
        gate: "RECORD",
      });
      expect((await authorize(runNo)).status).toBe(200);
    });

    test("D16: a check that passed an hour ago opens nothing; revoked, everything is judged anew", async () => {
      await p.machine("PR-1", "NORMAL");
      await p.setPolicy({ checkCode: "EQUIPMENT", scope: "LINE", scopeKey: "A", gate: "ALERT" });
      const { runNo } = await p.run();
      const mark = await p.app.mark();
      expect((await check(runNo)).status).toBe("PASSED");
      await p.setMachine("PR-1", "DOWN");
      expect((await authorize(runNo)).body.code).toBe("READINESS_CHECK_FAILED");
      await p.setMachine("PR-1", "IDLE");
      expect((await authorize(runNo)).status).toBe(200);
      await p.planner.post(`/api/runs/${runNo}/revoke`, { reason: "wrong shift" });
      await p.setMachine("PR-1", "CALIBRATION");
      expect((await authorize(runNo)).body.code).toBe("READINESS_CHECK_FAILED");
      expect(await p.app.events(mark)).toEqual([
        "readiness.checked",
        "run.authorize!READINESS_CHECK_FAILED",
        "run.authorized",
        "run.revoked",
        "run.authorize!READINESS_CHECK_FAILED",
      ]);
      const { items } = (await p.planner.get(`/api/runs/${runNo}/readiness/history`)).body;
      expect(items.map(({ status }: { status: string }) => status)).toEqual(["PASSED", "PASSED"]);
      await p.setMachine("PR-1", "NORMAL");
    });

    test("R7: after a change of policy the next check has only what is enabled", async () => {
      const { runNo } = await p.run();
      const codes = async () =>
        (await check(runNo)).items.map((one: { checkCode: string }) => one.checkCode);
      expect(await codes()).toContain("PREP_SQUEEGEE");
      const mark = await p.app.mark();
      const off = { checkCode: "PREP_SQUEEGEE", scope: "LINE", scopeKey: "A", gate: "OFF" };
      const { id } = await p.setPolicy(off);
      await p.setPolicy(off);
      expect(await p.app.events(mark)).toEqual(["readinessPolicy.set"]);
      expect(await codes()).not.toContain("PREP_SQUEEGEE");
      expect((await p.item(runNo, "PREP_SQUEEGEE")).state).toBe("OFF");
      expect((await p.engineer.delete(`/api/readiness/policies/${id}`)).status).toBe(200);
      expect((await p.engineer.delete(`/api/readiness/policies/${id}`)).status).toBe(404);
      expect(await codes()).toContain("PREP_SQUEEGEE");
    });

    test("another product on the line stops the run; the tail of the same one does not", async () => {
      const other = await makePlant(p.app.db, { line: "Z", steps: smtSteps });
      const { runNo } = await p.run();
      const tail = await p.run({ state: "IN_PROGRESS" });
      expect((await p.item(runNo, "LINE_OCCUPIED")).state).toBe("PASSED");
      const foreign = await p.run({
        state: "IN_PROGRESS",
        plant: { ...other, lineId: p.plant.lineId, lineCode: "Z" },
      });
      const [item] = (await p.board(runNo)).items.filter(
        (one: { checkCode: string }) => one.checkCode === "LINE_OCCUPIED",
      );
      expect(item).toMatchObject({
        state: "FAILED",
        gate: "ALERT",
        itemKey: foreign.runNo,
        finding: { context: { lineCode: "A", productCode: "P-Z" } },
        fix: { kind: "PAGE", to: `/runs/${foreign.runNo}` },
      });
      for (const run of [tail, foreign])
        await p.k
          .updateTable("work_order_run")
          .set({ state: "COMPLETED", endedAt: p.now })
          .where("id", "=", run.runId)
          .execute();
    });

    test("a run that is over shows the evaluation it was made on", async () => {
      const run = await p.run();
      await authorize(run.runNo);
      await p.k
        .updateTable("work_order_run")
        .set({ state: "COMPLETED", endedAt: p.now })
        .where("id", "=", run.runId)
        .execute();
      const at = p.now;
      p.app.clock.advance(60);
      expect(await p.board(run.runNo)).toMatchObject({
        isLive: false,
        evaluatedAt: at,
        canAuthorize: false,
        items: expect.arrayContaining([expect.objectContaining({ checkCode: "ROUTE" })]),
      });
    });

    test("needed or not is the leader's word, until the run is authorised", async () => {
      const { runNo } = await p.run();
      const say = (body: object) => p.leader.put(`/api/runs/${runNo}/readiness/needs`, body);
      const mark = await p.app.mark();
      expect(
        (await say({ checkCode: "PREP_BAKE", isNeeded: true, remark: "humid week" })).status,
      ).toBe(200);
      expect((await say({ checkCode: "PREP_PASTE", isNeeded: false })).status).toBe(200);
      expect(await p.app.events(mark)).toEqual(["readiness.needSet", "readiness.needSet"]);
      expect(await p.item(runNo, "PREP_BAKE")).toMatchObject({
        state: "RECORDED",
        need: { isNeeded: true, source: "LEADER", remark: "humid week" },
      });
      expect((await p.item(runNo, "PREP_PASTE")).state).toBe("NOT_NEEDED");
      await say({ checkCode: "PREP_PASTE", isNeeded: null });
      expect((await p.item(runNo, "PREP_PASTE")).need.source).toBe("DEFAULT");
      const rows = [
        ["ROUTE", 409, "READINESS_NEED_FIXED"],
        ["LINE_OCCUPIED", 409, "READINESS_NEED_FIXED"],
        ["LOADING", 404, "READINESS_CHECK_UNKNOWN"],
      ] as const;
      for (const [checkCode, status, code] of rows)
        expect(await say({ checkCode, isNeeded: false })).toMatchObject({ status, body: { code } });
      await authorize(runNo);
      expect((await say({ checkCode: "PREP_BAKE", isNeeded: false })).body.code).toBe(
        "RUN_NOT_READY",
      );
    });
  });
});
