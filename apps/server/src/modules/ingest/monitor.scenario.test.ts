import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { MachineFloor } from "./ingest.fixture.ts";

eachDialect((dialect) => {
  const floor = new MachineFloor();
  let leader: Person;
  let elsewhere: Person;
  beforeAll(async () => {
    await floor.open(dialect);
    await makePlant(floor.app.db, { line: "B", steps: [{ code: "OTHER" }] });
    leader = await floor.app.as("line_leader", { lines: ["A"] });
    elsewhere = await floor.app.as("line_leader", { lines: ["B"] });
  });
  afterAll(() => floor.close());

  const board = async () => {
    const sn = (await floor.run()).sns[0] ?? "";
    await floor.byHand("PRINT", sn);
    return sn;
  };
  const rejected = async (sn: string): Promise<string> => {
    const answer = await floor.send(floor.auto("SPI", sn, { result: "MAYBE" }));
    expect([answer.status, answer.body.code]).toEqual([409, "INGEST_RESULT_UNKNOWN"]);
    return answer.body.eventId ?? answer.body.context.eventId;
  };
  const monitor = async (who: Person = floor.eve, window = "15m") => {
    const answer = await who.get(`/api/ingest/monitor?window=${window}`);
    expect(answer.status).toBe(200);
    return answer.body;
  };

  describe("the monitor", () => {
    test("counts fates by minute, source and station, and what is open with its age", async () => {
      const sn = await board();
      const event = floor.auto("SPI", sn);
      await floor.done(event);
      await floor.send(event);
      const bad = await rejected(await board());
      const early = await floor.send(floor.auto("SPI", "SN-NOBODY"));
      expect(early.body.code).toBe("UNIT_RUN_NOT_FOUND");
      const told = await monitor();
      expect(told).toMatchObject({ window: "15m", stepMinutes: 1 });
      expect(told.points).toHaveLength(15);
      expect(told.points.at(-1).fates).toMatchObject({
        ...{ EXECUTED: 1, DUPLICATE: 1, REJECTED: 1, PARKED: 1 },
      });
      expect(told.sources).toMatchObject([
        {
          sourceSystem: "LINE-A",
          fates: { EXECUTED: 1, REJECTED: 1, PARKED: 1 },
          open: { parked: 1, rejected: 1, dead: 0, conflict: 0 },
          lastAt: floor.app.clock.now(),
          lastEventId: early.body.eventId,
          lastDoor: "REST",
        },
      ]);
      const spi = told.stations.find((row: { stationCode: string }) => row.stationCode === "SPI-A");
      expect(spi).toMatchObject({ lineCode: "A", open: { rejected: 1 } });
      expect(told.waiting).toContainEqual(
        expect.objectContaining({
          ...{ state: "REJECTED", code: "INGEST_RESULT_UNKNOWN", count: 1, sampleId: bad },
          context: expect.objectContaining({ value: "MAYBE" }),
        }),
      );
      floor.app.clock.advance(20 * 60);
      const later = await monitor();
      expect([later.totals, later.open.length]).toEqual([{}, 2]);
      const day = await monitor(floor.eve, "24h");
      expect([day.points.length, day.stepMinutes, day.totals.EXECUTED]).toEqual([96, 15, 1]);
      const wrong = await floor.eve.get("/api/ingest/monitor?window=1y");
      expect([wrong.status, wrong.body.code]).toEqual([400, "VALIDATION_FAILED"]);
    });

    test("shows people of a line their own, and what belongs to no line yet", async () => {
      const groups = async (who: Person) =>
        (await monitor(who)).waiting.map(({ code }: { code: string }) => code).toSorted();
      expect(await groups(leader)).toEqual(["INGEST_RESULT_UNKNOWN", "UNIT_RUN_NOT_FOUND"]);
      expect(await groups(elsewhere)).toEqual(["UNIT_RUN_NOT_FOUND"]);
      const told = await monitor(elsewhere, "24h");
      expect(told.totals.EXECUTED).toBeUndefined();
    });

    test("is not for who has nothing to do with machines", async () => {
      const trace = await floor.app.as("trace");
      for (const path of ["monitor", "events", "archives", "events/none"]) {
        const answer = await trace.get(`/api/ingest/${path}`);
        expect([path, answer.status, answer.body.code]).toEqual([path, 403, "FORBIDDEN"]);
      }
    });
  });

  describe("the list", () => {
    const found = async (query: string, who: Person = floor.eve) => {
      const answer = await who.get(`/api/ingest/events?${query}`);
      expect([query, answer.status]).toEqual([query, 200]);
      return answer.body.items as { id: string; sn: string; state: string; dedupeKey: string }[];
    };

    test("finds by what a person has at hand", async () => {
      const sn = await board();
      const event = floor.auto("SPI", sn, { measurements: [{ name: "X", value: 1 }] });
      const { eventId } = await floor.done(event);
      const { runNo } = (await floor.row(eventId)) as { runNo: string };
      const queries = [
        `sn=${sn}`,
        `q=${sn}`,
        `q=${sn.slice(0, -1)}`,
        `q=${event.dedupeKey}`,
        `q=${eventId}`,
        `run=${runNo}&station=SPI-A`,
        `source=LINE-A&run=${runNo}&door=REST&eventType=AUTO&state=EXECUTED`,
        `flag=UNMAPPED_MEASUREMENT&run=${runNo}`,
      ];
      for (const query of queries)
        expect([query, (await found(query)).map(({ id }) => id)]).toEqual([query, [eventId]]);
      const none = [`flag=CLOCK_AHEAD&sn=${sn}`, "station=NO-SUCH", "q=%25", `sn=${sn}&door=AMQP`];
      for (const query of none) expect([query, await found(query)]).toEqual([query, []]);
      const { receivedAt } = await floor.row(eventId);
      expect(await found(`sn=${sn}&from=${receivedAt}`)).toHaveLength(1);
      expect(await found(`sn=${sn}&to=${receivedAt}`)).toHaveLength(0);
    });

    test("is paged by key, newest first, and shows people of a line their own", async () => {
      const first = (await floor.eve.get("/api/ingest/events?limit=2")).body;
      const next = (await floor.eve.get(`/api/ingest/events?limit=2&cursor=${first.nextCursor}`))
        .body;
      const ids = [...first.items, ...next.items].map(({ id }: { id: string }) => id);
      expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
      expect((await found("", elsewhere)).map(({ sn }) => sn)).toEqual(["SN-NOBODY"]);
      const bad = await floor.eve.get("/api/ingest/events?state=LOST");
      expect([bad.status, bad.body.code]).toEqual([400, "VALIDATION_FAILED"]);
    });
  });

  describe("one event", () => {
    test("tells what came, what was read, what it did, and may not be touched once it is over", async () => {
      const sn = await board();
      const event = floor.auto("SPI", sn, {
        measurements: [{ name: "VOLUME", value: 300, judge: "PASS" }],
      });
      const { eventId } = await floor.done(event);
      const told = (await floor.eve.get(`/api/ingest/events/${eventId}`)).body;
      expect(told).toMatchObject({
        ...{ id: eventId, state: "EXECUTED", stationCode: "SPI-A", lineCode: "A", result: "PASS" },
        flags: ["CONTRADICTION"],
        effects: [{ sn, effect: "PASS_THROUGH", stepNo: 20, stationCode: "SPI-A" }],
        reading: {
          measurements: [{ name: "VOLUME", value: 300, senderJudge: "PASS", judgement: "FAIL" }],
        },
        ...{ archive: null, isRawCut: false, first: null, rivals: [], nextLookAt: null },
        can: { replay: "INGEST_EVENT_FINAL", discard: "INGEST_EVENT_FINAL" },
      });
      expect(JSON.parse(told.raw)).toEqual(event);
      const raw = await floor.eve.get(`/api/ingest/events/${eventId}/raw`);
      expect([raw.status, JSON.parse(raw.body)]).toEqual([200, event]);
      expect(raw.headers.get("content-disposition")).toStartWith("attachment");
      for (const path of ["", "/raw"]) {
        const other = await elsewhere.get(`/api/ingest/events/${eventId}${path}`);
        expect([other.status, other.body.code]).toEqual([403, "OUT_OF_SCOPE"]);
        const missing = await floor.eve.get(`/api/ingest/events/none${path}`);
        expect([missing.status, missing.body.code]).toEqual([404, "INGEST_EVENT_NOT_FOUND"]);
      }
    });

    test("stands in the trace of its board, beside what people did", async () => {
      const sn = await board();
      const { eventId } = await floor.done(floor.auto("SPI", sn, { result: "FAIL" }));
      const tracer = await floor.app.as("trace");
      // The person and the frozen version are known from the first look on.
      await tracer.get(`/api/trace/units/${sn}`);
      const before = floor.app.db.stats().statements;
      const { tracks, machineEvents } = (await tracer.get(`/api/trace/units/${sn}`)).body;
      expect(floor.app.db.stats().statements - before).toBeLessThanOrEqual(8);
      expect(tracks.map(({ source }: { source: string }) => source)).toEqual(["MANUAL", "AUTO"]);
      expect(machineEvents).toMatchObject([
        {
          ...{ eventId, trackId: tracks[1].id, effect: "PASS_THROUGH", result: "FAIL" },
          ...{ said: "FAIL", door: "REST", sourceSystem: "LINE-A", stationCode: "SPI-A" },
        },
      ]);
    });

    test("knows its rival under the same key", async () => {
      const sn = await board();
      const event = floor.auto("SPI", sn);
      const { eventId } = await floor.done(event);
      const other = await floor.send({
        ...event,
        payload: { station: "SPI-A", sn, result: "FAIL" },
      });
      expect(other.status).toBe(409);
      const first = (await floor.eve.get(`/api/ingest/events/${eventId}`)).body;
      expect(first.rivals).toMatchObject([{ state: "CONFLICT" }]);
      const rival = (await floor.eve.get(`/api/ingest/events/${first.rivals[0].id}`)).body;
      expect(rival).toMatchObject({
        first: { id: eventId, state: "EXECUTED" },
        can: { replay: "INGEST_EVENT_CONFLICTS", discard: null },
      });
    });

    test("parked, it says when it looks again and what it tried", async () => {
      const sent = await floor.send(floor.auto("SPI", "SN-LATE"));
      floor.app.clock.advance(16);
      await floor.app.runJobs();
      const told = (await floor.eve.get(`/api/ingest/events/${sent.body.eventId}`)).body;
      expect(told).toMatchObject({
        state: "PARKED",
        attempts: [{ code: "UNIT_RUN_NOT_FOUND" }],
        can: { replay: null, discard: null },
      });
      expect(told.nextLookAt > floor.app.clock.now()).toBe(true);
    });
  });
});
