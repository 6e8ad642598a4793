import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { CfxLine, names, tester } from "./cfx/line.fixture.ts";
import { MachineFloor } from "./ingest.fixture.ts";

/** A key that may speak for one line only, whatever it names. */
eachDialect((dialect) => {
  const floor = new MachineFloor();
  const line = new CfxLine();
  let headers: Record<string, string> = {};
  let cfxHeaders: Record<string, string> = {};

  const keyFor = async (app: MachineFloor["app"]) => {
    const other = await makePlant(app.db, { line: "B", steps: [{ code: "OTHER" }] });
    const admin = await app.as("admin");
    const made = await admin.post("/api/api-keys", {
      ...{ name: "Line B", sources: null, lineIds: [other.lineId], ratePerMinute: 6000 },
    });
    expect([made.status, made.body.code]).toEqual([200, undefined]);
    return { headers: { authorization: `Bearer ${made.body.key}` } };
  };

  beforeAll(async () => {
    await floor.open(dialect);
    await line.open(dialect);
    ({ headers } = await keyFor(floor.app));
    ({ headers: cfxHeaders } = await keyFor(line.app));
  }, 30_000);
  afterAll(async () => {
    await floor.close();
    await line.close();
  });

  const send = (body: object) =>
    floor.app.request("POST", "/api/ingest/events?mode=sync", { body, headers });
  const tell = (body: object) =>
    line.app.request("POST", "/api/ingest/cfx?mode=sync", { body, headers: cfxHeaders });

  describe("a key of line B", () => {
    test("moves no unit of line A, alone or in a batch", async () => {
      const [sn = ""] = (await floor.run()).sns;
      await floor.byHand("PRINT", sn);
      const alone = await send(floor.auto("SPI", sn));
      expect([alone.status, alone.body.code]).toEqual([403, "INGEST_OUT_OF_SCOPE"]);
      await floor.done(floor.auto("SPI", sn));
      const batch = await send(floor.batch([sn]));
      expect([batch.status, batch.body.code]).toEqual([403, "INGEST_OUT_OF_SCOPE"]);
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 30 });
    });

    test("what it sent early moves no unit of line A later", async () => {
      const sn = "SN-LATER-1";
      const early = await send(floor.auto("SPI", sn));
      expect([early.body.verdict, early.body.code]).toEqual(["parked", "UNIT_RUN_NOT_FOUND"]);
      const { sns } = await floor.run();
      const unit = floor.app.db.auto.updateTable("execution_unit");
      await unit
        .set({ sn, currentStepNo: 20 })
        .where("sn", "=", sns[0] ?? "")
        .execute();
      floor.app.clock.advance(60);
      await floor.app.runJobs();
      const { state, code } = await floor.row(early.body.eventId);
      expect([state, code]).toEqual(["REJECTED", "INGEST_OUT_OF_SCOPE"]);
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 20 });
    });

    test("CFX: an endpoint of line A is not its own; its own stops no board of line A", async () => {
      const [sn = ""] = (await line.run()).sns;
      const disqualify = { UnitIdentifier: sn, Units: [{ UnitIdentifier: sn }], Reason: "Damaged" };
      const foreign = await tell(line.message(tester, names.disqualified, disqualify));
      expect([foreign.status, foreign.body.code]).toEqual([403, "INGEST_OUT_OF_SCOPE"]);
      await line.register("B.Machine", "OTHER-B");
      const own = await tell(line.message("B.Machine", names.disqualified, disqualify));
      expect([own.status, own.body.code]).toEqual([409, "STATION_LINE_MISMATCH"]);
      expect((await line.unit(sn)).state).toBe("QUEUED");
    });
  });
});
