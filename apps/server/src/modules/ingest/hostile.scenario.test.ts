import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { newId } from "../../platform/ids.ts";
import { CfxLine, tester } from "./cfx/line.fixture.ts";
import { MachineFloor } from "./ingest.fixture.ts";
import { replayEvents } from "./jobs.ts";
import { recent } from "./recent-values.ts";

const fault = "CFX.ResourcePerformance.FaultOccurred";
const long = Array.from({ length: 4_000 }, (_, at) => String.fromCharCode(97 + ((at * 7) % 26)));

eachDialect((dialect) => {
  const floor = new MachineFloor();
  const line = new CfxLine();
  beforeAll(async () => {
    await floor.open(dialect);
    await line.open(dialect);
  });
  afterAll(async () => {
    await floor.close();
    await line.close();
  });

  const printed = async () => {
    const [sn = ""] = (await floor.run()).sns;
    await floor.byHand("PRINT", sn);
    return sn;
  };
  const told = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
    status,
    body.code,
    (body.context as Record<string, unknown> | undefined)?.found,
  ];

  describe("what a machine sends costs nobody else anything", () => {
    // biome-ignore format: a table
    test.each<[string, Record<string, unknown>, (sn: string) => object, unknown[]]>([
      ["a result cut in the middle of a character", {}, (sn) => ({ sn, result: `${"x".repeat(79)}😀😀` }), [409, "INGEST_RESULT_UNKNOWN", undefined]],
      ["a field whose name holds NUL",   {}, (sn) => ({ sn, "res\0ult": "PASS" }),     [400, "INGEST_ITEM_INVALID", undefined]],
      ["a field named by half a character", {}, (sn) => ({ sn, "res\ud800": "PASS" }), [400, "INGEST_ITEM_INVALID", undefined]],
      ["a time in the year 10000",       { occurredAt: "9999-12-31T23:59:59-10:00" }, (sn) => ({ sn, result: "PASS" }), [400, "INGEST_ITEM_INVALID", undefined]],
    ])("%s", async (...[, more, payloadOf, expected]) => {
      const sn = await printed();
      const bad = { ...floor.auto("SPI", sn, {}), payload: { station: "SPI-A", ...payloadOf(sn) }, ...more };
      expect(told(await floor.send(bad))).toEqual(expected);
      const { body } = await floor.send([bad, floor.auto("SPI", sn)]);
      expect(body.items[1]).toMatchObject({ verdict: "accepted", state: "EXECUTED" });
    });

    test("a serial number whose digits JSON has lost names no unit", async () => {
      const text = JSON.stringify(floor.auto("SPI", "?")).replace('"?"', "12345678901234567890");
      const found = "12345678901234567000";
      expect(told(await floor.send(text))).toEqual([409, "INGEST_PAYLOAD_INVALID", found]);
    });

    test("a text nested beyond all reason is refused alone", async () => {
      const sn = await printed();
      const brackets = "[".repeat(20_000) + "]".repeat(20_000);
      const deep = JSON.stringify(floor.auto("SPI", sn, { deep: 0 })).replace(
        '"deep":0',
        `"deep":${brackets}`,
      );
      for (const text of [deep, deep.replace('"deep"', ' "deep"')])
        expect(told(await floor.send(text))).toEqual([400, "MALFORMED_JSON", undefined]);
      const { body } = await floor.send(`[${deep},${JSON.stringify(floor.auto("SPI", sn))}]`);
      expect(body.items.map((item: { status: number }) => item.status)).toEqual([400, 200]);
    });

    test("CFX: half a character, an endless identifier, a lane beyond counting", async () => {
      const states = { NewState: 1100, OldState: 2100, OldStateDuration: "00:00:01" };
      const known = line.message(tester, "CFX.ResourcePerformance.StationStateChanged", states);
      const answer = await line.post(
        [
          line.message(tester, "CFX.Production.RecipeActivated", { RecipeName: "a\ud800b" }),
          line.message(tester, fault, { Fault: { FaultOccurrenceId: long.join("") } }),
          line.message(tester, "CFX.Production.WorkCompleted", {
            TransactionID: long.join(""),
            Result: "Completed",
          }),
          line.message(tester, fault, { Fault: { FaultOccurrenceId: "F-9", Lane: 9e15 } }),
          line.message(tester, "CFX.Production.RecipeActivated", {
            RecipeName: `${"x".repeat(199)}😀`,
          }),
          known,
        ],
        "async",
      );
      expect(answer.body.items.map((item: { status: number }) => item.status)).toEqual([
        400, 202, 202, 202, 202, 202,
      ]);
      await line.app.runJobs();
      const events = await line.app.db.read
        .selectFrom("ingest_event")
        .select(["state", "code"])
        .orderBy("id")
        .execute();
      expect(events.map(({ state, code }) => (code ? `${state} ${code}` : state))).toEqual([
        "EXECUTED",
        "REJECTED CFX_BODY_INVALID",
        "EXECUTED",
        "EXECUTED",
        "EXECUTED",
      ]);
    });
  });

  describe("what waits goes on", () => {
    test("although this node remembers it as it was taken, and another one parked it", async () => {
      const [sn = ""] = (await floor.run()).sns;
      const { body } = await floor.send(floor.auto("SPI", sn));
      expect(body.state).toBe("PARKED");
      const row = await floor.row(body.eventId);
      recent.keep({ ...row, state: "RECEIVED", value: {} }, 1);
      await floor.byHand("PRINT", sn);
      await floor.app.runJobs();
      expect((await floor.row(body.eventId)).state).toBe("EXECUTED");
    });

    test("a batch that names no station, whose boards are still before its step", async () => {
      const [sn = ""] = (await floor.run()).sns;
      const early = await floor.send(
        floor.event("BATCH", { carrier: "C-9", sns: [sn], result: "PASS" }),
      );
      expect([early.body.verdict, early.body.code]).toEqual(["parked", "STEP_MISMATCH"]);
    });

    test("parked, replayed, and impossible to carry out: a person has to decide", async () => {
      const { body } = await floor.send(floor.auto("SPI", "SN-NOBODY-9"));
      const { eventId } = body;
      const { db, clock } = floor.app;
      await db.auto
        .updateTable("ingest_payload")
        .set({ body: "{" })
        .where("eventId", "=", eventId)
        .execute();
      await db.unit((tx) => replayEvents({ tx, now: clock.now(), newId } as never, [eventId]));
      for (let hour = 0; hour < 12; hour++) {
        await floor.app.runJobs();
        clock.advance(3_600);
      }
      expect((await floor.row(eventId)).state).toBe("DEAD");
    });
  });
});
