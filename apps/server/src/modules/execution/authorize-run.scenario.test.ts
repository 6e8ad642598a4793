import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { Planning, reason } from "../work-order/planning.fixture.ts";

eachDatabase((dialect) => {
  const p = new Planning();
  beforeAll(() => p.open(dialect));
  afterAll(() => p.close());

  const history = async (runNo: string) =>
    (await p.planner.get(`/api/runs/${runNo}/authorizations`)).body.items;
  const setStation = (code: string, isActive: boolean) =>
    p.k.updateTable("plant_station").set({ isActive }).where("code", "=", code).execute();

  describe("authorising a run", () => {
    test("opens it and keeps what the gate found", async () => {
      const runNo = await p.run(5);
      const mark = await p.app.mark();
      expect(await p.done(`/runs/${runNo}/authorize`)).toMatchObject({
        state: "AUTHORIZED",
        authorizedAt: p.app.clock.now(),
        actions: ["revoke", "hold", "cancel"],
      });
      expect(await p.app.events(mark)).toEqual(["run.authorized"]);
      expect(await history(runNo)).toMatchObject([
        {
          action: "AUTHORIZE",
          actorName: expect.stringContaining("planner"),
          at: p.app.clock.now(),
          reason: null,
          evidence: {
            passed: true,
            findings: [{ check: "UNITS", severity: "RECORD", code: "RUN_HAS_NO_UNITS" }],
          },
        },
      ]);
    });

    test("G6: a line that lost a station is refused, with what failed", async () => {
      const runNo = await p.run(5);
      await setStation("AOI-A", false);
      const context = await p.refused(`/runs/${runNo}/authorize`, {}, "READINESS_CHECK_FAILED");
      expect(context.findings).toMatchObject([
        {
          check: "ROUTE",
          severity: "BLOCK",
          code: "RUN_LINE_INCOMPATIBLE_WITH_ROUTE",
          context: { lineCode: "A", stepNo: 50, name: "AOI" },
          resolvedBy: "route:configure",
        },
      ]);
      expect((await p.planner.get(`/api/runs/${runNo}`)).body.gate.passed).toBe(false);
      await setStation("AOI-A", true);
      expect(await history(runNo)).toEqual([]);
    });

    test("G7: revoked it is in preparation, and judged anew when authorised again", async () => {
      const { runNo } = await p.authorized(1);
      const mark = await p.app.mark();
      const revoked = await p.done(`/runs/${runNo}/revoke`, { reason });
      expect(revoked).toMatchObject({ state: "PREP", authorizedAt: null });
      await setStation("SPI-A", false);
      await p.refused(`/runs/${runNo}/authorize`, {}, "READINESS_CHECK_FAILED");
      await setStation("SPI-A", true);
      await p.done(`/runs/${runNo}/authorize`);
      expect(await p.app.events(mark)).toEqual([
        "run.revoked",
        "run.authorize!READINESS_CHECK_FAILED",
        "run.authorized",
      ]);
      expect(await history(runNo)).toMatchObject([
        { action: "AUTHORIZE", reason: null },
        { action: "REVOKE", reason },
        { action: "AUTHORIZE", reason: null },
      ]);
    });

    test("G10: two planners at once: one effect, the second changes nothing", async () => {
      const runNo = await p.run(5);
      const mark = await p.app.mark();
      const answers = await Promise.all(
        Array.from({ length: 6 }, () => p.post(`/runs/${runNo}/authorize`)),
      );
      expect(answers.map(({ status, body }) => [status, body.state])).toEqual(
        Array(6).fill([200, "AUTHORIZED"]),
      );
      expect(await p.app.events(mark)).toEqual(["run.authorized"]);
      expect(await history(runNo)).toHaveLength(1);
    });

    test("a started run is neither authorised nor revoked", async () => {
      const { runNo, sns } = await p.authorized(2);
      const mark = await p.app.mark();
      await p.pass(sns[0] ?? "", 0, "IN");
      expect(await p.app.events(mark)).toContain("run.started");
      await p.refused(`/runs/${runNo}/revoke`, { reason }, "RUN_ALREADY_STARTED");
      await p.refused(`/runs/${runNo}/authorize`, {}, "RUN_NOT_READY");
    });

    test("revoking asks for a reason, and for something to revoke", async () => {
      const runNo = await p.run(5);
      expect((await p.post(`/runs/${runNo}/revoke`)).status).toBe(400);
      await p.refused(`/runs/${runNo}/revoke`, { reason }, "RUN_NOT_AUTHORIZED");
    });

    test("a held run is resumed first", async () => {
      const runNo = await p.run(5);
      await p.done(`/runs/${runNo}/hold`, { code: "QUALITY", reason });
      await p.refused(`/runs/${runNo}/authorize`, {}, "RUN_ON_HOLD");
    });

    test("a line leader may not", async () => {
      const runNo = await p.run(5);
      const leader = await p.app.as("line_leader", { lines: ["A"] });
      expect(await leader.post(`/api/runs/${runNo}/authorize`)).toMatchObject({
        status: 403,
        body: { code: "FORBIDDEN", context: { permission: "run:authorize" } },
      });
    });

    test("somebody who plans one line only is refused on another", async () => {
      const now = p.app.clock.now();
      const stamps = { createdAt: now, updatedAt: now };
      const permissions = ["run:authorize", "run:units", "run:create", "run:read"];
      const role = { id: "lp", code: "line_planner", name: "Line planner", nameZh: "线体计划员" };
      await p.k
        .insertInto("auth_role")
        .values({ ...role, scope: "LINES", permissions, ...stamps })
        .execute();
      await p.k
        .insertInto("plant_line")
        .values({ id: "far", code: "FAR", name: "FAR", processType: "SMT", ...stamps })
        .execute();
      const own = await p.app.as("line_planner", { lines: ["A"] });
      const stranger = await p.app.as("line_planner", { lines: ["FAR"] });
      const woNo = await p.released();
      const outOfScope = { status: 403, body: { code: "OUT_OF_SCOPE" } };
      const cut = `/api/work-orders/${woNo}/runs`;
      expect(await stranger.post(cut, { planQty: 1 })).toMatchObject(outOfScope);
      const { runNo } = (await own.post(cut, { planQty: 1 })).body;
      for (const [path, body] of [
        [`/api/runs/${runNo}/authorize`, {}],
        [`/api/runs/${runNo}/units/generate`, { quantity: 1 }],
      ] as const) {
        expect(await stranger.post(path, body)).toMatchObject(outOfScope);
        expect((await own.post(path, body)).status).toBe(200);
      }
    });
  });
});
