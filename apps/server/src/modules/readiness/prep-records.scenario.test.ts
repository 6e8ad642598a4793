import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
import { eachDatabase } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { Preparing, reason } from "./preparing.fixture.ts";

const tension = { tension1: 35, tension2: 36, tension3: 35, tension4: 34, tension5: 37 };
const stencil = {
  model: "P-A",
  thickness: 0.12,
  printCount: 500,
  checkDeform: true,
  checkHoleDamage: true,
  checkSealIntact: true,
  ...tension,
};
const squeegee = {
  length: 350,
  printCount: 500,
  checkSurface: true,
  checkEdge: true,
  checkFlatness: true,
};
const program = { equipmentNo: "OVEN-1", product: "P-A", program: "LF-245" };
const mounter = {
  equipmentNo: "M-1",
  product: "P-A",
  program: "TOP",
  version: "3",
  programOn: "2026-11-01",
};

eachDatabase((dialect) => {
  const p = new Preparing();
  let operator: Person;
  beforeAll(async () => {
    await p.open(dialect);
    operator = await p.app.as("operator", { stations: p.plant.stations });
    await p.engineer.post("/api/readiness/policies/recommended", { lineCode: "A" });
  }, 60_000);
  afterAll(() => p.close());

  /** Filled by the operator; where the form wants it, confirmed by the leader. */
  const fill = async (formCode: string, over: { runNo: string; [field: string]: unknown }) => {
    const filled = await operator.post("/api/form-records", { formCode, ...over });
    expect([formCode, filled.status, filled.body.code]).toEqual([formCode, 200, undefined]);
    return filled.body as { id: string; version: number };
  };
  const confirm = ({ id, version }: { id: string; version: number }) =>
    p.leader.post(`/api/form-records/${id}/confirm`, { version });
  const authorize = (runNo: string) => p.planner.post(`/api/runs/${runNo}/authorize`);

  describe("a run from preparation to mass production", () => {
    test("is refused with the list, recorded, waived once by the plant manager, and authorised", async () => {
      const { runNo } = await p.run();
      const refused = (await authorize(runNo)).body;
      expect(refused.code).toBe("READINESS_CHECK_FAILED");
      expect(refused.context.items.map((one: { checkCode: string }) => one.checkCode)).toEqual([
        "EQUIPMENT",
        "SOLDER_PASTE",
        "PREP_PASTE",
        "PREP_STENCIL_USAGE",
        "PREP_STENCIL_CLEAN",
        "PREP_SQUEEGEE",
        "PREP_PROGRAM",
        "PREP_MOUNTER",
      ]);
      await p.engineer.post("/api/equipment", { code: "PR-1", name: "Printer", lineCode: "A" });
      await p.paste("B-1", addMinutes(p.now, 2_000));
      const day = p.now.slice(0, 10);
      const thawedAt = addMinutes(p.now, -300);
      await fill("QR-Pro-013", {
        runNo,
        subjectKey: "B-1",
        values: { expiresOn: "2027-06-01", bottles: 1, thawedAt, receivedOn: day },
      });
      await confirm(await fill("QR-Pro-089", { runNo, subjectKey: "ST-1", values: stencil }));
      await confirm(await fill("QR-Mac-144", { runNo, subjectKey: "SQ-1", values: squeegee }));
      await confirm(await fill("QR-Pro-105", { runNo, values: program }));
      await confirm(await fill("MES-Mounter-Program", { runNo, values: mounter }));
      expect(await p.unsettled(runNo)).toEqual([
        "PREP_STENCIL_CLEAN FAILED READINESS_RECORD_MISSING",
      ]);
      const waived = await p.waive(runNo, "PREP_STENCIL_CLEAN");
      expect(waived.body).toMatchObject({ status: "PASSED", canAuthorize: true });
      const opened = await authorize(runNo);
      expect(opened).toMatchObject({ status: 200, body: { state: "AUTHORIZED" } });
      const { items } = (await p.planner.get(`/api/runs/${runNo}/readiness/history`)).body;
      const kept = items[0].items.find(
        (one: { checkCode: string }) => one.checkCode === "PREP_PROGRAM",
      );
      expect(kept).toMatchObject({
        state: "PASSED",
        evidence: [
          {
            kind: "RECORD",
            byName: expect.stringContaining("operator"),
            link: expect.stringContaining("/records/"),
          },
        ],
      });
    });

    test("D20: another program on the oven of the line, or a cleaning of yesterday, fails by its age", async () => {
      const { runNo } = await p.run();
      await confirm(await fill("QR-Pro-105", { runNo, values: { ...program, program: "OLD" } }));
      expect((await p.item(runNo, "PREP_PROGRAM")).finding.code).toBe("READINESS_RECORD_FAILED");
      await confirm(await fill("QR-Pro-105", { runNo, values: program }));
      expect((await p.item(runNo, "PREP_PROGRAM")).state).toBe("PASSED");
      const other = await p.run();
      p.app.clock.advance(60);
      const theirs = { ...program, program: "OLD" };
      await confirm(await fill("QR-Pro-105", { runNo: other.runNo, values: theirs }));
      expect((await p.item(runNo, "PREP_PROGRAM")).state).toBe("FAILED");
      const cleaned = { runNo, subjectKey: "ST-1", values: { model: "P-A", isClean: true } };
      await confirm(await fill("QR-Pro-130", cleaned));
      expect((await p.item(other.runNo, "PREP_STENCIL_CLEAN")).state).toBe("PASSED");
      p.app.clock.advance(1_440 * 60);
      expect(await p.item(other.runNo, "PREP_STENCIL_CLEAN")).toMatchObject({
        state: "FAILED",
        since: p.now,
        finding: { code: "READINESS_EVIDENCE_STALE", context: { ageMinutes: 1_440 } },
      });
    });

    test("R5: a stencil beyond its life and a squeegee that is not flat fail", async () => {
      const { runNo } = await p.run();
      const worn = { ...stencil, printCount: 60_000 };
      await confirm(await fill("QR-Pro-089", { runNo, subjectKey: "ST-9", values: worn }));
      await confirm(await fill("QR-Pro-089", { runNo, subjectKey: "ST-9", values: stencil }));
      expect((await p.item(runNo, "PREP_STENCIL_USAGE")).finding).toMatchObject({
        code: "READINESS_RECORD_FAILED",
        context: { subjectKey: "ST-9", findings: [{ field: "totalPrintCount" }] },
      });
      const bent = { ...squeegee, checkFlatness: false };
      await confirm(await fill("QR-Mac-144", { runNo, subjectKey: "SQ-9", values: bent }));
      expect((await p.item(runNo, "PREP_SQUEEGEE")).finding).toMatchObject({
        code: "READINESS_RECORD_FAILED",
        context: { findings: [{ field: "checkFlatness" }] },
      });
    });

    test("a bake counts when it is out of the oven, long enough, and confirmed by another person", async () => {
      const { runNo } = await p.run();
      await p.leader.put(`/api/runs/${runNo}/readiness/needs`, {
        checkCode: "PREP_BAKE",
        isNeeded: true,
      });
      const code = async () => (await p.item(runNo, "PREP_BAKE")).finding?.code ?? null;
      expect(await code()).toBe("READINESS_RECORD_MISSING");
      const values = { oven: "O-1", itemCode: "PCB-1", process: "PCB", quantity: 100 };
      const open = await fill("QR-Pro-057", { runNo, subjectKey: "LOT-1", values });
      expect(await code()).toBe("READINESS_RECORD_UNCONFIRMED");
      p.app.clock.advance(5 * 3_600);
      const done = await operator.post(`/api/form-records/${open.id}/submit`, {
        version: open.version,
        values: { temperature: 120 },
      });
      expect(done.status).toBe(200);
      expect(await code()).toBe("READINESS_RECORD_UNCONFIRMED");
      expect((await p.item(runNo, "PREP_BAKE")).resolvedBy).toBe("form:confirm");
      await confirm(done.body);
      expect(await p.item(runNo, "PREP_BAKE")).toMatchObject({ state: "PASSED", itemKey: "LOT-1" });
    });

    test("D17: a record that comes and fails needs a waiver of its own", async () => {
      const { runNo } = await p.run();
      p.app.clock.advance(8 * 1_440 * 60);
      await p.waive(runNo, "PREP_SQUEEGEE");
      expect((await p.item(runNo, "PREP_SQUEEGEE")).state).toBe("WAIVED");
      const bent = { ...squeegee, checkEdge: false };
      await confirm(await fill("QR-Mac-144", { runNo, subjectKey: "SQ-2", values: bent }));
      expect((await p.item(runNo, "PREP_SQUEEGEE")).state).toBe("FAILED");
    });
  });

  describe("S11: a degraded day", () => {
    test("without the maintenance system the status is keyed by hand, with who and why, and readiness passes", async () => {
      const { runNo } = await p.run();
      const status = (body: object, who = p.leader) => who.post("/api/equipment/PR-1/status", body);
      expect((await status({ status: "REPAIR" })).status).toBe(409);
      expect((await status({ status: "REPAIR", reason: "pump leaks" })).status).toBe(200);
      expect((await p.item(runNo, "EQUIPMENT")).state).toBe("FAILED");
      expect((await status({ status: "NORMAL" }, operator)).status).toBe(403);
      expect((await status({ status: "NORMAL" })).status).toBe(200);
      expect(await p.item(runNo, "EQUIPMENT")).toMatchObject({ state: "PASSED", itemKey: "PR-1" });
      expect((await p.leader.get("/api/equipment/PR-1")).body).toMatchObject({
        source: "MANUAL",
        history: [
          { status: "NORMAL", actorName: expect.stringContaining("line_leader") },
          { status: "REPAIR", reason: "pump leaks" },
          { status: "NORMAL" },
        ],
      });
      expect((await p.waive(runNo, "EQUIPMENT", { reason })).body.code).toBe("ITEM_NOT_FAILED");
    });
  });
});
