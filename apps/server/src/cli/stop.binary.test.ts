import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { openDatabase } from "@lineside/db";
import { type Binary, startBinary } from "@lineside/testkit/binary";
import { eachDialect } from "@lineside/testkit/database";
import { type Floor, makeFloor, password, send, signIn } from "./floor.fixture.ts";
import { findContradictions, readTrail } from "./invariants.fixture.ts";

// Processes are started here; a loaded machine takes its time over them.
setDefaultTimeout(30_000);

eachDialect((dialect) => {
  let floor: Floor;
  let binary: Binary;
  beforeEach(async () => {
    floor = await makeFloor(dialect, { operators: 2, units: 1_600 });
    binary = await startBinary({ env: floor.env });
  });
  afterEach(async () => {
    await binary.dispose();
    await floor.dispose();
  });

  /** What one terminal saw of each of its scans, until it was told to go, or nobody listened. */
  async function scanUntilRefused(given: { cookie: string; boards: string[]; onDone: () => void }) {
    const { cookie, boards, onDone } = given;
    const seen = { done: [] as unknown[], unanswered: [] as string[], told: [] as unknown[] };
    const path = `/api/stations/${floor.plant.stations[0]}/track-in`;
    for (const sn of boards) {
      const key = crypto.randomUUID();
      const headers = { "idempotency-key": key };
      const answer = await send(binary, path, { cookie, body: { sn }, headers }).catch(() => null);
      if (!answer) seen.unanswered.push(key);
      else if (answer.status === 200) seen.done.push(answer.body);
      else seen.told.push([answer.status, answer.body.code, answer.headers.get("retry-after")]);
      if (answer?.status !== 200) return seen;
      onDone();
    }
    throw new Error("it never stopped");
  }

  test("asked to stop under load it answers what it accepted, takes nothing new and loses nothing", async () => {
    const cookie = await signIn(binary, { username: "operator-1" });
    const boards = Array.from({ length: 8 }, (_, at) =>
      floor.run.sns.slice(at * 200, at * 200 + 200),
    );
    const busy = Promise.withResolvers<void>();
    let count = 0;
    const onDone = () => {
      if (++count === 20) busy.resolve();
    };
    const terminals = boards.map((sns) => scanUntilRefused({ cookie, boards: sns, onDone }));
    await busy.promise;
    expect(await binary.stop()).toBe(0);
    const seen = await Promise.all(terminals);
    const db = await openDatabase({ url: floor.url });
    const trail = await readTrail(db, [10, 20, 30]).finally(() => db.close());
    expect(findContradictions(trail)).toEqual([]);

    const stored = trail.keys.map(({ answer }) => (answer as { value: { trackId: string } }).value);
    const byTrack = (answers: unknown[]) =>
      (answers as { trackId: string }[]).toSorted((a, b) => (a.trackId < b.trackId ? -1 : 1));
    const done = seen.flatMap((each) => each.done);
    expect(done.length).toBeGreaterThan(0);
    // Carried out and answered are the same: nobody waits for an answer that the server owes.
    expect(byTrack(stored)).toEqual(byTrack(done));
    for (const told of seen.flatMap((each) => each.told))
      expect(told).toEqual([503, "SHUTTING_DOWN", "5"]);
  });

  test("a slow request that was accepted is answered; a stream of live changes does not hold it up", async () => {
    const cookie = await signIn(binary, { username: "operator-1" });
    const stream = await binary.fetch("/api/stream", { headers: { cookie } });
    const opened = await stream.body?.getReader().read();
    expect(new TextDecoder().decode(opened?.value)).toContain(": open");
    const body = { username: "operator-2", password };
    const accepted = send(binary, "/api/auth/sign-in", { cookie: "", body });
    // Asked later and answered: the password of the first is being hashed by now, 40 ms of work.
    expect((await binary.fetch("/healthz")).status).toBe(200);
    expect(await binary.stop()).toBe(0);
    expect((await accepted).status).toBe(200);
    expect(binary.logs()).toContain('"message":"stopped"');
    await expect(binary.fetch("/healthz")).rejects.toThrow();
  });

  test("while one request is still coming in, another is told to come back or finds the door shut", async () => {
    const cookie = await signIn(binary, { username: "operator-1" });
    const path = `/api/stations/${floor.plant.stations[0]}/track-in`;
    const body = JSON.stringify({ sn: floor.run.sns[0] });
    const slow = await openSlowRequest(binary, { path, cookie, body });
    const stopped = binary.stop();
    while (!binary.logs().includes('"message":"stopping"')) await Bun.sleep(1);
    const other = await send(binary, path, { cookie, body: { sn: floor.run.sns[1] } }).catch(
      () => null,
    );
    if (other) expect([other.status, other.body.code]).toEqual([503, "SHUTTING_DOWN"]);
    slow.finish();
    // It came too late to be carried out, but not to be told so.
    expect(await slow.answer).toMatch(/^HTTP\/1\.1 503 .*"code":"SHUTTING_DOWN"/s);
    expect(await stopped).toBe(0);
  });
});

/** A terminal on a bad network: half of the request is sent now, the rest later. */
async function openSlowRequest(
  { url, fetch }: Binary,
  { path, cookie, body }: { path: string; cookie: string; body: string },
) {
  const { hostname, port, host } = new URL(url);
  const answered = Promise.withResolvers<string>();
  let text = "";
  const socket = await Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      data: (_, bytes) => {
        text += bytes.toString();
      },
      close: () => answered.resolve(text),
      error: (_, error) => answered.reject(error),
    },
  });
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\ncontent-type: application/json\r\n` +
      `content-length: ${body.length}\r\nconnection: close\r\n\r\n${body.slice(0, 5)}`,
  );
  socket.flush();
  expect((await fetch("/healthz")).status).toBe(200);
  return { finish: () => socket.write(body.slice(5)), answer: answered.promise };
}
