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

  describe("a batch with units that have not come yet", () => {
    const plant = async (line: string, batchPolicy: "ALL_OR_NOTHING" | "PARTIAL") => {
      const peak = { code: "PEAK", unit: "°C", lowerLimit: 230, upperLimit: 250 };
      const made = await makePlant(floor.app.db, {
        line,
        steps: [
          { code: "SPI", stationType: "AUTO" },
          {
            code: "OVEN",
            stationType: "BATCH",
            captureItems: [peak],
            ingestMapping: { ...standardMapping("BATCH"), batchPolicy },
          },
          { code: "PACK" },
        ],
      });
      const { sns } = await makeRun(floor.app.db, made, { units: 3 });
      const spi = (sn: string) =>
        floor.event("AUTO", { station: `SPI-${line}`, sn, result: "PASS" });
      const oven = (results: string[], more: object[] = []) =>
        floor.event("BATCH", {
          ...{ station: `OVEN-${line}`, carrier: `C-${line}`, sns },
          ...(batchPolicy === "PARTIAL" ? {} : { result: "PASS" }),
          units: results.map((result, at) => ({ sn: sns[at], result, ...more[at] })),
        });
      return { sns, spi, oven };
    };
    const payloadOf = (event: Record<string, unknown>) => event.payload as object;
    const states = async (sns: string[]) => {
      const units = await Promise.all(sns.map((sn) => floor.unit(sn)));
      return units.map(({ state, currentStepNo }) => `${state}@${currentStepNo}`);
    };

    test("PARTIAL: it waits for them, and each keeps its own result", async () => {
      const { sns, spi, oven } = await plant("P", "PARTIAL");
      await floor.done(sns.slice(0, 2).map(spi));
      const told = await floor.send(oven(["PASS", "FAIL", "PASS"]));
      expect([told.status, told.body.code]).toEqual([202, "STEP_MISMATCH"]);
      expect(told.body.context).toMatchObject({ sn: sns[2], late: [sns[2]] });
      expect(await states(sns)).toEqual(["QUEUED@20", "QUEUED@20", "QUEUED@10"]);
      await floor.done(spi(sns[2] ?? ""));
      await floor.app.runJobs();
      expect(await states(sns)).toEqual(["QUEUED@30", "OUT_FAILED@20", "QUEUED@30"]);
      const { state, unitCount, result } = await floor.row(told.body.eventId);
      expect([state, unitCount, result]).toEqual(["EXECUTED", 3, "MIXED"]);
    });

    test("PARTIAL: what will never come does not hold it up, and is listed", async () => {
      const { sns, spi, oven } = await plant("Q", "PARTIAL");
      await floor.done(sns.map(spi));
      await floor.app.db.auto
        .updateTable("execution_unit")
        .set({ state: "SCRAPPED" })
        .where("sn", "=", sns[1] ?? "")
        .execute();
      const { eventId } = await floor.done(oven(["PASS", "PASS", "PASS"]));
      expect(await states(sns)).toEqual(["QUEUED@30", "SCRAPPED@20", "QUEUED@30"]);
      const { reading } = await floor.row(eventId);
      expect(reading).toMatchObject({ refused: [{ sn: sns[1], code: "UNIT_SCRAPPED" }] });
    });

    test("named by its carrier alone: what lies on it went through; not loaded yet, it waits", async () => {
      const { sns, spi, oven } = await plant("V", "ALL_OR_NOTHING");
      await floor.done(sns.map(spi));
      const {
        sns: _,
        units: __,
        ...payload
      } = payloadOf(oven(["PASS"])) as Record<string, unknown>;
      const told = await floor.send({ ...oven(["PASS"]), payload });
      expect([told.status, told.body.code]).toEqual([202, "CARRIER_EMPTY"]);
      const carriers = "/api/carriers";
      const made = await floor.eve.post(carriers, { carrierNo: "C-V", kind: "RACK" });
      expect([made.status, made.body.code]).toEqual([200, undefined]);
      const put = await floor.eve.post(`${carriers}/C-V/load`, { sns });
      expect([put.status, put.body.code]).toEqual([200, undefined]);
      await floor.app.runJobs();
      expect((await floor.row(told.body.eventId)).state).toBe("EXECUTED");
      expect(await states(sns)).toEqual(["QUEUED@30", "QUEUED@30", "QUEUED@30"]);
    });

    test("listed in the elements of its units, or deeper", async () => {
      const ingestMapping = {
        ...standardMapping("BATCH"),
        snListPath: "payload.trays[*].boards[*].id",
      };
      const line = await makePlant(floor.app.db, {
        line: "W",
        steps: [{ code: "OVEN", stationType: "BATCH", ingestMapping }],
      });
      const { sns } = await makeRun(floor.app.db, line, { units: 3 });
      const [a, b, c] = sns.map((id) => ({ id }));
      const trays = [{ boards: [a, b] }, { boards: [c] }];
      await floor.done(
        floor.event("BATCH", { station: "OVEN-W", carrier: "C-W", result: "PASS", trays }),
      );
      expect(await states(sns)).toEqual(["DONE@10", "DONE@10", "DONE@10"]);
    });

    test("PARTIAL: one that is past the step already does not refuse the others, though it leads", async () => {
      const { sns, spi, oven } = await plant("U", "PARTIAL");
      await floor.done(sns.map(spi));
      const alone = { ...oven(["PASS"]), payload: { ...payloadOf(oven(["PASS"])), sns: [sns[0]] } };
      await floor.done(alone);
      const { eventId } = await floor.done(oven(["PASS", "PASS", "PASS"]));
      expect(await states(sns)).toEqual(["QUEUED@30", "QUEUED@30", "QUEUED@30"]);
      const { reading, unitCount } = await floor.row(eventId);
      expect([unitCount, reading]).toMatchObject([2, { refused: [{ sn: sns[0] }] }]);
    });

    test("PARTIAL: after the plant's time a person sends it on without them", async () => {
      const { sns, spi, oven } = await plant("R", "PARTIAL");
      await floor.done(sns.slice(0, 2).map(spi));
      const { eventId } = (await floor.send(oven(["PASS", "PASS", "PASS"]))).body;
      floor.app.clock.advance(25 * 60 * 60);
      await floor.app.runJobs();
      expect((await floor.row(eventId)).state).toBe("DEAD");
      const admin = await floor.app.as("admin");
      const { id, token } = (await admin.post("/api/ingest/replays", { eventIds: [eventId] })).body;
      const go = { token, confirmedCount: 1, reason: "the third board was lost" };
      expect((await admin.post(`/api/ingest/replays/${id}/execute`, go)).status).toBe(200);
      await floor.app.runJobs();
      expect(await states(sns)).toEqual(["QUEUED@30", "QUEUED@30", "QUEUED@10"]);
      expect((await floor.row(eventId)).reading).toMatchObject({ refused: [{ sn: sns[2] }] });
    });

    test("ALL_OR_NOTHING: whichever of them it is, the batch waits", async () => {
      const { sns, spi, oven } = await plant("S", "ALL_OR_NOTHING");
      await floor.done(sns.slice(0, 2).map(spi));
      const told = await floor.send(oven(["PASS", "PASS", "PASS"]));
      expect([told.status, told.body.code]).toEqual([202, "STEP_MISMATCH"]);
      await floor.done(spi(sns[2] ?? ""));
      await floor.app.runJobs();
      expect(await states(sns)).toEqual(["QUEUED@30", "QUEUED@30", "QUEUED@30"]);
    });

    test("what was measured on each unit is captured with its own visit", async () => {
      const { sns, spi, oven } = await plant("T", "PARTIAL");
      await floor.done(sns.map(spi));
      const peaks = [241, 242.5, 252].map((value) => ({
        measurements: [{ name: "PEAK", value, unit: "°C" }],
      }));
      const { eventId } = await floor.done(oven(["PASS", "PASS", "PASS"], peaks));
      const row = await floor.row(eventId);
      expect(row.flags).toContain("CONTRADICTION");
      expect(row.reading).toMatchObject({
        measurementCount: 3,
        measurements: sns.map((sn, at) => ({ sn, value: [241, 242.5, 252][at] })),
      });
      const trace = await Promise.all(
        sns.map(async (sn) => (await floor.eve.get(`/api/trace/units/${sn}`)).body),
      );
      expect(
        trace.map((each) => JSON.stringify(each).match(/"value":(24[12](?:\.5)?|252)/)?.[1]),
      ).toEqual(["241", "242.5", "252"]);
    });
  });
});
