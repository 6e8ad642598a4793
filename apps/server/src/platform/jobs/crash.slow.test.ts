import { expect, test } from "bun:test";
import { join } from "node:path";
import { type Database, type Dialect, migrate, openDatabase } from "@lineside/db";
import { eachDialect, freshPlace } from "@lineside/testkit/database";
import { newId } from "../ids.ts";
import { attemptsOf, casesOf, effectsOf, jobsOf } from "./bench.fixture.ts";
import { enqueue } from "./queue.ts";
import { fastClock, poison, safe, sent, unsafe } from "./worker.fixture.ts";

const kills = 14;
const orderKeys = 20;
const counts = { safe: 500, unsafe: 250, sent: 3 };
const workers: Record<Dialect, number> = { sqlite: 1, postgresql: 3 };

eachDialect((dialect) => {
  test("killed again and again: one effect a job, in order; effect first would show twice", async () => {
    const place = await freshPlace(dialect);
    const startedMs = Date.now();
    await fill(place.url, startedMs);
    const receiver = openReceiver();
    const given = { url: place.url, startedMs, receiver: receiver.url };
    await killUntilDone(given, { workers: workers[dialect], kills });
    // Apart from the others and one after the other: what is killed three times is given up.
    await fillSent(place.url, startedMs);
    await killUntilDone(given, { workers: 1, kills: 0 });

    const db = await openDatabase({ url: place.url });
    const effects = await effectsOf(db);
    const of = (kind: string) => effects.filter((key) => key.startsWith(`${kind} `));
    const jobs = await jobsOf(db);
    const completed = (await attemptsOf(db)).filter(({ outcome }) => outcome === "COMPLETED");

    // One effect and one completed attempt for each job, and one order for each key.
    expect(of("safe").length).toBe(counts.safe);
    expect(new Set(of("safe")).size).toBe(counts.safe);
    expect(completed.length).toBe(jobs.filter(({ state }) => state === "COMPLETED").length);
    expect(new Set(completed.map(({ jobId }) => jobId)).size).toBe(completed.length);
    for (let key = 0; key < orderKeys; key++) {
      const numbers = of("safe")
        .filter((effect) => effect.startsWith(`safe ${key} `))
        .map((effect) => Number(effect.split(" ")[2]));
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }
    // The control: without the fence the same kills do show.
    expect(of("unsafe").length).toBeGreaterThan(counts.unsafe);
    expect(new Set(of("unsafe")).size).toBe(counts.unsafe);
    // The receiver heard again of what was killed after its answer, under one key, and we note it once.
    expect(Math.min(...receiver.heard.values())).toBeGreaterThanOrEqual(2);
    expect([receiver.heard.size, of("sent").length]).toEqual([counts.sent, counts.sent]);
    expect(await deadOf(db)).toEqual(["crash.poison JOB_CRASH_LOOP 3"]);
    await db.close();
    await receiver.stop();
    await place.remove();
  }, 60_000);
});

async function fill(url: string, startedMs: number): Promise<void> {
  const db = await openDatabase({ url });
  await migrate(db);
  const now = fastClock(startedMs).now();
  await db.unit(async (tx) => {
    const cx = { tx, now, newId };
    for (let n = 0; n < counts.safe; n++) {
      const key = `${n % orderKeys}`;
      await enqueue(cx, safe, { payload: { key: `safe ${key} ${n}` }, orderKey: key });
    }
    for (let n = 0; n < counts.unsafe; n++)
      await enqueue(cx, unsafe, { payload: { key: `unsafe ${n}` } });
    await enqueue(cx, poison, { payload: { key: "" } });
  });
  await db.close();
}

async function fillSent(url: string, startedMs: number): Promise<void> {
  const db = await openDatabase({ url });
  const now = fastClock(startedMs).now();
  await db.unit(async (tx) => {
    const cx = { tx, now, newId };
    for (let n = 0; n < counts.sent; n++)
      await enqueue(cx, sent, { payload: { key: `sent ${n}` }, orderKey: "receiver" });
  });
  await db.close();
}

/** What stands for an ERP: knows a key it has heard before. */
function openReceiver() {
  const heard = new Map<string, number>();
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      const key = request.headers.get("idempotency-key") ?? "";
      heard.set(key, (heard.get(key) ?? 0) + 1);
      return new Response(heard.get(key) === 1 ? "first" : "again");
    },
  });
  return { url: server.url.href, heard, stop: () => server.stop(true) };
}

interface Given {
  url: string;
  startedMs: number;
  receiver: string;
}

/** Every worker is killed somewhere in its work until there were enough kills, then left to finish. */
async function killUntilDone(
  given: Given,
  plan: { workers: number; kills: number },
): Promise<void> {
  let left = plan.kills;
  const live = async () => {
    for (let isDone = false; !isDone; ) isDone = await liveOnce(given, () => left-- > 0);
  };
  await Promise.all(Array.from({ length: plan.workers }, live));
}

/** One life of a worker; true when it ended because nothing was left to do. */
async function liveOnce(given: Given, mayKill: () => boolean): Promise<boolean> {
  const script = join(import.meta.dir, "worker.fixture.ts");
  const words = [given.url, String(given.startedMs), given.receiver];
  const child = Bun.spawn([process.execPath, script, ...words], { stdout: "pipe" });
  const decoder = new TextDecoder();
  for await (const chunk of child.stdout) {
    const lines = decoder.decode(chunk, { stream: true });
    if (lines.includes("sent")) child.kill("SIGKILL");
    if (lines.includes("up") && mayKill())
      void Bun.sleep(10 + Math.random() * 120).then(() => child.kill("SIGKILL"));
  }
  return (await child.exited) === 0;
}

async function deadOf(db: Database): Promise<string[]> {
  const lost = (await attemptsOf(db)).filter(({ outcome }) => outcome === "LOST");
  return (await casesOf(db)).map(({ kind, code, jobId }) => {
    const times = lost.filter((attempt) => attempt.jobId === jobId).length;
    return `${kind} ${code} ${times}`;
  });
}
