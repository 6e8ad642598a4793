import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDatabase } from "@lineside/testkit/database";
import { Preparing, reason } from "./preparing.fixture.ts";

eachDatabase((dialect) => {
  const p = new Preparing();
  beforeAll(async () => {
    await p.open(dialect);
    await p.machine("PR-1", "DOWN");
    await p.setPolicy({ checkCode: "EQUIPMENT", scope: "GLOBAL", gate: "ALERT" });
  }, 60_000);
  afterAll(() => p.close());

  const plan = (runNo: string, minutes: number, over: object = {}) =>
    p.leader.put(`/api/runs/${runNo}/changeover`, {
      changeoverAt: addMinutes(p.now, minutes),
      ...over,
    });
  const sheet = (runNo: string, step: string, who = p.leader) =>
    who.post(`/api/runs/${runNo}/changeover/${step}`);
  const reminders = async (runNo: string) =>
    (await p.leader.get("/api/notices")).body.items.filter(
      (one: { code: string; entityKey: string }) =>
        one.code === "CHANGEOVER_DUE" && one.entityKey === runNo,
    ).length;

  describe("the pre-changeover sheet", () => {
    test("is planned, prepared by one, reviewed by another; a changed need asks for another review", async () => {
      const { runNo } = await p.run();
      expect((await sheet(runNo, "prepared")).body.code).toBe("CHANGEOVER_NOT_PLANNED");
      expect((await plan(runNo, 0)).body.code).toBe("CHANGEOVER_IN_PAST");
      const mark = await p.app.mark();
      expect((await plan(runNo, 1_440, { remark: "after lunch" })).body.changeover).toMatchObject({
        changeoverAt: addMinutes(p.now, 1_440),
        remindAt: addMinutes(p.now, 720),
        remark: "after lunch",
        preparedAt: null,
      });
      expect((await sheet(runNo, "reviewed")).body.code).toBe("CHANGEOVER_NOT_PREPARED");
      await sheet(runNo, "prepared");
      await sheet(runNo, "prepared");
      expect((await sheet(runNo, "reviewed")).body.code).toBe("CHANGEOVER_SAME_PERSON");
      expect((await sheet(runNo, "reviewed", p.planner)).body.changeover).toMatchObject({
        preparedByName: expect.stringContaining("line_leader"),
        reviewedByName: expect.stringContaining("planner"),
        remark: "after lunch",
      });
      expect((await p.app.events(mark)).filter((type) => !type.includes("!"))).toEqual([
        "changeover.planned",
        "changeover.prepared",
        "changeover.reviewed",
      ]);
      const need = { checkCode: "PREP_BAKE", isNeeded: true };
      const changed = await p.leader.put(`/api/runs/${runNo}/readiness/needs`, need);
      expect(changed.body.changeover).toMatchObject({ reviewedAt: null, preparedAt: p.now });
    });

    test("one person may do both where the plant says so", async () => {
      const admin = await p.app.as("admin");
      await admin.patch("/api/settings", { changeoverSelfReview: true });
      const { runNo } = await p.run();
      await plan(runNo, 60);
      await sheet(runNo, "prepared");
      expect((await sheet(runNo, "reviewed")).status).toBe(200);
      await admin.patch("/api/settings", { changeoverSelfReview: false });
    });
  });

  describe("the reminder", () => {
    test("comes half a day ahead to whoever prepares the line, once, and moves with the time", async () => {
      await p.app.runJobs();
      const { runNo } = await p.run();
      await plan(runNo, 1_440);
      p.app.clock.advance(719 * 60);
      await p.app.runJobs();
      expect(await reminders(runNo)).toBe(0);
      await plan(runNo, 1_440);
      p.app.clock.advance(719 * 60);
      await p.app.runJobs();
      expect(await reminders(runNo)).toBe(0);
      p.app.clock.advance(60);
      const mark = await p.app.mark();
      await p.app.runJobs();
      expect(await p.app.events(mark)).toEqual(["changeover.reminded", "notice.sent"]);
      expect(await reminders(runNo)).toBe(1);
      expect((await p.board(runNo)).changeover.remindedAt).toBe(p.now);
      p.app.clock.advance(86_400);
      const later = await p.app.mark();
      await p.app.runJobs();
      expect(await p.app.events(later)).toEqual([]);
    });

    test("is taken back by authorising, and comes again after revoking", async () => {
      const { runNo, runId } = await p.run();
      await plan(runNo, 1_440);
      const waiting = async () =>
        (
          await p.k
            .selectFrom("platform_job")
            .select("state")
            .where("subject", "=", `changeover:${runId}`)
            .orderBy("id")
            .execute()
        ).map((job) => job.state);
      expect(await waiting()).toEqual(["QUEUED"]);
      await p.waive(runNo, "EQUIPMENT");
      await p.planner.post(`/api/runs/${runNo}/authorize`);
      expect(await waiting()).toEqual(["CANCELLED"]);
      await p.planner.post(`/api/runs/${runNo}/revoke`, { reason });
      expect(await waiting()).toEqual(["CANCELLED", "QUEUED"]);
      await p.planner.post(`/api/runs/${runNo}/cancel`, { reason });
      expect(await waiting()).toEqual(["CANCELLED", "CANCELLED"]);
    });

    test("half a day that has passed already reminds at once", async () => {
      const { runNo } = await p.run();
      await plan(runNo, 60);
      const mark = await p.app.mark();
      await p.app.runJobs();
      expect(await p.app.events(mark)).toEqual(["changeover.reminded", "notice.sent"]);
    });
  });

  describe("the lines", () => {
    test("each with what it makes, what comes next, what stops it and since when", async () => {
      await p.k.updateTable("work_order_run").set({ state: "CANCELLED" }).execute();
      const running = await p.run({ state: "IN_PROGRESS" });
      const later = await p.run();
      const sooner = await p.run();
      const waived = await p.run();
      await plan(later.runNo, 600);
      await plan(sooner.runNo, 500);
      await plan(waived.runNo, 700);
      await p.waive(waived.runNo, "EQUIPMENT");
      const answer = await p.planner.get("/api/readiness/lines?lineCode=A");
      const [line] = answer.body.items;
      expect(line).toMatchObject({ lineCode: "A", processType: "SMT" });
      expect(line.running.map((run: { runNo: string }) => run.runNo)).toEqual([running.runNo]);
      const { next } = line;
      expect(next.map((run: { runNo: string }) => run.runNo)).toEqual([
        sooner.runNo,
        later.runNo,
        waived.runNo,
      ]);
      const since = (
        await p.k.selectFrom("equipment_machine").select("statusSince").executeTakeFirstOrThrow()
      ).statusSince;
      expect(next[0]).toMatchObject({
        status: "FAILED",
        sinceBlocked: since,
        blocking: [
          {
            checkCode: "EQUIPMENT",
            itemKey: "PR-1",
            since,
            resolvedBy: "equipment:status",
            finding: { code: "EQUIPMENT_NOT_FIT" },
          },
        ],
      });
      expect(next[2]).toMatchObject({
        status: "PASSED",
        blocking: [],
        waivedCount: 1,
        sinceBlocked: null,
      });
      expect(line.hasMore).toBe(false);
    });
  });
});
