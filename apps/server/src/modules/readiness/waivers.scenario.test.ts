import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDatabase } from "@lineside/testkit/database";
import { Preparing, reason } from "./preparing.fixture.ts";

eachDatabase((dialect) => {
  const p = new Preparing();
  beforeAll(async () => {
    await p.open(dialect);
    await p.machine("PR-1", "REPAIR");
    await p.setPolicy({ checkCode: "EQUIPMENT", scope: "GLOBAL", gate: "ALERT" });
  }, 60_000);
  afterAll(() => p.close());

  const refusal = (answer: { status: number; body: { code: string } }) => [
    answer.status,
    answer.body.code,
  ];

  describe("a waiver", () => {
    test("R1, R4, D17, D21: lets a run through whose machine is under repair, says who and why, and survives re-checks", async () => {
      const { runNo } = await p.run();
      const refused = await p.planner.post(`/api/runs/${runNo}/authorize`);
      expect(refused).toMatchObject({
        status: 409,
        body: {
          code: "READINESS_CHECK_FAILED",
          context: {
            runNo,
            findings: [{ check: "EQUIPMENT", severity: "BLOCK", resolvedBy: "equipment:status" }],
            items: [
              {
                checkCode: "EQUIPMENT",
                itemKey: "PR-1",
                finding: { code: "EQUIPMENT_NOT_FIT", context: { status: "REPAIR" } },
              },
            ],
          },
        },
      });
      const mark = await p.app.mark();
      const waived = await p.waive(runNo, "EQUIPMENT");
      expect(waived).toMatchObject({
        status: 200,
        body: { status: "PASSED", canAuthorize: true, sinceBlocked: null },
      });
      expect(await p.app.events(mark)).toEqual(["readiness.waived", "notice.sent"]);
      expect(await p.item(runNo, "EQUIPMENT")).toMatchObject({
        state: "WAIVED",
        waiver: { reason, approvedByName: expect.stringContaining("plant_manager") },
      });
      for (const type of ["PRECHECK", "FORMAL"])
        expect(
          (await p.planner.post(`/api/runs/${runNo}/readiness/check`, { type })).body,
        ).toMatchObject({ type, status: "PASSED" });
      expect((await p.planner.post(`/api/runs/${runNo}/authorize`)).body).toMatchObject({
        state: "AUTHORIZED",
        gate: { passed: true, findings: [{ check: "EQUIPMENT", severity: "ALERT" }] },
      });
      const { items } = (await p.planner.get(`/api/runs/${runNo}/readiness/history`)).body;
      expect(items.map((one: { type: string }) => one.type)).toEqual([
        "FORMAL",
        "FORMAL",
        "PRECHECK",
      ]);
      expect(items[0].items).toContainEqual(
        expect.objectContaining({
          checkCode: "EQUIPMENT",
          state: "WAIVED",
          waiver: expect.objectContaining({ reason }),
        }),
      );
    });

    test("R4: who waived what and why is told by the trace of every unit of the run", async () => {
      const { runNo, sns } = await p.run();
      await p.waive(runNo, "EQUIPMENT");
      await p.planner.post(`/api/runs/${runNo}/authorize`);
      const { readiness } = (await p.manager.get(`/api/trace/units/${sns[0]}`)).body;
      expect(readiness).toMatchObject({
        authorizedOn: { type: "FORMAL", status: "PASSED", at: p.now },
        waivers: [
          {
            checkCode: "EQUIPMENT",
            itemKey: "PR-1",
            reason,
            requestedAt: p.now,
            approvedByName: expect.stringContaining("plant_manager"),
            finding: { code: "EQUIPMENT_NOT_FIT", context: { status: "REPAIR" } },
          },
        ],
      });
      expect(readiness.authorizedOn.items).toContainEqual(
        expect.objectContaining({ checkCode: "EQUIPMENT", state: "WAIVED" }),
      );
    });

    test("D17: accepts this breakdown, not the next one", async () => {
      const { runNo } = await p.run();
      await p.waive(runNo, "EQUIPMENT");
      expect((await p.item(runNo, "EQUIPMENT")).state).toBe("WAIVED");
      p.app.clock.advance(60);
      await p.setMachine("PR-1", "DOWN");
      expect((await p.item(runNo, "EQUIPMENT")).state).toBe("FAILED");
      await p.setMachine("PR-1", "REPAIR");
      expect((await p.item(runNo, "EQUIPMENT")).state).toBe("FAILED");
    });

    test("ends when it says so, and can be taken back with a reason", async () => {
      const { runNo } = await p.run();
      const expiresAt = addMinutes(p.now, 60);
      expect((await p.waive(runNo, "EQUIPMENT", { expiresAt })).status).toBe(200);
      p.app.clock.advance(3_599);
      expect((await p.board(runNo)).status).toBe("PASSED");
      p.app.clock.advance(1);
      expect(await p.board(runNo)).toMatchObject({ status: "FAILED", sinceBlocked: expiresAt });
      expect(refusal(await p.planner.post(`/api/runs/${runNo}/authorize`))).toEqual([
        409,
        "READINESS_CHECK_FAILED",
      ]);
      const again = (await p.waive(runNo, "EQUIPMENT")).body;
      const { id } = again.waivers[0];
      const revoke = `/api/readiness/waivers/${id}/revoke`;
      expect((await p.manager.post(revoke)).status).toBe(400);
      const mark = await p.app.mark();
      expect((await p.manager.post(revoke, { reason })).body).toMatchObject({ status: "FAILED" });
      expect(await p.app.events(mark)).toEqual(["readiness.waiverRevoked"]);
      expect(refusal(await p.manager.post(revoke, { reason }))).toEqual([
        409,
        "WAIVER_STATE_INVALID",
      ]);
    });

    test("R3: without a reason, by a planner, of a passed item, of another run's, of ROUTE", async () => {
      const { runNo } = await p.run();
      const rows = [
        [await p.waive(runNo, "EQUIPMENT", { reason: undefined }), 400, "VALIDATION_FAILED"],
        [await p.waive(runNo, "EQUIPMENT", { reason: "ok" }), 400, "VALIDATION_FAILED"],
        [await p.waive(runNo, "EQUIPMENT", { who: p.planner }), 403, "FORBIDDEN"],
        [await p.waive(runNo, "EQUIPMENT", { who: p.leader }), 403, "FORBIDDEN"],
        [await p.waive("RUN-NONE", "EQUIPMENT", {}).catch(() => null), 0, ""],
        [await p.waive(runNo, "LINE_OCCUPIED"), 409, "ITEM_NOT_FAILED"],
        [await p.waive(runNo, "EQUIPMENT", { itemKey: "OVEN-7" }), 409, "RUN_MISMATCH"],
        [await p.waive(runNo, "EQUIPMENT", { fingerprint: "old" }), 409, "ITEM_CHANGED"],
        [await p.waive(runNo, "EQUIPMENT", { expiresAt: p.now }), 409, "WAIVER_EXPIRY_INVALID"],
        [await p.waive(runNo, "ROUTE"), 409, "WAIVER_NOT_ALLOWED"],
        [await p.waive(runNo, "LOADING"), 404, "READINESS_CHECK_UNKNOWN"],
      ] as const;
      for (const [answer, status, code] of rows)
        if (answer) expect(refusal(answer)).toEqual([status, code]);
      expect((await p.board(runNo)).waivers).toEqual([]);
    });

    test("D22: no waiver opens a line that lost a station; a BLOCK must be put right", async () => {
      const { runNo } = await p.run();
      const station = (isActive: boolean) =>
        p.k.updateTable("plant_station").set({ isActive }).where("code", "=", "PRINT-A").execute();
      await p.waive(runNo, "EQUIPMENT");
      await station(false);
      expect(refusal(await p.waive(runNo, "ROUTE"))).toEqual([409, "WAIVER_NOT_ALLOWED"]);
      expect(refusal(await p.planner.post(`/api/runs/${runNo}/authorize`))).toEqual([
        409,
        "READINESS_CHECK_FAILED",
      ]);
      await station(true);
      const line = { checkCode: "EQUIPMENT", scope: "LINE", scopeKey: "A", gate: "BLOCK" };
      const policy = await p.setPolicy(line);
      expect((await p.item(runNo, "EQUIPMENT")).state).toBe("FAILED");
      expect(refusal(await p.waive(runNo, "EQUIPMENT"))).toEqual([409, "WAIVER_NOT_ALLOWED"]);
      await p.engineer.delete(`/api/readiness/policies/${policy.id}`);
      expect((await p.item(runNo, "EQUIPMENT")).state).toBe("WAIVED");
    });

    test("two managers at once: one waiver; two planners at once: one authorisation", async () => {
      const { runNo } = await p.run();
      const answers = await Promise.all([1, 2, 3].map(() => p.waive(runNo, "EQUIPMENT")));
      expect(answers.map((one) => refusal(one)).sort()).toEqual([
        [200, undefined as unknown as string],
        [409, "ITEM_NOT_FAILED"],
        [409, "ITEM_NOT_FAILED"],
      ]);
      expect((await p.board(runNo)).waivers).toHaveLength(1);
      const mark = await p.app.mark();
      const opened = await Promise.all(
        [1, 2, 3].map(() => p.planner.post(`/api/runs/${runNo}/authorize`)),
      );
      expect(opened.map(({ body }) => body.state)).toEqual(Array(3).fill("AUTHORIZED"));
      expect(await p.app.events(mark)).toEqual(["run.authorized"]);
      const { items } = (await p.planner.get(`/api/runs/${runNo}/readiness/history`)).body;
      expect(items).toHaveLength(1);
    });
  });

  test("R6: the same request sent twice is one waiver, and gets the same answer", async () => {
    const { runNo } = await p.run();
    const { itemKey, fingerprint } = await p.item(runNo, "EQUIPMENT");
    const body = { checkCode: "EQUIPMENT", itemKey, fingerprint, reason };
    const send = () =>
      p.manager.post(`/api/runs/${runNo}/readiness/waivers`, body, {
        headers: { "idempotency-key": `waive-${runNo}` },
      });
    const mark = await p.app.mark();
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status, second.body]).toEqual([200, 200, first.body]);
    expect(await p.app.events(mark)).toEqual(["readiness.waived", "notice.sent"]);
    expect((await p.board(runNo)).waivers).toHaveLength(1);
  });

  describe("where two must agree", () => {
    beforeAll(async () => {
      await p.setPolicy({
        checkCode: "EQUIPMENT",
        scope: "LINE",
        scopeKey: "A",
        gate: "ALERT",
        needsTwo: true,
      });
    });
    test("the first asks, another approves; the same person cannot", async () => {
      const { runNo } = await p.run();
      const second = await p.app.as("plant_manager", { lines: ["A"] });
      const mark = await p.app.mark();
      const asked = await p.waive(runNo, "EQUIPMENT");
      expect(asked).toMatchObject({ status: 200, body: { status: "FAILED" } });
      expect(await p.app.events(mark)).toEqual(["readiness.waiverRequested", "notice.sent"]);
      const [{ id }] = asked.body.waivers;
      const approve = `/api/readiness/waivers/${id}/approve`;
      expect(refusal(await p.waive(runNo, "EQUIPMENT"))).toEqual([409, "WAIVER_ALREADY_REQUESTED"]);
      expect(refusal(await p.manager.post(approve))).toEqual([409, "WAIVER_SAME_PERSON"]);
      expect(refusal(await p.planner.post(approve))).toEqual([403, "FORBIDDEN"]);
      expect(refusal(await second.post("/api/readiness/waivers/none/approve"))).toEqual([
        404,
        "WAIVER_NOT_FOUND",
      ]);
      const agreed = await Promise.all([second.post(approve), second.post(approve)]);
      expect(agreed.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(await p.board(runNo)).toMatchObject({
        status: "PASSED",
        waivers: [{ state: "ACTIVE", requestedByName: expect.any(String) }],
      });
      expect(refusal(await second.post(approve))).toEqual([409, "WAIVER_STATE_INVALID"]);
    });
  });
});
