import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { knownMessage, needsStation } from "@lineside/domain/cfx";
import { cfxSamples, enveloped, sampleBody } from "@lineside/testkit/cfx-samples";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { CfxLine, printer, tester } from "./line.fixture.ts";

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(() => line.open(dialect));
  afterAll(() => line.close());

  const states = async (path: string) => (await line.engineer.get(path)).body.items;

  test("every published message gets its answer, from a machine that stands somewhere", async () => {
    const messages = cfxSamples.map(({ messageName, body }) =>
      line.message(tester, messageName, body),
    );
    const answer = await line.post(messages);
    expect(answer.status).toBe(200);
    const fates = answer.body.items.map(
      (item: { verdict: string; state: string | null; code?: string }, index: number) => {
        const { messageName, file } = cfxSamples[index] as (typeof cfxSamples)[number];
        const act = knownMessage(messageName)?.act;
        if (act === "REQUEST") return [file, item.verdict === "accepted" && "response" in item];
        if (act === "STORE" || act === "RESPONSE" || act === "EVIDENCE")
          return [file, item.verdict === "accepted" && item.state === "STORED"];
        // Boards nobody knows wait; a machine's own news is taken.
        const isTaken = item.verdict === "accepted" || item.verdict === "duplicate";
        return [file, isTaken || item.verdict === "parked"];
      },
    );
    expect(fates.filter(([, isRight]: [string, boolean]) => !isRight)).toEqual([]);
    expect(answer.body.counts.rejected).toBe(0);
  });

  test("and from one that stands nowhere what acts waits, the rest is kept", async () => {
    const handle = "Nowhere.Yet.1";
    const kept = cfxSamples.filter(
      ({ messageName }) => knownMessage(messageName)?.act !== "REQUEST",
    );
    const answer = await line.post(
      kept.map(({ messageName, body }) => line.message(handle, messageName, body)),
    );
    for (const [index, item] of answer.body.items.entries()) {
      const { messageName, file } = kept[index] as (typeof kept)[number];
      const act = knownMessage(messageName)?.act ?? "STORE";
      const code = needsStation(act) ? "ENDPOINT_NOT_ASSIGNED" : undefined;
      expect([file, item.verdict, item.code]).toEqual([file, code ? "parked" : "accepted", code]);
    }
  });

  test("what nobody told us about is kept and counted, never refused", async () => {
    const message = line.message(tester, "Acme.Special.ThingDone", {
      $type: "Acme.Thing",
      Mood: "good",
    });
    const { body } = await line.post(message);
    expect(body).toMatchObject({ verdict: "accepted", state: "STORED" });
    expect(await line.event(body.eventId)).toMatchObject({
      messageName: "Acme.Special.ThingDone",
      state: "STORED",
      sourceSystem: tester,
    });
  });

  test("thirty in a body with a malformed one: the others are taken", async () => {
    const good = Array.from({ length: 30 }, () =>
      JSON.stringify(line.message(tester, "CFX.EndpointConnected", { CFXHandle: tester })),
    );
    const bad = JSON.stringify(line.message(tester, "CFX.EndpointConnected", {})).replace(
      '",',
      '" ',
    );
    const answer = await line.post(`[${[...good.slice(0, 10), bad, ...good.slice(10)].join(",")}]`);
    expect(answer.body.counts).toEqual({ accepted: 30, duplicate: 0, parked: 0, rejected: 1 });
    expect(answer.body.items[10]).toMatchObject({
      verdict: "rejected",
      status: 400,
      code: "MALFORMED_JSON",
      context: { index: 10, offset: expect.any(Number) },
    });
    const cut = `[${good.join(",").slice(0, -20)}`;
    const again = await line.post(cut);
    expect(again.body.counts).toMatchObject({ duplicate: 29 });
  });

  // biome-ignore format: one row per refusal
  test.each([
    ["no JSON",          "{",                                        400, "MALFORMED_JSON"],
    ["no envelope",      "[1]",                                      200, "CFX_ENVELOPE_INVALID"],
    ["no message name",  '{"Source":"A"}',                           400, "CFX_ENVELOPE_INVALID"],
    ["no sender",        '{"MessageName":"CFX.Heartbeat"}',          400, "CFX_ENVELOPE_INVALID"],
    ["501 of them",      JSON.stringify(Array(501).fill({})),        400, "INGEST_TOO_MANY_ITEMS"],
    ["six megabytes",    `"${"x".repeat(6_000_000)}"`,               400, "BODY_TOO_LARGE"],
  ] as const)("%s is refused", async (...row) => {
    const [, text, status, code] = row;
    const answer = await line.post(text);
    expect([answer.status, answer.body.code ?? answer.body.items[0].code]).toEqual([status, code]);
  });

  describe("a machine's state", () => {
    const change = (NewState: unknown, more: object = {}) =>
      line.send(printer, "CFX.ResourcePerformance.StationStateChanged", { NewState, ...more });
    const path = "/api/stations/PRINT-A/machine-states";

    test("makes a history without gaps or overlaps, in whatever order it is told", async () => {
      const start = line.app.clock.now();
      const before = { OldState: 2200, OldStateDuration: "00:01:25" };
      expect(await change(1100, before)).toEqual(["accepted", "EXECUTED"]);
      line.app.clock.advance(60);
      await change("5300", { RelatedFault: { FaultCode: "E1" } });
      await change(5300);
      line.app.clock.advance(60);
      const late = line.message(printer, "CFX.ResourcePerformance.StationStateChanged", {
        NewState: 4500,
      });
      line.app.clock.advance(60);
      await change(1100);
      await line.post(late);
      const items = await states(path);
      expect(
        items.map(
          (each: {
            state: string;
            category: string;
            seconds: number | null;
            faultCode: string;
          }) => [...[each.state, each.category, each.seconds, each.faultCode]],
        ),
      ).toEqual([
        ["PRD_RegularWork", "RUNNING", null, null],
        ["SDT_Setup", "SETUP", 60, null],
        ["USD_Repair", "DOWN", 60, "E1"],
        ["PRD_RegularWork", "RUNNING", 60, null],
        ["SBY_NoProduct", "IDLE", 85, null],
      ]);
      expect(items[3].startedAt).toBe(start);
      expect(await states(`${path}?limit=2`)).toHaveLength(2);
      expect(await states(`${path}?from=${line.app.clock.now()}`)).toHaveLength(1);
    });

    test("that is none is refused", async () => {
      expect(await change(77)).toMatchObject([
        "rejected",
        "CFX_BODY_INVALID",
        { field: "NewState" },
      ]);
    });
  });

  test("a fault is paired with who saw it and its end, in whatever order they come", async () => {
    const Fault = { FaultCode: "ERROR 39", Cause: "MechanicalFailure", Severity: "Error" };
    const Operator = { FirstName: "John", LastName: "Doe" };
    const news = (what: string, body: object) =>
      line.send(printer, `CFX.ResourcePerformance.Fault${what}`, body);
    const path = "/api/stations/PRINT-A/machine-faults";
    await news("Occurred", { Fault: { ...Fault, FaultOccurrenceId: "f1" } });
    expect(await states(`${path}?isOpen=true`)).toHaveLength(1);
    line.app.clock.advance(30);
    await news("Acknowledged", { FaultOccurrenceId: "f1", Operator });
    line.app.clock.advance(30);
    await news("Cleared", { FaultOccurrenceId: "f1", Operator });
    await news("Cleared", { FaultOccurrenceId: "f2" });
    await news("Occurred", { Fault: { ...Fault, FaultOccurrenceId: "f2" } });
    expect(await states(`${path}?isOpen=true`)).toEqual([]);
    expect(await states(path)).toMatchObject([
      { code: "ERROR 39", clearedAt: expect.any(String) },
      {
        code: "ERROR 39",
        cause: "MechanicalFailure",
        severity: "Error",
        acknowledgedBy: "John Doe",
        clearedBy: "John Doe",
        seconds: 60,
      },
    ]);
    const { items } = (await line.engineer.get(`/api/ingest/endpoints?q=${printer}`)).body;
    expect(items[0].activeFaults).toBe(0);
    expect(await news("Occurred", { Fault })).toMatchObject(["rejected", "CFX_BODY_INVALID", {}]);
  });

  test("what a machine did is for whoever may see its line", async () => {
    await makePlant(line.app.db, { line: "FAR", steps: [{ code: "PRINT" }] });
    const far = await line.app.as("line_leader", { lines: ["FAR"] });
    for (const what of ["machine-states", "machine-faults"]) {
      expect((await line.engineer.get(`/api/stations/NOWHERE/${what}`)).body.code).toBe(
        "STATION_NOT_FOUND",
      );
      expect((await far.get(`/api/stations/PRINT-A/${what}`)).status).toBe(403);
    }
  });

  test("a time without zone is the plant's, and flagged", async () => {
    const body = sampleBody("CFX.EndpointConnected");
    const message = enveloped("CFX.EndpointConnected", body, {
      Source: tester,
      UniqueID: "zone-1",
      TimeStamp: "2026-11-22T09:30:00.1234567",
    });
    const told = (await line.post(message)).body;
    expect(told.flags).toEqual(["ZONE_ASSUMED"]);
    expect((await line.event(told.eventId)).occurredAt).toBe("2026-11-22T01:30:00.123Z");
    const unreadable = { ...message, UniqueID: "zone-2", TimeStamp: "yesterday" };
    expect((await line.post({ ...unreadable, MessageBody: {} })).body.flags).toEqual([
      "TIME_ASSUMED",
    ]);
  });
});
