import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { z } from "zod";
import { newId } from "../../../platform/ids.ts";
import { defineJob, JobFailure } from "../../../platform/jobs/job.ts";
import { enqueue } from "../../../platform/jobs/queue.ts";
import { lookAfter, onMachine, toldOf } from "./machine.fixture.ts";

const dying = defineJob({
  kind: "test.die",
  lane: "event",
  payload: z.object({}),
  run: async () => {
    throw new JobFailure("permanent", "RESOURCE_NOT_FOUND");
  },
});

// Each fault begins, goes on and is over.
eachDialect((dialect) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    app.platform.jobs.register([dying]);
    await app.as("admin");
    onMachine(app);
  });
  afterAll(() => app.dispose());

  /** Two looks: the one after so long, and the next minute's. */
  const later = async (minutes: number) => {
    await lookAfter(app, minutes * 60);
    return await lookAfter(app, 60);
  };

  // biome-ignore format: one row per case
  const machines: [string, Parameters<typeof onMachine>[1], string][] = [
    ["a network share",            { fileSystem: async () => ({ kind: "nfs4", isNetworked: true, isVolatile: false }) }, "FILE_SYSTEM NETWORKED ALARM"],
    ["others may read the secret", { statusOf: async () => ({ mode: 0o644, device: 1 }) },                               "CONFIG SECRET_READABLE WARNING"],
    ["a slow disk",                { durableWrites: async () => [3, 4, 300] },                                           "FSYNC SLOW ALARM"],
    ["little memory",              { memory: async () => ({ rssBytes: 1e8, leftBytes: 1e8, totalBytes: 16e9 }) },        "MEMORY SHORT ALARM"],
    ["nobody sets the clock",      { isClockSynchronised: async () => false },                                           "CLOCK UNSYNCED WARNING"],
    ["the database's clock is another", { apartFromMs: async () => 2_500 },                                              "CLOCK APART WARNING"],
  ];
  test.each(dialect === "sqlite" ? machines : machines.slice(3))("%s", async (...row) => {
    const [, faults, expected] = row;
    const [code = "", reason = "", severity = ""] = expected.split(" ");
    const before = (await toldOf(app, code)).length;
    const told = async () => (await toldOf(app, code)).slice(before);
    onMachine(app, faults);
    // Who sets the clock is asked once an hour, the disk four times.
    const { of } = await later(62);
    expect(of(code)).toMatchObject({ reason, level: severity });
    expect(await told()).toEqual([`HEALTH_ALARM ${severity}`]);
    onMachine(app);
    await later(62);
    expect(await told()).toEqual([`HEALTH_ALARM ${severity}`, "HEALTH_CLEARED WARNING"]);
  });

  test("what jumps by nature is told when the next look sees it too", async () => {
    onMachine(app, slowAnswers(app));
    expect((await lookAfter(app, 60)).of("DATABASE")?.reason).toBe("SLOW");
    expect(await toldOf(app, "DATABASE")).toEqual([]);
    await lookAfter(app, 60);
    expect(await toldOf(app, "DATABASE")).toEqual(["HEALTH_ALARM WARNING"]);
    onMachine(app);
    await later(20);
    expect((await toldOf(app, "DATABASE")).at(-1)).toBe("HEALTH_CLEARED WARNING");
  });
  test("a clock that jumps", async () => {
    onMachine(app, { wallMs: () => Date.parse(app.clock.now()) + 40_000 });
    expect((await lookAfter(app, 60)).of("CLOCK")).toMatchObject({
      reason: "JUMPED",
      context: { jumpMs: 40_000 },
    });
    onMachine(app);
    // Being put right is a jump as well.
    expect((await lookAfter(app, 60)).of("CLOCK")?.context.jumpMs).toBe(-40_000);
    expect((await later(61)).of("CLOCK")?.level).toBe("OK");
  });

  test("jobs that died: told here, since nobody else does", async () => {
    const now = app.clock.now();
    await app.db.unit((tx) => enqueue({ tx, now, newId }, dying, { payload: {} }));
    await app.runJobs();
    await later(2);
    expect(await toldOf(app, "JOBS_DEAD")).toEqual(["HEALTH_ALARM WARNING"]);
    const { items } = (await (await app.as("admin")).get("/api/ops/cases")).body;
    const { id } = items[0].sample;
    await (await app.as("admin")).post(`/api/ops/cases/${id}/discard`, { reason: "not needed" });
    await later(5);
    expect(await toldOf(app, "JOBS_DEAD")).toEqual([
      "HEALTH_ALARM WARNING",
      "HEALTH_CLEARED WARNING",
    ]);
  });

  test("an old backup: its timetable tells, health only its end", async () => {
    const backup = {
      ...{ id: "backup-1", name: "one.lsbak", state: "VERIFIED", reason: "SCHEDULED" },
      ...{ requestedByName: "system", requestedAt: app.clock.now(), createdAt: app.clock.now() },
      ...{ places: ["FOLDER"], findings: [] },
    };
    await app.db.unit(({ k }) => k.insertInto("ops_backup").values(backup).execute());
    const ahead = {
      requestedAt: "2031-01-01T00:00:00.000Z",
      createdAt: "2031-01-01T00:01:00.000Z",
    };
    // Made while the clock was ahead: it does not stand for those that are not made now.
    await app.db.unit(({ k }) =>
      k
        .insertInto("ops_backup")
        .values({ ...backup, ...ahead, id: "ahead", name: "2.lsbak" })
        .execute(),
    );
    expect((await lookAfter(app, 60)).of("BACKUP_AGE")?.reason).toBe("OK");
    const mark = await app.mark();
    const { of } = await lookAfter(app, 27 * 3_600);
    expect(of("BACKUP_AGE")).toMatchObject({ level: "ALARM", reason: "LATE" });
    expect(await toldOf(app, "BACKUP_AGE")).toEqual([]);
    expect(await app.events(mark)).toContain("health.alarmed");
    await app.runCron("backup.watch");
    await later(70);
    const { items } = (await (await app.as("admin")).get("/api/notices?limit=100")).body;
    const late = items.filter(({ code }: { code: string }) => code === "BACKUP_LATE");
    expect([late.length, await toldOf(app, "BACKUP_AGE")]).toEqual([1, []]);
    const made = { createdAt: app.clock.now(), requestedAt: app.clock.now() };
    // What is not in its folder was taken out of the list meanwhile.
    const change = { ...made, state: "VERIFIED" };
    await app.db.unit(({ k }) => k.updateTable("ops_backup").set(change).execute());
    await later(5);
    expect(await toldOf(app, "BACKUP_AGE")).toEqual(["HEALTH_CLEARED WARNING"]);
  });

  test("silent machines: one is its line's matter, half of them are the server's", async () => {
    const endpoint = (at: number, state: string) => ({
      ...{ id: `e${at}`, handle: `AOI.${at}`, state, lastSeenAt: app.clock.now() },
      ...{ firstSeenAt: app.clock.now(), updatedAt: app.clock.now(), heartbeatSeconds: 5 },
    });
    await app.db.unit(async ({ k }) => {
      for (const at of [1, 2, 3, 4])
        await k
          .insertInto("ingest_endpoint")
          .values(endpoint(at, at === 1 ? "SILENT" : "ONLINE") as never)
          .execute();
    });
    const { of } = await lookAfter(app, 60);
    expect(of("ENDPOINTS_SILENT")).toMatchObject({
      ...{
        level: "WARNING",
        reason: "SILENT",
        context: { count: 1, total: 4, handles: "AOI.1" },
      },
    });
    expect(await toldOf(app, "ENDPOINTS_SILENT")).toEqual([]);
    const state = { state: "SILENT" };
    await app.db.unit(({ k }) => k.updateTable("ingest_endpoint").set(state).execute());
    await later(1);
    expect(await toldOf(app, "ENDPOINTS_SILENT")).toEqual(["HEALTH_ALARM ALARM"]);
    await app.db.unit(({ k }) =>
      k.updateTable("ingest_endpoint").set({ state: "ONLINE" }).execute(),
    );
    await later(5);
    expect((await toldOf(app, "ENDPOINTS_SILENT")).at(-1)).toBe("HEALTH_CLEARED WARNING");
  });

  test("jobs that are due and not started, and jobs nobody here knows", async () => {
    const now = app.clock.now();
    await app.db.unit((tx) => enqueue({ tx, now, newId }, dying, { payload: {} }));
    expect((await lookAfter(app, 60)).of("JOBS_LATE")?.level).toBe("OK");
    const late = await lookAfter(app, 15 * 60);
    expect(late.of("JOBS_LATE")).toMatchObject({
      ...{ level: "ALARM", reason: "LATE", context: { lane: "event", count: 1, seconds: 960 } },
    });
    await app.db.unit(({ k }) =>
      k
        .updateTable("platform_job")
        .set({ payloadVersion: 99 })
        .where("state", "=", "QUEUED")
        .execute(),
    );
    const runs = { version: "1.0.0", runs: ["test.die 1"] };
    const node = {
      worker: "a:1:x",
      ...runs,
      startedAt: app.clock.now(),
      lastSeenAt: app.clock.now(),
    };
    await app.db.unit(async ({ k }) => {
      await k.deleteFrom("platform_job_node").execute();
      await k.insertInto("platform_job_node").values(node).execute();
    });
    expect((await lookAfter(app, 1)).of("JOBS_LATE")).toMatchObject({
      ...{ level: "WARNING", reason: "UNCLAIMABLE", context: { kinds: "test.die" } },
    });
    await app.db.unit(async ({ k }) => {
      await k.deleteFrom("platform_job_node").execute();
      await k.deleteFrom("platform_job").where("payloadVersion", "=", 99).execute();
    });
    expect((await lookAfter(app, 1)).of("JOBS_LATE")?.level).toBe("OK");
  });

  test("a broken trail: its verification tells, health shows it until it is sound again", async () => {
    const at = app.clock.now();
    const asked = { requestedById: null, requestedByName: "system", requestedAt: at, endedAt: at };
    const counts = { fromSeq: 1, toSeq: 9, doneSeq: 9, rowsDone: 90, findingCount: 1 };
    const finding = { code: "ROW_CHANGED", seal: 7, eventId: "e", detail: "" };
    const verification = { id: newId(), state: "BROKEN", ...asked, ...counts, findings: [finding] };
    await app.db.unit(({ k }) => k.insertInto("audit_verification").values(verification).execute());
    expect((await later(1)).of("AUDIT_SEALS")).toMatchObject({
      ...{ level: "ALARM", reason: "BROKEN", context: { seal: 7 } },
    });
    expect(await toldOf(app, "AUDIT_SEALS")).not.toContain("HEALTH_ALARM ALARM");
    await app.db.unit(({ k }) =>
      k.updateTable("audit_verification").set({ state: "INTACT" }).execute(),
    );
    expect((await later(5)).of("AUDIT_SEALS")?.reason).not.toBe("BROKEN");
  });

  test("machine events that nobody decided on: their own notice tells, health counts", async () => {
    const at = app.clock.now();
    const event = {
      ...{ id: newId(), identity: "m", sourceSystem: "AOI", dedupeKey: "1", payloadHash: "h" },
      ...{ door: "REST", eventType: "AUTO", state: "DEAD", occurredAt: at, receivedAt: at },
      ...{ flags: [], unitCount: 0, sentByName: "AOI", bytes: 10 },
    };
    await app.db.unit(({ k }) => k.insertInto("ingest_event").values(event).execute());
    expect((await later(1)).of("INGEST_DEAD")).toMatchObject({
      ...{ level: "WARNING", reason: "DEAD", context: { count: 1, oldestAt: at } },
    });
    expect(await toldOf(app, "INGEST_DEAD")).toEqual([]);
  });
});

/** A question to the database takes two seconds; both clocks go by them. */
function slowAnswers(app: TestApp): Parameters<typeof onMachine>[1] {
  let ms = 0;
  const wallMs = () => Date.parse(app.clock.now()) + ms;
  const monotonicMs = () => {
    ms += 2_000;
    return wallMs();
  };
  return { wallMs, monotonicMs };
}
