import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { commandsBySetting } from "@lineside/domain/signature";
import { eachDialect } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { callSigned, signatureFor } from "@lineside/testkit/signature";
import { Preparing, reason } from "./preparing.fixture.ts";

eachDialect((dialect) => {
  const p = new Preparing();
  beforeAll(async () => {
    await p.open(dialect);
    await p.machine("PR-1", "REPAIR");
    await p.setPolicy({ checkCode: "EQUIPMENT", scope: "GLOBAL", gate: "ALERT" });
    const admin = await p.app.as("admin");
    const asked = await admin.patch("/api/settings", { signatureFor: commandsBySetting });
    expect(asked.status).toBe(200);
  }, 60_000);
  afterAll(() => p.close());

  const board = (runNo: string) => p.board(runNo);
  const waive = async (runNo: string) => {
    const { itemKey, fingerprint } = await p.item(runNo, "EQUIPMENT");
    const body = { checkCode: "EQUIPMENT", itemKey, fingerprint, reason };
    return (more: object) =>
      p.manager.post(`/api/runs/${runNo}/readiness/waivers`, { ...body, ...more });
  };

  describe("preparing a run where everything is signed", () => {
    test("a waiver is signed by who gives it, and superseded when it is taken back", async () => {
      const { runNo } = await p.run();
      const mark = await p.app.mark();
      const done = await callSigned(await waive(runNo));
      expect(done).toMatchObject({ status: 200, body: { status: "PASSED" } });
      expect(await p.app.events(mark)).toEqual(["readiness.waived", "notice.sent"]);
      const [waiver] = done.body.waivers;
      expect(done.body.signatures).toMatchObject([
        { meaning: "APPROVED", entityType: "waiver", entityId: waiver.id, stand: "VALID" },
      ]);
      await p.manager.post(`/api/readiness/waivers/${waiver.id}/revoke`, { reason });
      expect((await board(runNo)).signatures).toMatchObject([{ stand: "SUPERSEDED" }]);
    });

    test("a machine that fails otherwise meanwhile is another thing to sign", async () => {
      const { runNo } = await p.run();
      const call = await waive(runNo);
      const signature = signatureFor(await call({}));
      await p.setMachine("PR-1", "MAINTENANCE");
      const refused = await call({ signature });
      expect([refused.status, refused.body.code]).toEqual([409, "ITEM_CHANGED"]);
      expect((await board(runNo)).signatures).toEqual([]);
      await p.setMachine("PR-1", "REPAIR");
    });

    test("a waiver of two persons is signed by both", async () => {
      await p.setPolicy({ checkCode: "EQUIPMENT", scope: "GLOBAL", gate: "ALERT", needsTwo: true });
      const { runNo } = await p.run();
      const asked = await callSigned(await waive(runNo));
      const [waiver] = asked.body.waivers;
      expect(waiver.state).toBe("REQUESTED");
      const other = await p.app.as("plant_manager", { lines: ["A"] });
      const approve = (body: object) =>
        other.post(`/api/readiness/waivers/${waiver.id}/approve`, body);
      const done = await callSigned(approve);
      expect(done.body.signatures).toMatchObject([
        { command: "readiness.waive", username: p.manager.username },
        { command: "readiness.approveWaiver", username: other.username },
      ]);
      await p.setPolicy({ checkCode: "EQUIPMENT", scope: "GLOBAL", gate: "ALERT" });
    });

    test("the review of a changeover is signed; another sheet is another review", async () => {
      const { runNo } = await p.run();
      const sheet = (as: string, who: Person) => (body: object) =>
        who.post(`/api/runs/${runNo}/changeover/${as}`, body);
      await p.leader.put(`/api/runs/${runNo}/changeover`, {
        changeoverAt: addMinutes(p.now, 60),
      });
      expect((await sheet("prepared", p.leader)({})).status).toBe(200);
      expect((await sheet("reviewed", p.leader)({})).body.code).toBe("CHANGEOVER_SAME_PERSON");
      const done = await callSigned(sheet("reviewed", p.planner));
      expect(done.body.signatures).toMatchObject([
        { command: "changeover.review", meaning: "APPROVED", stand: "VALID" },
      ]);
      const need = { checkCode: "PREP_BAKE", isNeeded: true };
      await p.leader.put(`/api/runs/${runNo}/readiness/needs`, need);
      expect((await board(runNo)).signatures).toMatchObject([{ stand: "SUPERSEDED" }]);
    });

    test("a clock is waived with a signature under the clock", async () => {
      const run = await p.run();
      const id = await p.clock(run);
      const call = (body: object) => p.manager.post(`/api/clocks/${id}/waive`, { reason, ...body });
      expect(await callSigned(call)).toMatchObject({ status: 200, body: { state: "WAIVED" } });
      const kept = await p.k
        .selectFrom("audit_signature")
        .select(["command", "meaning", "entityId"])
        .where("entityType", "=", "clock")
        .execute();
      expect(kept).toEqual([{ command: "clock.waive", meaning: "APPROVED", entityId: id }]);
    });
  });

  test("a clock waived by way of the board is signed where only waiving a clock is", async () => {
    const admin = await p.app.as("admin");
    await admin.patch("/api/settings", { signatureFor: ["clock.waive"] });
    const run = await p.run();
    const id = await p.clock(run);
    p.app.clock.advance(700);
    const item = await p.item(run.runNo, "TIME_RULE", id);
    const { itemKey, fingerprint } = item;
    const call = (body: object) =>
      p.manager.post(`/api/runs/${run.runNo}/readiness/waivers`, {
        ...{ checkCode: "TIME_RULE", itemKey, fingerprint, reason },
        ...body,
      });
    expect((await call({})).body.code).toBe("SIGNATURE_REQUIRED");
    const stateOf = async () =>
      (await p.k.selectFrom("time_rule_clock").select("state").where("id", "=", id).execute())[0];
    expect((await stateOf())?.state).not.toBe("WAIVED");
    expect((await callSigned(call)).status).toBe(200);
    expect(await stateOf()).toEqual({ state: "WAIVED" });
    // What is no clock is not signed then.
    expect((await (await waive((await p.run()).runNo))({})).status).toBe(200);
    await admin.patch("/api/settings", { signatureFor: commandsBySetting });
  });

  test("the trace of a board shows who signed for its run, in one statement more", async () => {
    const { runNo, sns } = await p.run();
    await callSigned(await waive(runNo));
    await callSigned((body) => p.planner.post(`/api/runs/${runNo}/authorize`, body));
    const trace = await (await p.app.as("trace")).get(`/api/trace/units/${sns[0]}`);
    expect(trace.body.readiness.signatures).toMatchObject([
      { command: "readiness.waive", stand: "VALID" },
      { command: "run.authorize", stand: "VALID" },
    ]);
    await p.planner.post(`/api/runs/${runNo}/revoke`, { reason });
    expect((await board(runNo)).signatures).toMatchObject([
      { command: "readiness.waive", stand: "VALID" },
      { command: "run.authorize", stand: "SUPERSEDED" },
    ]);
  });
});
