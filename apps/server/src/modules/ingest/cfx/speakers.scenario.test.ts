import { afterAll, beforeAll, expect, test } from "bun:test";
import { eachDialect } from "@lineside/testkit/database";
import { makePlant } from "@lineside/testkit/factory";
import type { Person } from "@lineside/testkit/people";
import { CfxLine, names, units } from "./line.fixture.ts";

const path = "/api/ingest/endpoints";
const beat: [name: string, body: object] = ["CFX.Heartbeat", {}];

eachDialect((dialect) => {
  const line = new CfxLine();
  let admin: Person;
  let farLine: string;
  beforeAll(async () => {
    await line.open(dialect);
    farLine = (await makePlant(line.app.db, { line: "FAR", steps: [{ code: "PRINT" }] })).lineId;
    admin = await line.app.as("admin");
  });
  afterAll(() => line.close());

  const makeKey = async (name: string, more: object = {}) => {
    const { status, body } = await admin.post("/api/api-keys", { name, ...more });
    expect(status).toBe(200);
    return body as { id: string; key: string };
  };
  const read = async (handle: string) => {
    const { id } = (await line.engineer.get(`${path}?q=${handle}`)).body.items[0];
    return (await line.engineer.get(`${path}/${id}`)).body;
  };
  const say = async (key: string, handle: string, [name, body] = beat) => {
    const message = line.message(handle, name, { CFXHandle: handle, ...body });
    const headers = { authorization: `Bearer ${key}` };
    const told = await line.app.request("POST", "/api/ingest/cfx?mode=sync", {
      body: JSON.stringify(message),
      headers,
    });
    return told.body as { verdict: string; eventId: string | null; flags?: string[] };
  };
  const flagsOf = async (eventId: string | null) => {
    const event = line.app.db.read.selectFrom("ingest_event").select("flags");
    return (await event.where("id", "=", eventId ?? "").executeTakeFirst())?.flags;
  };
  const notices = async (handle: string) => {
    const rows = await line.app.db.read
      .selectFrom("notification_notice")
      .select(["code", "context"])
      .where("topic", "=", "endpoint.otherKey")
      .execute();
    return rows.filter(({ context }) => (context as { handle: string }).handle === handle);
  };
  const listen = async (seconds: number) => {
    line.app.clock.advance(seconds);
    await line.app.runCron("ingestEndpoint.listen");
  };

  test("a key for everything cannot hide the silence of a machine that has its own", async () => {
    const handle = "Oven.Own.1";
    await line.register(handle, "ICT-A");
    const [own, all] = [await makeKey("Oven"), await makeKey("Gateway")];
    await say(own.key, handle);
    expect(await read(handle)).toMatchObject({ state: "ONLINE", keyName: "Oven", rivalName: null });
    const heardAt = (await read(handle)).lastSeenAt;
    const mark = await line.app.mark();
    for (let minute = 0; minute < 4; minute++) {
      await listen(60);
      const { eventId } = await say(all.key, handle, [beat[0], { HeartbeatFrequency: "00:59:00" }]);
      if (eventId !== null) expect(await flagsOf(eventId)).toContain("OTHER_KEY");
    }
    await listen(30);
    expect(await read(handle)).toMatchObject({
      ...{ state: "SILENT", lastSeenAt: heardAt, heartbeatSeconds: 60 },
      ...{ keyName: "Oven", rivalName: "Gateway" },
    });
    expect(await notices(handle)).toMatchObject([
      { code: "ENDPOINT_OTHER_KEY", context: { keyName: "Oven", rivalName: "Gateway" } },
    ]);
    const told = (await line.app.events(mark)).filter((type) => type.startsWith("ingestEndpoint"));
    expect(told.toSorted()).toEqual(["ingestEndpoint.otherKeySpoke", "ingestEndpoint.silenced"]);
    // What the other key says of boards is done, and flagged.
    const { sns } = await line.run();
    await line.advance(sns, 20);
    const begun = { TransactionID: "other", Units: units(sns[0] ?? "") };
    const work = await say(all.key, handle, [names.started, begun]);
    expect(await flagsOf(work.eventId)).toEqual(["OTHER_KEY"]);
    expect(await line.at(sns)).toEqual(["IN_STATION@20"]);
    await say(own.key, handle);
    expect(await read(handle)).toMatchObject({ state: "ONLINE", lastSeenAt: line.app.clock.now() });
  });

  test("a key made for the machine is its own from then on; a revoked one gives way", async () => {
    const handle = "Oven.Named.1";
    await line.register(handle, "ICT-A");
    const [all, made] = [await makeKey("Any"), await makeKey("Made", { sources: [handle] })];
    await say(all.key, handle);
    const mark = await line.app.mark();
    await say(made.key, handle);
    expect((await read(handle)).keyName).toBe("Made");
    expect(await line.app.events(mark)).toContain("ingestEndpoint.keyChanged");
    line.app.clock.advance(60);
    await say(all.key, handle);
    expect(await read(handle)).toMatchObject({ keyName: "Made", rivalName: "Any" });
    await admin.post(`/api/api-keys/${made.id}/revoke`, { reason: "machine was sold" });
    line.app.clock.advance(60);
    await say(all.key, handle);
    expect(await read(handle)).toMatchObject({ keyName: "Any", rivalName: null });
  });

  test("a key of another line does not count, and a person may let another key in", async () => {
    const handle = "Oven.Line.1";
    await line.register(handle, "ICT-A");
    const [far, own] = [await makeKey("Far", { lineIds: [farLine] }), await makeKey("Near")];
    await say(far.key, handle);
    expect(await read(handle)).toMatchObject({ state: "OFFLINE", keyName: null });
    await say(own.key, handle);
    expect(await read(handle)).toMatchObject({ state: "ONLINE", keyName: "Near" });
    const next = await makeKey("Next");
    const { id, version } = await read(handle);
    const forget = { version, isKeyForgotten: true, reason: "new gateway" };
    expect((await line.engineer.patch(`${path}/${id}`, forget)).status).toBe(200);
    await say(next.key, handle);
    expect(await read(handle)).toMatchObject({ keyName: "Next", rivalName: null });
    expect(await notices(handle)).toEqual([]);
  });
});
