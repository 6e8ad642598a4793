import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { MachineFloor } from "./ingest.fixture.ts";

eachDialect((dialect) => {
  const floor = new MachineFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  const oneUnit = async (options: Parameters<typeof floor.run>[0] = {}) => {
    const run = await floor.run(options);
    return { ...run, sn: run.sns[0] ?? "" };
  };

  describe("S10, I1, I2, I5: a machine moves a unit", () => {
    test("I5, D1, D2: a mixed route goes step by step, whoever carries it out", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      const mark = await floor.app.mark();
      await floor.done(floor.auto("SPI", sn));
      expect(await floor.app.events(mark)).toEqual(["unit.trackedIn", "unit.trackedOut"]);
      await floor.done(floor.batch([sn]));
      await floor.done(floor.auto("AOI", sn));
      // The next step of the route is a person's: no event jumps over it (D1).
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 50 });
      const early = await floor.send(floor.ict(sn));
      expect([early.status, early.body.verdict, early.body.code]).toEqual([
        202,
        "parked",
        "STEP_MISMATCH",
      ]);
      await floor.byHand("PACK", sn);
      await floor.app.runJobs();
      expect(await floor.unit(sn)).toEqual({ state: "DONE", currentStepNo: 60 });
      expect(await floor.visits(sn)).toEqual([
        "10 MANUAL PASS",
        "20 AUTO PASS",
        "30 BATCH PASS",
        "40 AUTO PASS",
        "50 MANUAL PASS",
        "60 TEST PASS",
      ]);
    });

    test("I1: the same event again is a duplicate with the first answer, and does nothing", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      const event = floor.auto("SPI", sn);
      const first = await floor.done(event);
      const again = await floor.send(event);
      expect([again.status, again.body]).toEqual([
        200,
        {
          index: 0,
          verdict: "duplicate",
          status: 200,
          eventId: first.eventId,
          dedupeKey: event.dedupeKey,
          state: "EXECUTED",
          first: { state: "EXECUTED", code: null, context: null },
        },
      ]);
      // Other spaces and another order of the fields: still the same.
      const turned = Object.fromEntries(Object.entries(event).reverse());
      const spaced = await floor.send(JSON.stringify(turned, null, 2));
      expect(spaced.body.verdict).toBe("duplicate");
      expect(await floor.visits(sn)).toEqual(["10 MANUAL PASS", "20 AUTO PASS"]);
    });

    test("I2, S10 5: values are judged by our limits in our units, and kept with the visit", async () => {
      const { sn } = await oneUnit();
      for (const station of ["PRINT"]) await floor.byHand(station, sn);
      await floor.done(floor.auto("SPI", sn, { measurements: [{ name: "VOLUME", value: 150 }] }));
      const event = await floor.row((await floor.send(floor.batch([sn]))).body.eventId);
      expect(event.state).toBe("EXECUTED");
      await floor.done(floor.auto("AOI", sn));
      await floor.byHand("PACK", sn);
      const missing = await floor.send(floor.ict(sn, { measurements: [] }));
      expect([missing.status, missing.body.code]).toEqual([409, "REQUIRED_DATA_MISSING"]);
      const done = await floor.done(floor.ict(sn));
      expect(done.flags).toEqual(["UNIT_CONVERTED"]);
      const capture = await floor.app.db.read
        .selectFrom("execution_track_capture as c")
        .innerJoin("ingest_event_unit as l", "l.trackId", "c.trackId")
        .select(["c.values", "c.judgements"])
        .where("l.eventId", "=", done.eventId)
        .executeTakeFirstOrThrow();
      expect(capture).toEqual({ values: [28.2], judgements: ["PASS"] });
    });

    test("D4, S10 2: FAIL opens its defects with code and place", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      const mark = await floor.app.mark();
      await floor.done(floor.auto("SPI", sn, { result: "FAIL" }));
      expect(await floor.unit(sn)).toEqual({ state: "OUT_FAILED", currentStepNo: 20 });
      expect(await floor.app.events(mark)).toEqual([
        "unit.trackedIn",
        "defect.recorded",
        "unit.trackedOut",
      ]);
      const next = await floor.send(floor.batch([sn]));
      expect([next.status, next.body.code]).toEqual([409, "UNIT_OUT_FAILED"]);
    });

    test("a sender's PASS against our limits is taken and flagged", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      const measurements = [{ name: "VOLUME", value: 300, judge: "PASS" }];
      const done = await floor.done(floor.auto("SPI", sn, { measurements }));
      expect(done.flags).toContain("CONTRADICTION");
    });

    test("the trail names the machine, not the server", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      const { eventId } = await floor.done(floor.auto("SPI", sn));
      const rows = await floor.app.db.read
        .selectFrom("platform_event")
        .select(["type", "actorKind", "actorId", "data"])
        .where("entityKey", "=", sn)
        .where("type", "=", "unit.trackedOut")
        .orderBy("id", "desc")
        .limit(1)
        .execute();
      expect(rows).toMatchObject([{ actorKind: "USER", actorId: floor.eve.id }]);
      expect(rows[0]?.data).toMatchObject({ eventId, source: "AUTO" });
    });
  });

  describe("I3, S10 3: what is early waits, what is wrong is refused", () => {
    test("a run in preparation: parked, and carried out once it is authorised", async () => {
      const { sn, runNo } = await oneUnit({ state: "PREP" });
      const { body } = await floor.send(floor.auto("SPI", sn));
      expect([body.verdict, body.code, body.context]).toEqual([
        "parked",
        "RUN_IN_PREP",
        { sn, runNo },
      ]);
    });

    test("a closed run refuses", async () => {
      const { sn } = await oneUnit({ state: "COMPLETED" });
      const answer = await floor.send(floor.auto("SPI", sn));
      expect([answer.status, answer.body.code]).toEqual([409, "RUN_CLOSED"]);
      expect((await floor.row(answer.body.eventId ?? answer.body.context.eventId)).state).toBe(
        "REJECTED",
      );
    });

    test("an unknown unit: parked until it is registered, dead after the time-out", async () => {
      const [later, never] = [floor.auto("SPI", "SN-LATER"), floor.auto("SPI", "SN-NEVER")];
      const parked = await floor.send([later, never]);
      expect(parked.body.counts).toEqual({ accepted: 0, duplicate: 0, parked: 2, rejected: 0 });
      expect(parked.body.items[0]).toMatchObject({ code: "UNIT_RUN_NOT_FOUND", state: "PARKED" });
      const mark = await floor.app.mark();
      for (let hour = 0; hour < 30; hour++) {
        floor.app.clock.advance(3600);
        await floor.app.runJobs();
      }
      const event = await floor.row(parked.body.items[1].eventId);
      expect([event.state, event.code]).toEqual(["DEAD", "UNIT_RUN_NOT_FOUND"]);
      expect(await floor.app.events(mark)).toContain("ingest.died");
    });

    // biome-ignore format: a table
    test.each([
      ["no serial number",     { sn: null },           "INGEST_PAYLOAD_INVALID"],
      ["an unknown station",   { station: "NOWHERE" }, "STATION_NOT_FOUND"],
      ["a result of its own",  { result: "OK" },       "INGEST_RESULT_UNKNOWN"],
      ["a result in small",    { result: "pass" },     "INGEST_RESULT_UNKNOWN"],
      ["no result",            { result: "" },         "INGEST_PAYLOAD_INVALID"],
      ["an unknown unit of measure", { measurements: [{ name: "VOLUME", value: 1, unit: "kg" }] }, "UNIT_INCOMPATIBLE"],
    ] as const)("%s is refused, never guessed", async (_, change, code) => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      const answer = await floor.send(floor.auto("SPI", sn, change));
      expect([answer.status, answer.body.code]).toEqual([code === "STATION_NOT_FOUND" ? 404 : 409, code]);
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 20 });
    });

    test("another run than the unit's; a step of another type; a step that is done", async () => {
      const { sn, runNo } = await oneUnit();
      const wrong = await floor.send({ ...floor.auto("SPI", sn), runNo: "RUN-OTHER" });
      expect([wrong.status, wrong.body.code]).toEqual([409, "UNIT_RUN_MISMATCH"]);
      await floor.byHand("PRINT", sn);
      const type = await floor.send({ ...floor.ict(sn, { station: "SPI-A" }), runNo });
      expect([type.status, type.body.code]).toEqual([409, "STEP_TYPE_MISMATCH"]);
      await floor.done(floor.auto("SPI", sn));
      const late = await floor.send(floor.auto("SPI", sn));
      expect([late.status, late.body.code]).toEqual([409, "STEP_MISMATCH"]);
    });

    test("D6: a unit on hold waits for its release", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      await floor.app.db.auto
        .updateTable("execution_unit")
        .set({ state: "ON_HOLD", heldFrom: "QUEUED", holdReason: "dirty" })
        .where("sn", "=", sn)
        .execute();
      const { body } = await floor.send(floor.auto("SPI", sn));
      expect([body.verdict, body.code]).toEqual(["parked", "UNIT_ON_HOLD"]);
      const quality = await floor.app.as("quality");
      const released = await quality.post(`/api/units/${sn}/release`, { reason: "cleaned" });
      expect([released.status, released.body.code]).toEqual([200, undefined]);
      await floor.app.runJobs();
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 30 });
    });
  });

  describe("the order in which events come", () => {
    test("later stations before earlier ones: everything is carried out, in the route's order", async () => {
      const { sn } = await oneUnit();
      const events = [floor.auto("AOI", sn), floor.batch([sn]), floor.auto("SPI", sn)];
      const sent = await floor.send(events, "async");
      expect(sent.body.counts.accepted).toBe(3);
      await floor.app.runJobs();
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 10 });
      await floor.byHand("PRINT", sn);
      await floor.app.runJobs();
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 50 });
    });

    test("a machine's finished work ends the visit somebody began by hand", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      expect((await floor.ann.post("/api/stations/SPI-A/track-in", { sn })).status).toBe(200);
      await floor.done(floor.auto("SPI", sn));
      expect(await floor.visits(sn)).toHaveLength(2);
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 30 });
    });

    test("when it happened is the event's time, not in the future and not before the last move", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      const now = floor.app.clock.now();
      const ahead = await floor.done({
        ...floor.auto("SPI", sn),
        occurredAt: "2099-01-01T00:00:00Z",
      });
      expect(ahead.flags).toEqual(["CLOCK_AHEAD"]);
      const behind = await floor.done({ ...floor.batch([sn]), occurredAt: "2020-01-01T00:00:00" });
      expect(behind.flags.toSorted()).toEqual(["TIME_MOVED", "ZONE_ASSUMED"]);
      const rows = await floor.app.db.read
        .selectFrom("execution_track as t")
        .innerJoin("execution_unit as u", "u.id", "t.unitId")
        .select("t.outAt")
        .where("u.sn", "=", sn)
        .where("t.source", "!=", "MANUAL")
        .execute();
      expect(rows).toEqual([{ outAt: now }, { outAt: now }]);
    });

    test("at once: the same event twenty times over moves the unit once", async () => {
      const { sn } = await oneUnit();
      await floor.byHand("PRINT", sn);
      const event = floor.auto("SPI", sn);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => floor.send(event, "sync")),
      );
      const verdicts = answers.map(({ body }) => body.verdict);
      expect(verdicts.filter((verdict) => verdict === "accepted")).toHaveLength(1);
      expect(verdicts.filter((verdict) => verdict === "duplicate")).toHaveLength(19);
      expect(await floor.visits(sn)).toEqual(["10 MANUAL PASS", "20 AUTO PASS"]);
    });
  });
});
