import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { enveloped } from "@lineside/testkit/cfx-samples";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import { CfxLine, names, printer, units } from "./line.fixture.ts";

const { started, completed } = names;
const path = "/api/ingest/endpoints";
const beat = "CFX.Heartbeat";

eachDialect((dialect) => {
  const line = new CfxLine();
  beforeAll(async () => {
    await line.open(dialect);
    await makePlant(line.app.db, { line: "FAR", steps: [{ code: "PRINT" }] });
  });
  afterAll(() => line.close());

  const read = async (handle: string) =>
    (await line.engineer.get(`${path}?q=${handle}`)).body.items[0];
  const heartbeat = (handle: string, HeartbeatFrequency = "00:01:00") =>
    line.send(handle, beat, { CFXHandle: handle, HeartbeatFrequency });

  test("a machine nobody has entered waits to be told where it stands", async () => {
    const handle = "DEK.Horizon.2";
    const { sns } = await line.run();
    const [sn] = sns as [string];
    const mark = await line.app.mark();
    const body = { TransactionID: "e1", Units: units(sn) };
    expect(await line.send(handle, started, body)).toEqual([
      "parked",
      "PARKED",
      "ENDPOINT_NOT_ASSIGNED",
    ]);
    await line.send(handle, completed, { TransactionID: "e1", Result: "Completed" });
    const found = await read(handle);
    expect(found).toMatchObject({ handle, state: "NEW", stationCode: null });
    // News of another endpoint, heard over PostgreSQL in this moment, has the next message counted, too.
    expect([1, 2]).toContain(found.messageCount);
    expect(await line.app.events(mark)).toEqual(["ingestEndpoint.appeared"]);
    const patch = { version: found.version, stationCode: "PRINT-A" };
    const assigned = await line.engineer.patch(`${path}/${found.id}`, patch);
    expect([assigned.status, assigned.body]).toEqual([
      200,
      { id: found.id, handle, state: "ONLINE", version: 2, woken: 2 },
    ]);
    for (let round = 0; round < 3; round++) await line.app.runJobs();
    expect(await line.at([sn])).toEqual(["QUEUED@20"]);
    const detail = (await line.engineer.get(`${path}/${found.id}`)).body;
    expect(detail).toMatchObject({ lineCode: "A", stationCode: "PRINT-A", openEvents: 0 });
    expect(detail.messages.map((each: { messageName: string }) => each.messageName).sort()).toEqual(
      [completed, started],
    );
  });

  test("a heartbeat that says nothing new is heard, and kept once an hour", async () => {
    const handle = "Beat.Same.1";
    const kept = async () => {
      const rows = await line.app.db.read
        .selectFrom("ingest_event")
        .select("id")
        .where("sourceSystem", "=", handle)
        .execute();
      return rows.length;
    };
    for (let minute = 0; minute < 59; minute++) {
      const [verdict, state] = (await heartbeat(handle)) ?? [];
      expect([verdict, state]).toEqual(["accepted", minute === 0 ? "EXECUTED" : "STORED"]);
      line.app.clock.advance(60);
    }
    expect([await kept(), (await read(handle)).messageCount]).toEqual([1, 59]);
    await heartbeat(handle, "00:02:00");
    expect(await kept()).toBe(2);
    line.app.clock.advance(3600);
    await heartbeat(handle, "00:02:00");
    expect(await kept()).toBe(3);
  });

  test("is written down every ten seconds at most, and counts what it says", async () => {
    const handle = "Beat.Often.1";
    await heartbeat(handle, "00:00:01");
    const first = await read(handle);
    expect(first).toMatchObject({ messageCount: 1, heartbeatSeconds: 1, state: "NEW" });
    for (let second = 0; second < 9; second++) {
      line.app.clock.advance(1);
      await heartbeat(handle, "00:00:01");
    }
    expect((await read(handle)).lastSeenAt).toBe(first.lastSeenAt);
    line.app.clock.advance(2);
    await line.send(handle, "Acme.Special.ThingDone", { Mood: "good" });
    expect(await read(handle)).toMatchObject({
      lastSeenAt: line.app.clock.now(),
      messageCount: 11,
      unknownCount: 1,
    });
  });

  test("silent for three beats: told once, and back with its next message", async () => {
    const handle = "Silent.Machine.1";
    await line.register(handle, "ICT-A");
    expect(await read(handle)).toMatchObject({ state: "OFFLINE" });
    await heartbeat(handle);
    expect(await read(handle)).toMatchObject({ state: "ONLINE", silentSince: null });
    const seen = line.app.clock.now();
    const mark = await line.app.mark();
    const listen = () => line.app.runCron("ingestEndpoint.listen");
    const own = async () =>
      (await line.app.events(mark)).filter((type) => /ingestEndpoint|notice\.sent/.test(type));
    line.app.clock.advance(180);
    await listen();
    expect(await read(handle)).toMatchObject({ state: "ONLINE" });
    line.app.clock.advance(30);
    await listen();
    expect(await read(handle)).toMatchObject({ state: "SILENT", silentSince: seen });
    line.app.clock.advance(30);
    await listen();
    const told = await own();
    expect(told.filter((type) => type === "ingestEndpoint.silenced").length).toBeGreaterThan(0);
    await heartbeat(handle);
    expect(await read(handle)).toMatchObject({ state: "ONLINE", silentSince: null });
    expect((await own()).at(-1)).toBe("ingestEndpoint.returned");
    const notices = await line.app.db.read
      .selectFrom("notification_notice")
      .select(["code", "context"])
      .where("topic", "=", "endpoint.silent")
      .execute();
    const mine = notices.filter(({ context }) => (context as { handle: string }).handle === handle);
    expect(mine).toMatchObject([
      { code: "ENDPOINT_SILENT", context: { handle, stationCode: "ICT-A", lastSeenAt: seen } },
    ]);
  });

  test("says hello and goodbye, its program and its operator", async () => {
    const handle = "Hello.Machine.1";
    await line.send(handle, "CFX.EndpointConnected", {
      CFXHandle: handle,
      RequestNetworkUri: "amqp://host33/",
      RequestTargetAddress: "/queue/SN23123",
    });
    await line.send(handle, "CFX.Production.RecipeModified", { RecipeName: "R1", Revision: "D" });
    const Operator = { OperatorIdentifier: "B-1", FirstName: "Bill", LastName: "Smith" };
    await line.send(handle, "CFX.Production.OperatorActivated", { Operator });
    const { id, version } = await read(handle);
    expect((await line.engineer.get(`${path}/${id}`)).body).toMatchObject({
      networkUri: "amqp://host33/",
      targetAddress: "/queue/SN23123",
      activeRecipe: "R1 D",
      operatorName: "Bill Smith",
      operatorIdentifier: "B-1",
      cfxVersion: "2.1",
    });
    await line.engineer.patch(`${path}/${id}`, { version, stationCode: "PRINT-A" });
    const { sns } = await line.run();
    await line.send(handle, started, { TransactionID: "h1", Units: units(sns[0] as string) });
    expect(await line.tracks(sns[0] as string)).toMatchObject([{ inByName: "Bill Smith" }]);
    await line.send(handle, "CFX.Production.OperatorDeactivated", { Operator });
    await line.send(handle, "CFX.EndpointShuttingDown", { CFXHandle: handle });
    expect(await read(handle)).toMatchObject({ state: "OFFLINE", operatorName: null });
    await line.send(handle, "CFX.ResourcePerformance.StationOnline", {});
    expect(await read(handle)).toMatchObject({ state: "ONLINE" });
  });

  describe("its registry", () => {
    test("ignores what is told to be ignored, and heeds it again", async () => {
      const handle = "Chatty.Thing.1";
      const id = await line.register(handle, "PRINT-A");
      const { sns } = await line.run();
      const ignore = await line.engineer.patch(`${path}/${id}`, { version: 1, isIgnored: true });
      expect(ignore.body).toMatchObject({ state: "IGNORED", version: 2 });
      expect(
        await line.send(handle, started, { TransactionID: "i1", Units: units(sns[0] as string) }),
      ).toEqual(["accepted", "STORED"]);
      expect(await line.at(sns)).toEqual(["QUEUED@10"]);
      const heed = { version: 2, isIgnored: false, stationCode: "PRINT-A" };
      const heeded = await line.engineer.patch(`${path}/${id}`, heed);
      expect(heeded.body).toMatchObject({ state: "ONLINE", version: 3 });
      const away = await line.engineer.patch(`${path}/${id}`, { version: 3, stationCode: null });
      expect(away.body).toMatchObject({ state: "NEW", version: 4 });
    });

    test("is kept by who may, within their lines", async () => {
      const told = ({ status, body }: { status: number; body: { code: string } }) =>
        [status, body.code] as const;
      const far = await line.app.as("engineer");
      const quality = await line.app.as("quality", { lines: ["A"] });
      const farLeader = await line.app.as("line_leader", { lines: ["FAR"] });
      const operator = await line.app.as("operator", { stations: ["PRINT-A"] });
      const farId = await line.register("Far.Machine.1", "PRINT-FAR");
      // biome-ignore format: one row per refusal
      const refusals = [
        [far.post(path, { handle: printer }),                                   409, "ENDPOINT_HANDLE_DUPLICATE"],
        [far.post(path, { handle: "X", stationCode: "NOWHERE" }),               404, "STATION_NOT_FOUND"],
        [far.post(path, { handle: " " }),                                       400, "VALIDATION_FAILED"],
        [far.post(path, { handle: "X", heartbeatSeconds: 0 }),                  400, "VALIDATION_FAILED"],
        [far.patch(`${path}/nothing`, { version: 1 }),                          404, "ENDPOINT_NOT_FOUND"],
        [far.patch(`${path}/${farId}`, { version: 9, stationCode: null }),      409, "VERSION_CONFLICT"],
        [far.get(`${path}/nothing`),                                            404, "ENDPOINT_NOT_FOUND"],
        [far.get(`${path}?state=ASLEEP`),                                       400, "VALIDATION_FAILED"],
        [quality.post(path, { handle: "Y" }),                                   403, "FORBIDDEN"],
        [operator.get(path),                                                    403, "FORBIDDEN"],
        [farLeader.get(`${path}/${farId}`),                                     200, undefined],
      ] as const;
      for (const [answer, status, code] of refusals)
        expect(told(await answer)).toEqual([status, code as never]);
      const seen = (await farLeader.get(path)).body.items as { lineCode: string | null }[];
      expect(new Set(seen.map(({ lineCode }) => lineCode))).toEqual(new Set([null, "FAR"]));
      const paged = (await far.get(`${path}?limit=2`)).body;
      const next = (await far.get(`${path}?limit=2&cursor=${paged.nextCursor}`)).body;
      expect(next.items[0].handle > paged.items[1].handle).toBe(true);
      expect((await far.get(`${path}?lineCode=FAR&state=OFFLINE`)).body.items).toHaveLength(1);
    });
  });

  test("heard for the first time in many messages at once it is entered once", async () => {
    const handle = "Many.AtOnce.1";
    const made = await TestApp.start(dialect);
    try {
      const engineer = await made.as("engineer");
      const one = (index: number) =>
        enveloped(beat, { CFXHandle: handle }, { Source: handle, UniqueID: `m-${index}` });
      await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          engineer.post("/api/ingest/cfx?mode=sync", [one(index * 2), one(index * 2 + 1)]),
        ),
      );
      const { items } = (await engineer.get(path)).body;
      expect(items).toMatchObject([{ handle, state: "NEW" }]);
    } finally {
      await made.dispose();
    }
  });
});
