import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { MachineFloor } from "./ingest.fixture.ts";

eachDialect((dialect) => {
  const floor = new MachineFloor();
  beforeAll(() => floor.open(dialect));
  afterAll(() => floor.close());

  const counted = async (fate: string): Promise<number> => {
    const rows = await floor.app.db.read
      .selectFrom("ingest_tally")
      .select("count")
      .where("fate", "=", fate)
      .execute();
    return rows.reduce((sum, row) => sum + row.count, 0);
  };

  describe("what an item is answered", () => {
    test("one bad item never fails the others, and is located", async () => {
      const { sns } = await floor.run({ units: 2 });
      for (const sn of sns) await floor.byHand("PRINT", sn);
      const [one, two] = sns.map((sn) => JSON.stringify(floor.auto("SPI", sn)));
      const answer = await floor.send(`[${one}, {"dedupeKey": nope}, {"dedupeKey":"x"}, ${two}]`);
      expect(answer.status).toBe(200);
      expect(answer.body.counts).toEqual({ accepted: 2, duplicate: 0, parked: 0, rejected: 2 });
      expect(answer.body.items[1]).toMatchObject({
        index: 1,
        status: 400,
        code: "MALFORMED_JSON",
        context: { index: 1 },
      });
      expect(answer.body.items[1].context.offset).toBe((one?.length ?? 0) + 3);
      expect(answer.body.items[2]).toMatchObject({ index: 2, code: "INGEST_ITEM_INVALID" });
      for (const sn of sns)
        expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 30 });
    });

    // biome-ignore format: a table
    test.each([
      ["no JSON",               "hello",                                            "MALFORMED_JSON"],
      ["an empty body",         "",                                                 "MALFORMED_JSON"],
      ["a number",              "7",                                                "INGEST_ITEM_INVALID"],
      ["no key",                '{"sourceSystem":"A","eventType":"AUTO"}',          "INGEST_ITEM_INVALID"],
      ["an unknown type",       '{"dedupeKey":"k","sourceSystem":"A","eventType":"X","payload":{}}', "INGEST_ITEM_INVALID"],
      ["a time that is none",   '{"dedupeKey":"k","sourceSystem":"A","eventType":"AUTO","occurredAt":"soon","payload":{}}', "INGEST_ITEM_INVALID"],
      ["NUL in a text",         '{"dedupeKey":"k\\u0000","sourceSystem":"A","eventType":"AUTO","payload":{}}', "INGEST_ITEM_INVALID"],
      ["NUL deep in a payload", '{"dedupeKey":"k","sourceSystem":"A","eventType":"AUTO","payload":{"a":["\\u0000"]}}', "INGEST_ITEM_INVALID"],
      ["half a character",      '{"dedupeKey":"k","sourceSystem":"A","eventType":"AUTO","payload":{"a":"\\ud800"}}', "INGEST_ITEM_INVALID"],
    ] as const)("%s", async (_, body, code) => {
      const before = await counted("MALFORMED");
      const answer = await floor.send(body);
      expect([answer.status, answer.body.code]).toEqual([400, code]);
      expect(await counted("MALFORMED")).toBe(before + 1);
    });

    test("no UTF-8, too many, too large", async () => {
      const latin = await floor.send(new Uint8Array([0x7b, 0xe9, 0x7d]));
      expect([latin.status, latin.body.code]).toEqual([400, "INGEST_BODY_INVALID"]);
      const many = await floor.send(Array.from({ length: 501 }, () => ({})));
      expect([many.status, many.body.code]).toEqual([400, "INGEST_TOO_MANY_ITEMS"]);
      const large = await floor.send(`["${"x".repeat(5 * 1024 * 1024)}"]`);
      expect([large.status, large.body.code]).toEqual([400, "BODY_TOO_LARGE"]);
      const none = await floor.send([]);
      expect([none.status, none.body.items]).toEqual([200, []]);
    });

    test("the same key with another payload: both are kept, and each is answered alike again", async () => {
      const { sns } = await floor.run();
      const [sn = ""] = sns;
      await floor.byHand("PRINT", sn);
      const event = floor.auto("SPI", sn);
      const first = await floor.done(event);
      const other = { ...event, payload: { station: "SPI-A", sn, result: "FAIL" } };
      const conflict = await floor.send(other);
      expect([conflict.status, conflict.body.code]).toEqual([409, "INGEST_KEY_CONFLICT"]);
      expect(conflict.body.context.firstEventId).toBe(first.eventId);
      const rival = await floor.row(conflict.body.context.eventId);
      expect([rival.state, rival.conflictOfId]).toEqual(["CONFLICT", first.eventId]);
      const again = await floor.send(other);
      expect([again.status, again.body.context.eventId]).toEqual([409, rival.id]);
      expect((await floor.send(event)).body.verdict).toBe("duplicate");
      expect(await floor.unit(sn)).toEqual({ state: "QUEUED", currentStepNo: 30 });
    });

    test("in one request: the second of two alike hears of the first, the rival is told apart", async () => {
      const { sns } = await floor.run();
      const [sn = ""] = sns;
      await floor.byHand("PRINT", sn);
      const event = floor.auto("SPI", sn);
      const { body } = await floor.send([event, event, { ...event, runNo: "RUN-X" }]);
      expect(body.items.map((item: { verdict: string }) => item.verdict)).toEqual([
        "accepted",
        "duplicate",
        "rejected",
      ]);
      expect(body.items[1].first).toEqual({ state: "EXECUTED", code: null, context: null });
    });

    test("an element of an array is kept digit by digit, and compared so", async () => {
      const textOf = (digits: string) =>
        `{ "dedupeKey":"LONG-1", "sourceSystem":"LINE-A","eventType":"AUTO", "payload":{"lot":${digits}} }`;
      const long = textOf("9007199254740993001");
      const sent = await floor.send(`[${long},${textOf("7")}]`, "async");
      const [first, rival] = sent.body.items;
      const kept = await floor.app.db.read
        .selectFrom("ingest_payload")
        .select("body")
        .where("eventId", "=", first.eventId)
        .executeTakeFirst();
      expect(kept?.body).toBe(long);
      expect(rival).toMatchObject({ status: 409, code: "INGEST_KEY_CONFLICT" });
      const other = await floor.send(textOf("9007199254740993002"), "async");
      expect([other.status, other.body.code]).toEqual([409, "INGEST_KEY_CONFLICT"]);
      const again = await floor.send(long.replaceAll(" ", ""), "async");
      expect(again.body).toMatchObject({ verdict: "duplicate", eventId: first.eventId });
    });

    test("the same key of two sources is two events", async () => {
      const { sns } = await floor.run();
      const [sn = ""] = sns;
      const event = floor.auto("SPI", sn);
      const one = await floor.send(event, "async");
      const two = await floor.send({ ...event, sourceSystem: "LINE-B" }, "async");
      expect([one.body.verdict, two.body.verdict]).toEqual(["accepted", "accepted"]);
    });
  });

  describe("async is durable before it is answered", () => {
    test("a taken event is there, with its text, before any job ran", async () => {
      const { sns } = await floor.run();
      const event = floor.auto("SPI", sns[0] ?? "");
      const answer = await floor.send(event, "async");
      expect([answer.status, answer.body.state]).toEqual([202, "RECEIVED"]);
      const { body } = await floor.app.db.read
        .selectFrom("ingest_payload")
        .select("body")
        .where("eventId", "=", answer.body.eventId)
        .executeTakeFirstOrThrow();
      expect(JSON.parse(body)).toEqual(event);
    });

    test("five hundred at once are carried out in parts", async () => {
      const { sns } = await floor.run({ units: 500 });
      await floor.app.db.auto
        .updateTable("execution_unit")
        .set({ currentStepNo: 20 })
        .where("sn", "in", sns)
        .execute();
      const answer = await floor.send(
        sns.map((sn) => floor.auto("SPI", sn)),
        "async",
      );
      expect(answer.body.counts.accepted).toBe(500);
      await floor.app.runJobs();
      const rows = await floor.app.db.read
        .selectFrom("execution_unit")
        .select((x) => x.fn.countAll().as("count"))
        .where("sn", "in", sns)
        .where("currentStepNo", "=", 30)
        .executeTakeFirstOrThrow();
      expect(Number(rows.count)).toBe(500);
    }, 20_000);
  });

  describe("who may send", () => {
    test("an operator may not; a machine's key only for its sources and lines", async () => {
      const refused = await floor.send(floor.auto("SPI", "SN-1"), "sync", floor.ann);
      expect([refused.status, refused.body.code]).toEqual([403, "FORBIDDEN"]);
      const admin = await floor.app.as("admin");
      const made = await admin.post("/api/api-keys", {
        name: "ICT",
        sources: ["ICT-SERVER"],
        lineIds: [],
        ratePerMinute: 600,
      });
      expect([made.status, made.body.code]).toEqual([200, undefined]);
      const headers = { authorization: `Bearer ${made.body.key}` };
      const send = (body: object) =>
        floor.app.request("POST", "/api/ingest/events?mode=sync", { body, headers });
      const { sns } = await floor.run();
      const event = floor.auto("SPI", sns[0] ?? "");
      const foreign = await send(event);
      expect([foreign.status, foreign.body.code]).toEqual([403, "INGEST_SOURCE_NOT_ALLOWED"]);
      await floor.byHand("PRINT", sns[0] ?? "");
      const own = await send({ ...event, sourceSystem: "ICT-SERVER" });
      expect([own.status, own.body.state]).toEqual([200, "EXECUTED"]);
      const rows = await floor.app.db.read
        .selectFrom("platform_event")
        .select(["actorKind", "actorName"])
        .where("entityKey", "=", sns[0] ?? "")
        .where("type", "=", "unit.trackedOut")
        .where("actorKind", "=", "MACHINE")
        .execute();
      expect(rows).toEqual([{ actorKind: "MACHINE", actorName: "ICT-SERVER" }]);
    });
  });
});
