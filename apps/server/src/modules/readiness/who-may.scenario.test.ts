import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { Preparing } from "./preparing.fixture.ts";

eachDatabase((dialect) => {
  const p = new Preparing();
  beforeAll(() => p.open(dialect), 60_000);
  afterAll(() => p.close());

  const authorize = (runNo: string) => p.planner.post(`/api/runs/${runNo}/authorize`);

  describe("policies", () => {
    test("the recommended ones are installed by whoever configures, for a line or the plant, once", async () => {
      const install = (body: object) =>
        p.engineer.post("/api/readiness/policies/recommended", body);
      const mark = await p.app.mark();
      const { items } = (await install({})).body;
      expect(
        items.every(
          (one: { gate: string; scope: string }) => one.gate === "ALERT" && one.scope === "GLOBAL",
        ),
      ).toBe(true);
      expect((await p.app.events(mark)).length).toBe(items.length);
      const again = await p.app.mark();
      await install({});
      expect(await p.app.events(again)).toEqual([]);
      expect((await install({ lineCode: "NONE" })).status).toBe(404);
      const { runNo } = await p.run();
      const refused = await authorize(runNo);
      expect(refused.body.code).toBe("READINESS_CHECK_FAILED");
      expect(
        refused.body.context.items.map((one: { checkCode: string }) => one.checkCode),
      ).toContain("PREP_STENCIL_CLEAN");
      await p.k.deleteFrom("readiness_policy").where("scope", "=", "GLOBAL").execute();
    });

    test("refused: an unknown check, ROUTE, a scope that names nothing", async () => {
      const good = { checkCode: "PREP_PASTE", scope: "PRODUCT", scopeKey: "P-A", gate: "ALERT" };
      const rows = [
        [{ checkCode: "LOADING" }, 404, "READINESS_CHECK_UNKNOWN"],
        [{ checkCode: "ROUTE" }, 409, "READINESS_GATE_FIXED"],
        [{ scopeKey: "P-NONE" }, 409, "READINESS_SCOPE_UNKNOWN"],
        [{ scopeKey: "" }, 409, "READINESS_SCOPE_UNKNOWN"],
        [{ scope: "GLOBAL" }, 409, "READINESS_SCOPE_UNKNOWN"],
        [{ scope: "ROUTE", scopeKey: "R" }, 409, "READINESS_SCOPE_UNKNOWN"],
        [{ gate: "SOFT" }, 400, "VALIDATION_FAILED"],
        [{ freshnessMinutes: 0 }, 400, "VALIDATION_FAILED"],
      ] as const;
      for (const [over, status, code] of rows)
        expect(await p.policy({ ...good, ...over })).toMatchObject({ status, body: { code } });
    });
  });

  describe("S12: who may do what", () => {
    test("each role, each door", async () => {
      const { runNo } = await p.run();
      const own = `/api/runs/${runNo}`;
      const waiver = { checkCode: "ROUTE", itemKey: "", fingerprint: "x", reason: "a good reason" };
      const doors = [
        ["GET", `${own}/readiness`, undefined],
        ["POST", `${own}/readiness/check`, {}],
        ["POST", `${own}/readiness/waivers`, waiver],
        ["PUT", `${own}/readiness/needs`, { checkCode: "ROUTE", isNeeded: true }],
        ["PUT", `${own}/changeover`, { changeoverAt: "2020-01-01T00:00:00Z" }],
        [
          "PUT",
          "/api/readiness/policies",
          { checkCode: "ROUTE", scope: "GLOBAL", gate: "OFF", freshnessMinutes: null },
        ],
        ["GET", "/api/readiness/lines", undefined],
      ] as const;
      // y: let in, whatever the rule then says; -: 403
      const matrix: [string, string][] = [
        ["admin", "y-----y"],
        ["plant_manager", "yyy---y"],
        ["planner", "yy-yy-y"],
        ["engineer", "yy---yy"],
        ["quality", "yy----y"],
        ["line_leader", "yy-yy-y"],
        ["material", "y-----y"],
        ["maintenance", "y-----y"],
        ["operator", "y-----y"],
        ["trace", "-------"],
      ];
      for (const [role, allowed] of matrix) {
        const bound = ["line_leader", "material", "maintenance"].includes(role)
          ? { lines: ["A"] }
          : role === "operator"
            ? { stations: p.plant.stations }
            : {};
        const person = await p.app.as(role, bound);
        const told = [];
        for (const [method, path, body] of doors) {
          const answer = await p.app.request(method, path, {
            body,
            headers: { cookie: person.cookie },
          });
          expect(answer.status).toBeLessThan(500);
          told.push(answer.status === 403 ? "-" : "y");
        }
        expect([role, told.join("")]).toEqual([role, allowed]);
      }
      // Ten people sign in, which is slow by design.
    }, 60_000);

    test("a leader of another line sees and does nothing of this one", async () => {
      const now = p.now;
      await p.k
        .insertInto("plant_line")
        .values({
          id: "far",
          code: "FAR",
          name: "Far",
          processType: "SMT",
          createdAt: now,
          updatedAt: now,
        })
        .execute();
      const stranger = await p.app.as("line_leader", { lines: ["FAR"] });
      const { runNo } = await p.run();
      const own = `/api/runs/${runNo}`;
      const outOfScope = { status: 403, body: { code: "OUT_OF_SCOPE" } };
      expect(await stranger.get(`${own}/readiness`)).toMatchObject(outOfScope);
      expect(await stranger.get(`${own}/readiness/history`)).toMatchObject(outOfScope);
      expect(await stranger.post(`${own}/readiness/check`)).toMatchObject(outOfScope);
      const need = { checkCode: "PREP_BAKE", isNeeded: true };
      expect(await stranger.put(`${own}/readiness/needs`, need)).toMatchObject(outOfScope);
      const { items } = (await stranger.get("/api/readiness/lines")).body;
      expect(items.map((line: { lineCode: string }) => line.lineCode)).toEqual(["FAR"]);
      expect((await p.planner.get("/api/runs/NONE/readiness")).status).toBe(404);
    });
  });
});
