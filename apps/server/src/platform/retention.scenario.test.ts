import { expect, test } from "bun:test";
import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { sweep } from "./retention.ts";

eachDialect((dialect) => {
  test("answers go after seven days, sessions when they expired; the trail stays", async () => {
    const app = await TestApp.start(dialect);
    const admin = await app.as("admin");
    const key = { headers: { "idempotency-key": "sweep-me-please" } };
    await admin.patch("/api/settings", { undoSeconds: 20 }, key);
    const trail = await app.events();
    const sweepAt = (now: Instant) => app.db.unit((tx) => sweep(tx, now));
    const left = async (days: number) => {
      const done = await sweepAt(addMinutes(app.clock.now(), days * 24 * 60));
      const keys = await app.db.read.selectFrom("platform_idempotency_key").selectAll().execute();
      return [done.answers, keys.length];
    };
    expect(await left(6.9)).toEqual([0, 1]);
    expect(await left(7.1)).toEqual([1, 0]);
    const sessions = await app.db.read.selectFrom("auth_session").selectAll().execute();
    expect(sessions.length).toBe(1);
    await sweepAt(addMinutes(sessions[0]?.expiresAt ?? "", 1));
    expect(await app.db.read.selectFrom("auth_session").selectAll().execute()).toEqual([]);
    expect(await app.events()).toEqual(trail);
    await app.dispose();
  });

  test("finished jobs go after their days, those somebody decided about later, open ones never", async () => {
    const app = await TestApp.start(dialect);
    const now = app.clock.now();
    const ago = (days: number) => addMinutes(now, -days * 24 * 60);
    // name                      lane       state        subject      days  stays
    const jobs: [string, string, string, string | null, number, boolean][] = [
      ["event 6 days          ", "event ", "COMPLETED", null, 6, true],
      ["event 8 days          ", "event ", "COMPLETED", null, 8, false],
      ["cancelled 8 days      ", "event ", "CANCELLED", null, 8, false],
      ["system 8 days         ", "system", "COMPLETED", null, 8, false],
      ["ingest 8 days         ", "ingest", "COMPLETED", "unit:1", 8, false],
      ["time rule 29 days     ", "event ", "COMPLETED", "clock:1", 29, true],
      ["time rule 31 days     ", "event ", "COMPLETED", "clock:1", 31, false],
      ["outbox 89 days        ", "outbox", "COMPLETED", null, 89, true],
      ["outbox 91 days        ", "outbox", "COMPLETED", null, 91, false],
      ["pull 91 days          ", "pull  ", "COMPLETED", null, 91, false],
      ["decided 399 days      ", "event ", "CANCELLED", null, 399, true],
      ["decided 401 days      ", "event ", "CANCELLED", null, 401, false],
      ["failed 900 days       ", "event ", "FAILED", null, 900, true],
      ["queued 900 days       ", "event ", "QUEUED", null, 900, true],
      ["running 900 days      ", "event ", "RUNNING", null, 900, true],
    ];
    for (const [name, lane, state, subject, days] of jobs) {
      const isOver = state === "COMPLETED" || state === "CANCELLED";
      const at = ago(days);
      const row = { payload: {}, createdAt: at, notBefore: at, subject, state };
      await app.db.auto
        .insertInto("platform_job")
        .values({ ...row, id: name, kind: "k", lane: lane.trim(), finishedAt: isOver ? at : null })
        .execute();
      if (name.startsWith("decided"))
        await app.db.auto
          .insertInto("platform_job_case")
          .values({
            ...{ id: name, jobId: name, kind: "k", fingerprint: "f", code: "C", context: {} },
            ...{ state: "CLOSED", openedAt: at, closedAt: at },
          })
          .execute();
    }
    const { jobs: removed } = await app.db.unit((tx) => sweep(tx, now));
    const left = await app.db.read.selectFrom("platform_job").select("id").execute();
    expect(left.map(({ id }) => id).toSorted()).toEqual(
      jobs.flatMap(([name, , , , , stays]) => (stays ? [name] : [])).toSorted(),
    );
    expect(removed).toBe(jobs.filter(([, , , , , stays]) => !stays).length);
    await app.dispose();
  });

  test("the timetable sweeps in portions until nothing is left", async () => {
    const app = await TestApp.start(dialect);
    const createdAt = addMinutes(app.clock.now(), -8 * 24 * 60);
    const answers = Array.from({ length: 2_100 }, (_, n) => ({
      ...{ key: `k${n}`, command: "c", payloadHash: "h", answer: {}, createdAt },
    }));
    for (let at = 0; at < answers.length; at += 500)
      await app.db.auto
        .insertInto("platform_idempotency_key")
        .values(answers.slice(at, at + 500))
        .execute();
    expect(await app.runCron("retention.sweep")).toBe(3);
    const left = await app.db.read.selectFrom("platform_idempotency_key").select("key").execute();
    expect(left).toEqual([]);
    const cron = await app.db.read
      .selectFrom("platform_cron")
      .selectAll()
      .where("name", "=", "retention.sweep")
      .executeTakeFirst();
    expect(cron).toMatchObject({
      ...{ name: "retention.sweep", lastOutcome: "COMPLETED", nextAt: "2026-11-22T02:07:00.000Z" },
      lastResult: { answers: 1_000, sessions: 0, jobs: 0 },
    });
    await app.dispose();
  });
});
