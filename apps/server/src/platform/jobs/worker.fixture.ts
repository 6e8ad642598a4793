// Started and killed by crash.slow.test.ts: runs jobs on a clock sixty times as fast as ours.
import { writeSync } from "node:fs";
import { openDatabase } from "@lineside/db";
import { addMs, toInstant } from "@lineside/domain/kernel";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import { makeEngine, markEffect } from "./bench.fixture.ts";
import { defineJob } from "./job.ts";

const speed = 60;
const payload = z.object({ key: z.string() });
/** Longer than a lease: whoever sleeps so deep sends no sign of life. */
const zombieMs = 700;
const zombies = 0.01;

/** What one process tells the test, line by line. */
const say = (line: string) => writeSync(1, `${line}\n`);

export const safe = defineJob({
  kind: "crash.safe",
  lane: "event",
  payload,
  send: async () => {
    await Bun.sleep(Math.random() * 8);
    if (Math.random() < zombies) Bun.sleepSync(zombieMs);
  },
  run: (jx, { key }) => markEffect(jx.tx, key),
});

/** The negative control: its effect commits before the fence. */
export const unsafe = defineJob({
  kind: "crash.unsafe",
  lane: "ingest",
  payload,
  send: async (sx, { key }) => {
    await sx.db.unit((tx) => markEffect(tx, key));
    await Bun.sleep(Math.random() * 8);
  },
  run: async () => {},
});

export const poison = defineJob({
  kind: "crash.poison",
  lane: "system",
  payload,
  run: async () => process.exit(1),
});

/** The receiver said yes; the test ends the process before anything is committed here. */
export const sent = defineJob({
  kind: "crash.sent",
  lane: "outbox",
  payload,
  send: async (sx) => {
    const headers = { "idempotency-key": sx.idempotencyKey };
    const answer = await fetch(process.argv[4] ?? "", { method: "POST", headers });
    if ((await answer.text()) !== "first") return;
    say("sent");
    await Bun.sleep(2_000);
  },
  run: (jx, { key }) => markEffect(jx.tx, key),
});

export const crashJobs = [safe, unsafe, poison, sent];

/** The same for every process of a test. */
export function fastClock(startedMs: number): Clock {
  const start = toInstant(startedMs);
  return { now: () => addMs(start, (Date.now() - startedMs) * speed) };
}

if (import.meta.main) {
  const [url = "", startedMs = ""] = process.argv.slice(2);
  const db = await openDatabase({ url });
  const clock = fastClock(Number(startedMs));
  const engine = makeEngine(db, { clock, upkeepEveryMs: 60, random: Math.random });
  engine.register(crashJobs);
  await engine.start();
  say("up");
  for (;;) {
    const open = await db.read
      .selectFrom("platform_job")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("state", "in", ["QUEUED", "RUNNING"])
      .executeTakeFirstOrThrow();
    say(`open ${open.count}`);
    if (open.count === 0) break;
    await Bun.sleep(30);
  }
  await engine.stop(1_000);
  await db.close();
  process.exit(0);
}
