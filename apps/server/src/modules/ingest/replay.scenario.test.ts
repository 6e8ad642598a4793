import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { MachineFloor } from "./ingest.fixture.ts";

eachDialect((dialect) => {
  const floor = new MachineFloor();
  let leader: Person;
  beforeAll(async () => {
    await floor.open(dialect);
    await makePlant(floor.app.db, { line: "B", steps: [{ code: "OTHER" }] });
    leader = await floor.app.as("line_leader", { lines: ["A"] });
  });
  afterAll(() => floor.close());

  const stationIs = async (isActive: boolean) => {
    const { version } = (await floor.eve.get("/api/stations/SPI-A")).body;
    const answer = await floor.eve.patch("/api/stations/SPI-A", { isActive, version });
    expect(answer.status).toBe(200);
  };
  const board = async () => {
    const sn = (await floor.run()).sns[0] ?? "";
    await floor.byHand("PRINT", sn);
    return sn;
  };
  /** A board whose machine was out of use when it told of it; the machine is back since. */
  const rejected = async () => {
    const sn = await board();
    await stationIs(false);
    const { body } = await floor.send([floor.auto("SPI", sn)]);
    await stationIs(true);
    const [{ eventId, code, verdict }] = body.items;
    expect([verdict, code]).toEqual(["rejected", "STATION_INACTIVE"]);
    return { sn, eventId: eventId as string };
  };
  const preview = (body: object, who: Person = floor.eve) => who.post("/api/ingest/replays", body);
  const chosen = async (...eventIds: string[]) => {
    const answer = await preview({ eventIds });
    expect([answer.status, answer.body.code]).toEqual([200, undefined]);
    return answer.body as { id: string; token: string; count: number };
  };
  const execute = (
    { id, token, count }: { id: string; token: string; count: number },
    more: object = {},
    who: Person = floor.eve,
  ) =>
    who.post(`/api/ingest/replays/${id}/execute`, {
      ...{ token, confirmedCount: count, reason: "machine is back", ...more },
    });

  describe("a replay", () => {
    test("is previewed, confirmed and executed: each event once, whoever asks again", async () => {
      const [a, b] = [await rejected(), await rejected()];
      const done = await floor.done(floor.auto("SPI", await board()));
      const eventIds = [a.eventId, b.eventId, done.eventId, "none"];
      const shown = await preview({ eventIds });
      expect(shown.body).toMatchObject({
        count: 2,
        groups: [{ state: "REJECTED", code: "STATION_INACTIVE", sourceSystem: "LINE-A", count: 2 }],
        blocked: [
          { eventId: done.eventId, state: "EXECUTED", code: "INGEST_EVENT_FINAL" },
          { eventId: "none", state: null, code: "INGEST_EVENT_NOT_FOUND" },
        ],
        blockedCount: 2,
      });
      const mark = await floor.app.mark();
      const answer = await execute(shown.body);
      expect([answer.status, answer.body]).toEqual([
        200,
        { id: shown.body.id, replayed: 2, skipped: [] },
      ]);
      expect((await floor.unit(a.sn)).currentStepNo).toBe(20);
      await floor.app.runJobs();
      expect(await floor.app.events(mark)).toEqual([
        ...["ingest.replayed", "ingest.replayed"],
        ...["unit.trackedIn", "unit.trackedOut", "unit.trackedIn", "unit.trackedOut"],
      ]);
      for (const { sn } of [a, b])
        expect(await floor.visits(sn)).toEqual(["10 MANUAL PASS", "20 AUTO PASS"]);
      const far = (await floor.eve.get(`/api/ingest/replays/${shown.body.id}`)).body;
      expect(far).toMatchObject({
        ...{ count: 2, running: 0, reason: "machine is back", failed: [] },
        states: [{ state: "EXECUTED", count: 2 }],
      });
      const told = (await floor.eve.get(`/api/ingest/events/${a.eventId}`)).body;
      expect(told.decisions.map(({ type }: { type: string }) => type)).toEqual([
        "ingest.rejected",
        "ingest.replayed",
      ]);
      const again = await preview({ eventIds });
      expect([again.status, again.body.code]).toEqual([409, "INGEST_REPLAY_EMPTY"]);
    });

    test("that is refused again stays rejected; what had changed meanwhile is skipped", async () => {
      const [a, b] = [await rejected(), await rejected()];
      const replay = await chosen(a.eventId, b.eventId);
      await floor.eve.post("/api/ingest/events/discard", {
        ...{ eventIds: [b.eventId], reason: "board was scrapped" },
      });
      await stationIs(false);
      const answer = await execute(replay);
      expect(answer.body).toEqual({
        ...{ id: replay.id, replayed: 1 },
        skipped: [{ eventId: b.eventId, was: "REJECTED", is: "DISCARDED" }],
      });
      floor.app.clock.advance(1);
      await floor.app.runJobs();
      await stationIs(true);
      const far = (await floor.eve.get(`/api/ingest/replays/${replay.id}`)).body;
      expect(far.failed).toEqual([{ code: "STATION_INACTIVE", state: "REJECTED", count: 1 }]);
      const once = await chosen(a.eventId);
      await execute(once);
      await floor.app.runJobs();
      expect((await floor.unit(a.sn)).currentStepNo).toBe(30);
    });

    test("by a filter takes what may be replayed of what it finds", async () => {
      const { sn, eventId } = await rejected();
      const found = await preview({ filter: { sn } });
      expect(found.body).toMatchObject({ count: 1, sample: [{ id: eventId }], blockedCount: 0 });
      const wrong = [{}, { eventIds: [eventId], filter: { sn } }, { eventIds: [] }];
      for (const body of [...wrong, { eventIds: Array(1_001).fill("x") }]) {
        const answer = await preview(body);
        expect([answer.status, answer.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      }
    });

    test("of a parked event looks at once", async () => {
      const late = await floor.send(floor.auto("SPI", "SN-A-900-0001"));
      expect(late.body.verdict).toBe("parked");
      const run = await floor.run({ no: 900 });
      expect(run.sns).toEqual(["SN-A-900-0001"]);
      await floor.byHand("PRINT", run.sns[0] ?? "");
      await execute(await chosen(late.body.eventId));
      await floor.app.runJobs();
      expect(await floor.visits("SN-A-900-0001")).toEqual(["10 MANUAL PASS", "20 AUTO PASS"]);
    });
  });

  describe("the token of a replay", () => {
    test("is good once, also for two at once", async () => {
      const { sn, eventId } = await rejected();
      const replay = await chosen(eventId);
      const both = await Promise.all([execute(replay), execute(replay)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      const late = await execute(replay);
      expect([late.status, late.body.code]).toEqual([409, "INGEST_REPLAY_USED"]);
      await floor.app.runJobs();
      expect(await floor.visits(sn)).toEqual(["10 MANUAL PASS", "20 AUTO PASS"]);
    });

    test("is refused in other hands, with another count, after ten minutes, and when it is wrong", async () => {
      const { eventId } = await rejected();
      const replay = await chosen(eventId);
      const mark = await floor.app.mark();
      const rows: [Promise<{ status: number; body: { code: string } }>, number, string][] = [
        [execute(replay, {}, leader), 403, "INGEST_REPLAY_TOKEN_INVALID"],
        [execute({ ...replay, token: "guessed" }), 403, "INGEST_REPLAY_TOKEN_INVALID"],
        [execute({ ...replay, count: 2 }), 409, "INGEST_REPLAY_COUNT_MISMATCH"],
        [execute({ ...replay, id: "none" }), 404, "INGEST_REPLAY_NOT_FOUND"],
        [execute(replay, { reason: "no" }), 400, "VALIDATION_FAILED"],
      ];
      for (const [answer, status, code] of rows) {
        const { status: told, body } = await answer;
        expect([told, body.code]).toEqual([status, code]);
      }
      floor.app.clock.advance(10 * 60);
      const late = await execute(replay);
      expect([late.status, late.body.code]).toEqual([409, "INGEST_REPLAY_EXPIRED"]);
      expect((await floor.app.events(mark)).toSorted()).toEqual([
        "ingest.executeReplay!INGEST_REPLAY_COUNT_MISMATCH",
        "ingest.executeReplay!INGEST_REPLAY_EXPIRED",
        "ingest.executeReplay!INGEST_REPLAY_TOKEN_INVALID",
        "ingest.executeReplay!INGEST_REPLAY_TOKEN_INVALID",
      ]);
      expect((await floor.row(eventId)).state).toBe("REJECTED");
    });

    test("is nowhere in the database", async () => {
      const { eventId } = await rejected();
      const { token } = await chosen(eventId);
      const headers = { "idempotency-key": "preview-with-a-key-01" };
      const keyed = await floor.eve.post(
        "/api/ingest/replays",
        { eventIds: [eventId] },
        { headers },
      );
      const replays = await floor.app.db.read.selectFrom("ingest_replay").selectAll().execute();
      const answers = await floor.app.db.read
        .selectFrom("platform_idempotency_key")
        .selectAll()
        .execute();
      const trail = await floor.app.db.read.selectFrom("platform_event").selectAll().execute();
      const kept = JSON.stringify([replays, answers, trail]);
      for (const secret of [token, keyed.body.token]) expect(kept).not.toContain(secret);
    });
  });

  describe("who may", () => {
    test("replay and discard: ingest:operate, on the lines of the events", async () => {
      const { eventId } = await rejected();
      const manager = await floor.app.as("plant_manager");
      const elsewhere = await floor.app.as("line_leader", { lines: ["B"] });
      const reason = "not ours to keep";
      for (const [path, body] of [
        ["replays", { eventIds: [eventId] }],
        ["events/discard", { eventIds: [eventId], reason }],
      ] as const) {
        const tried = await manager.post(`/api/ingest/${path}`, body);
        expect([path, tried.status, tried.body.code]).toEqual([path, 403, "FORBIDDEN"]);
        const foreign = await elsewhere.post(`/api/ingest/${path}`, body);
        expect([foreign.status, foreign.body.code]).toEqual([409, "INGEST_REPLAY_EMPTY"]);
        expect(foreign.body.context.blocked).toMatchObject([{ code: "OUT_OF_SCOPE" }]);
      }
      const own = await preview({ eventIds: [eventId] }, leader);
      expect(own.status).toBe(200);
    });

    test("discard with a reason: it is over, and its waiting job with it", async () => {
      const late = await floor.send(floor.auto("SPI", "SN-NEVER"));
      const done = await floor.done(floor.auto("SPI", await board()));
      const eventIds = [late.body.eventId, done.eventId, "none"];
      const without = await floor.eve.post("/api/ingest/events/discard", { eventIds });
      expect([without.status, without.body.code]).toEqual([400, "VALIDATION_FAILED"]);
      const mark = await floor.app.mark();
      const answer = await floor.eve.post("/api/ingest/events/discard", {
        ...{ eventIds, reason: "a board of yesterday" },
      });
      expect([answer.status, answer.body]).toMatchObject([
        200,
        {
          discarded: 1,
          skipped: [
            { eventId: done.eventId, code: "INGEST_EVENT_FINAL" },
            { eventId: "none", code: "INGEST_EVENT_NOT_FOUND" },
          ],
        },
      ]);
      expect(await floor.app.events(mark)).toEqual(["ingest.discarded"]);
      floor.app.clock.advance(3_600);
      expect(await floor.app.runJobs()).toBe(0);
      expect((await floor.row(late.body.eventId)).state).toBe("DISCARDED");
    });
  });
});
