import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { eachDialect, freshPlace } from "@lineside/testkit/database";
import { type Floor, makeFloor, send, signIn } from "./floor.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

const secret = "a-secret-that-every-node-and-start-shares";

/** Asks again until it is so; a notice between two nodes takes a moment. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (await isSo()) return;
    await Bun.sleep(10);
  }
  throw new Error("it did not happen within three seconds");
}

async function emptyDatabase() {
  const place = await freshPlace("postgresql");
  const connection = new Bun.SQL(place.url, { max: 1 });
  await connection`DROP SCHEMA public CASCADE`.simple();
  await connection`CREATE SCHEMA public`.simple();
  await connection.close();
  return { ...place, env: { DATABASE_URL: place.url, APP_SECRET: secret, APP_WEB_MODE: "off" } };
}

eachDialect((dialect) => {
  if (dialect === "sqlite") return;

  test("the binary migrates an empty PostgreSQL, seeds it, and a board goes in and out", async () => {
    const { env, remove } = await emptyDatabase();
    const binary = await startBinary({ env, seed: true });
    try {
      const operator = binary.signIns.find(({ role }) => role === "operator");
      const cookie = await signIn(binary, operator ?? { username: "" });
      const read = async (path: string) => {
        const answer = await binary.fetch(path, { headers: { cookie } });
        expect([path, answer.status]).toEqual([path, 200]);
        // biome-ignore lint/suspicious/noExplicitAny: a test asserts on what came back
        return (await answer.json()) as any;
      };
      const me = await read("/api/auth/me");
      const queues: [string, string][] = [];
      for (const { code } of me.stations) {
        const queue = await read(`/api/stations/${code}/queue`);
        if (queue.waiting[0]) queues.push([code, queue.waiting[0].sn]);
      }
      const [code, sn] = queues[0] ?? [];
      const moved = await send(binary, `/api/stations/${code}/track-in`, { cookie, body: { sn } });
      expect(moved).toMatchObject({ status: 200, body: { unit: { sn, state: "IN_STATION" } } });
      const captures = moved.body.captureItems.map(exampleOf);
      const out = await send(binary, `/api/stations/${code}/track-out`, {
        cookie,
        body: { sn, result: "PASS", captures },
      });
      expect(out).toMatchObject({ status: 200, body: { unit: { sn }, result: "PASS" } });
      const tracks = await read(`/api/stations/${code}/queue`);
      expect(tracks.waiting.map((unit: { sn: string }) => unit.sn)).not.toContain(sn);
    } finally {
      await binary.dispose();
      await remove();
    }
  });

  test("two nodes that start at once on an empty database share the work of migrating it", async () => {
    const { env, remove } = await emptyDatabase();
    const starts = await Promise.allSettled([startBinary({ env }), startBinary({ env })]);
    const nodes = starts.flatMap((start) => (start.status === "fulfilled" ? start.value : []));
    try {
      expect(starts).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled" }]);
      const migrated = nodes.filter((node) => /"migrations":\["0001_/.test(node.logs()));
      expect(migrated).toHaveLength(1);
      for (const node of nodes) expect((await node.fetch("/readyz")).status).toBe(200);
    } finally {
      for (const node of nodes) await node.dispose();
      await remove();
    }
  });

  let floor: Floor;
  let nodes: [Binary, Binary];
  beforeAll(async () => {
    floor = await makeFloor("postgresql", { operators: 2, units: 4, admin: true });
    nodes = [await startBinary({ env: floor.env }), await startBinary({ env: floor.env })];
  });
  afterAll(async () => {
    for (const node of nodes) await node.dispose();
    await floor.dispose();
  });

  const me = async (node: Binary, cookie: string) =>
    (await node.fetch("/api/auth/me", { headers: { cookie } })).status;

  test("one session works on both, and a board that one takes in the other sends out", async () => {
    const [a, b] = nodes;
    const cookie = await signIn(a, { username: "operator-1" });
    expect(await me(b, cookie)).toBe(200);
    const [sn] = floor.run.sns;
    const station = `/api/stations/${floor.plant.stations[0]}`;
    const key = { "idempotency-key": crypto.randomUUID() };
    const given = { cookie, body: { sn }, headers: key };
    const first = await send(a, `${station}/track-in`, given);
    expect(first).toMatchObject({ status: 200, body: { unit: { sn, state: "IN_STATION" } } });
    // The terminal's answer was lost; it asks the other node with the same key.
    const again = await send(b, `${station}/track-in`, given);
    expect([again.body, again.headers.get("idempotency-replayed")]).toEqual([first.body, "true"]);
    const body = { sn, result: "PASS" };
    expect(await send(b, `${station}/track-out`, { cookie, body })).toMatchObject({
      status: 200,
      body: { unit: { sn, state: "QUEUED" } },
    });
  });

  test("a change on one node is heard on the live stream of the other", async () => {
    const [a, b] = nodes;
    const cookie = await signIn(a, { username: "operator-1" });
    const stream = await b.fetch("/api/stream", { headers: { cookie } });
    expect(stream.headers.get("content-type")).toBe("text/event-stream");
    const reader = stream.body?.getReader();
    const decoder = new TextDecoder();
    let heard = decoder.decode((await reader?.read())?.value);
    const sn = floor.run.sns[1];
    const path = `/api/stations/${floor.plant.stations[0]}/track-in`;
    expect((await send(a, path, { cookie, body: { sn } })).status).toBe(200);
    while (!heard.includes("unit.trackedIn"))
      heard += decoder.decode((await reader?.read())?.value);
    const line = heard.split("\n").find((each) => each.includes("unit.trackedIn")) ?? "";
    expect(heard).toMatch(/\nid: \S+\nevent: changed\ndata: /);
    expect(JSON.parse(line.slice("data: ".length))).toMatchObject({
      type: "unit.trackedIn",
      entityKey: sn,
      lineId: floor.plant.lineId,
      runId: floor.run.runId,
    });
    await reader?.cancel();
  });

  test("a session ended on one node is soon refused on the other", async () => {
    const [a, b] = nodes;
    const cookie = await signIn(a, { username: "operator-2" });
    expect(await me(b, cookie)).toBe(200);
    expect((await send(a, "/api/auth/sign-out", { cookie, body: {} })).status).toBe(200);
    expect(await me(a, cookie)).toBe(401);
    await until(async () => (await me(b, cookie)) === 401);
  });

  test("a person switched off on one node is soon out on the other", async () => {
    const [a, b] = nodes;
    const chief = await signIn(a, { username: "chief" });
    const cookie = await signIn(b, { username: "operator-2" });
    expect(await me(b, cookie)).toBe(200);
    const person = floor.people.find(({ username }) => username === "operator-2");
    const users = await a.fetch(`/api/users?q=operator-2`, { headers: { cookie: chief } });
    const { items } = (await users.json()) as { items: { id: string; version: number }[] };
    const { version } = items.find(({ id }) => id === person?.id) ?? {};
    const change = await a.fetch(`/api/users/${person?.id}`, {
      method: "PATCH",
      headers: { "content-type": "application/json", cookie: chief },
      body: JSON.stringify({ version, isActive: false }),
    });
    expect(change.status).toBe(200);
    await until(async () => (await me(b, cookie)) === 401);
  });
});

/** A value within the limits of a capture item. */
function exampleOf(item: {
  code: string;
  dataType: string;
  lowerLimit: number | null;
  upperLimit: number | null;
  choices: string[] | null;
}) {
  const { code, dataType, lowerLimit, upperLimit, choices } = item;
  if (dataType === "NUMBER") return { code, value: lowerLimit ?? upperLimit ?? 1 };
  if (dataType === "BOOLEAN") return { code, value: true };
  return { code, value: choices?.[0] ?? "seen" };
}
