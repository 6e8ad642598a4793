import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { standardMapping } from "@lineside/domain/routing";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant, makeRun } from "@lineside/testkit/factory";
import { MachineFloor } from "./ingest.fixture.ts";

eachDialect((dialect) => {
  const floor = new MachineFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  describe("where the mapping says the serial number stands", () => {
    test("D3: it is looked for there, without a run number", async () => {
      const ingestMapping = { ...standardMapping("AUTO"), snPath: "payload.board.id" };
      const line = await makePlant(floor.app.db, {
        line: "M",
        steps: [{ code: "AOI", stationType: "AUTO", ingestMapping }],
      });
      const { sns } = await makeRun(floor.app.db, line, { units: 1 });
      const board = { id: sns[0] };
      await floor.done(floor.event("AUTO", { station: "AOI-M", board, result: "PASS" }));
      expect(await floor.unit(sns[0] ?? "")).toEqual({ state: "DONE", currentStepNo: 10 });
    });
  });

  describe("a run whose units are made by their first scan", () => {
    test("a machine at the first step registers them; elsewhere they wait", async () => {
      const line = await makePlant(floor.app.db, {
        line: "F",
        steps: [
          { code: "MARK", stationType: "AUTO" },
          { code: "AOI", stationType: "AUTO" },
        ],
      });
      await makeRun(floor.app.db, line, { unitSource: "FIRST_SCAN", planQty: 1 });
      const at = (station: string, sn: string) =>
        floor.event("AUTO", { station, sn, result: "PASS" });
      const early = await floor.send(at("AOI-F", "F-1"));
      expect([early.status, early.body.code]).toEqual([202, "UNIT_RUN_NOT_FOUND"]);
      const mark = await floor.app.mark();
      await floor.done(at("MARK-F", "F-1"));
      expect(await floor.app.events(mark)).toEqual([
        "unit.created",
        "unit.trackedIn",
        "unit.trackedOut",
        "run.started",
      ]);
      await floor.app.runJobs();
      expect(await floor.unit("F-1")).toEqual({ state: "DONE", currentStepNo: 20 });
      const over = await floor.send(at("MARK-F", "F-2"));
      expect([over.status, over.body.code]).toEqual([202, "UNIT_RUN_NOT_FOUND"]);
    });

    test("early for a run that stands still, it scans as soon as the run goes on", async () => {
      const line = await makePlant(floor.app.db, {
        line: "G",
        steps: [{ code: "LASER", stationType: "AUTO" }],
      });
      const run = { unitSource: "FIRST_SCAN", planQty: 2 };
      const { runNo } = await makeRun(floor.app.db, line, run);
      const lead = await floor.app.as("line_leader", { lines: [line.lineCode] });
      const held = await lead.post(`/api/runs/${runNo}/hold`, {
        code: "OTHER",
        reason: "Laser service",
      });
      expect([held.status, held.body.code]).toEqual([200, undefined]);
      const event = floor.event("AUTO", { station: "LASER-G", sn: "G-1", result: "PASS" });
      expect((await floor.send(event)).body.verdict).toBe("parked");
      const resumed = await lead.post(`/api/runs/${runNo}/resume`, {});
      expect([resumed.status, resumed.body.code]).toEqual([200, undefined]);
      await floor.app.runJobs();
      expect(await floor.unit("G-1")).toEqual({ state: "DONE", currentStepNo: 10 });
    });
  });

  describe("B1, B2: batches", () => {
    const readyForReflow = async (count: number) => {
      const { sns } = await floor.run({ units: count });
      for (const sn of sns) await floor.byHand("PRINT", sn);
      await floor.done(sns.map((sn) => floor.auto("SPI", sn)));
      return sns;
    };

    test("B2, S10 4: one carrier track, a visit for each unit; who is missing next time has left", async () => {
      const sns = await readyForReflow(3);
      const done = await floor.done(floor.batch(sns, { carrier: "C-B2" }));
      const row = await floor.row(done.eventId);
      expect([row.unitCount, row.carrierNo, row.result]).toEqual([3, "C-B2", "PASS"]);
      for (const sn of sns)
        expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 40 });
    });

    test("B1: one failed unit refuses the whole batch", async () => {
      const [failed = "", ...others] = await readyForReflow(3);
      await floor.app.db.auto
        .updateTable("execution_unit")
        .set({ state: "OUT_FAILED" })
        .where("sn", "=", failed)
        .execute();
      const answer = await floor.send(floor.batch([...others, failed], { carrier: "C-B1" }));
      expect([answer.status, answer.body.code]).toEqual([409, "UNIT_OUT_FAILED"]);
      for (const sn of others)
        expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 30 });
    });
  });
});
