import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDatabase } from "@lineside/db";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect, freshPlace } from "@lineside/testkit/database";
import type { Person } from "@lineside/testkit/people";
import { ArchiveReader } from "../../platform/backup/archive-reader.ts";
import { createBackup } from "../../platform/backup/create.ts";
import { restoreBackup } from "../../platform/backup/restore.ts";
import { inAnotherProcess } from "../../platform/backup/worker.ts";
import type { Config } from "../../platform/config.ts";
import { lastScheduled } from "./backup-store.ts";

// Every backup is made and verified in a process of its own.
setDefaultTimeout(60_000);

eachDialect((dialect) => {
  let app: TestApp;
  let admin: Person;
  let config: Config;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    admin = await app.as("admin");
    config = app.platform.config;
  });
  afterAll(() => app.dispose());

  const files = () => readdirSync(config.backup.dir).filter((name) => name.endsWith(".lsbak"));
  const newest = async () => (await admin.get("/api/backups")).body.items[0];

  test("nothing is known before the first one", async () => {
    const { status, body } = await admin.get("/api/backups/status");
    expect([status, body.verdict, body.lastVerified]).toEqual([200, "NONE", null]);
    expect(body.policy).toEqual({
      ...{ everyHours: 4, atHour: 2, hourly: 24, daily: 7, weekly: 5 },
      ...{ includesFiles: true, ageHours: 26 },
    });
  });

  test("one asked for is made, verified and told", async () => {
    const mark = await app.mark();
    const asked = await admin.post("/api/backups");
    expect(asked.status).toBe(200);
    expect(await newest()).toMatchObject({ state: "QUEUED", isBusy: true, reason: "MANUAL" });
    const twice = await admin.post("/api/backups");
    expect([twice.status, twice.body.code]).toEqual([409, "BACKUP_RUNNING"]);
    await app.runJobs();
    expect(await newest()).toMatchObject({
      ...{ id: asked.body.id, state: "VERIFIED", isBusy: false, findings: [], places: ["FOLDER"] },
      verifiedAt: app.clock.now(),
    });
    expect(await app.events(mark)).toEqual([
      "backup.requested",
      "ops.createBackup!BACKUP_RUNNING",
      "backup.created",
      "backup.verified",
    ]);
    const { body } = await admin.get("/api/backups/status");
    expect([body.verdict, body.lastVerified.id]).toEqual(["OK", asked.body.id]);
    expect(files()).toHaveLength(1);
  });

  test("its bytes are handed to who may operate backups, and that is told", async () => {
    const mark = await app.mark();
    const { id, name, bytes } = await newest();
    const response = await app.handle(
      new Request(`http://localhost/api/backups/${id}/download`, {
        headers: { cookie: admin.cookie, host: "localhost" },
      }),
    );
    const content = await response.arrayBuffer();
    expect([response.status, content.byteLength]).toEqual([200, bytes]);
    expect(response.headers.get("content-disposition")).toBe(`attachment; filename="${name}"`);
    expect(await app.events(mark)).toEqual(["backup.downloaded"]);
  });

  test("who may not, may not", async () => {
    const manager = await app.as("plant_manager");
    const planner = await app.as("planner");
    const { id } = await newest();
    // biome-ignore format: one row per door
    const rows: [Person, "get" | "post" | "put" | "delete", string, number][] = [
      [manager,  "get",    "/api/backups",                 200],
      [manager,  "get",    "/api/backups/status",          200],
      [manager,  "get",    "/api/backups/places",          200],
      [manager,  "post",   "/api/backups",                 403],
      [manager,  "put",    "/api/backups/policy",          403],
      [manager,  "get",    `/api/backups/${id}/download`,  403],
      [manager,  "post",   `/api/backups/${id}/verify`,    403],
      [manager,  "delete", `/api/backups/${id}`,           403],
      [planner,  "get",    "/api/backups",                 403],
      [planner,  "get",    "/api/backups/status",          403],
      [admin,    "post",   "/api/backups/nothing/verify",  404],
      [admin,    "get",    "/api/backups/nothing/download", 404],
      [admin,    "delete", "/api/backups/nothing",         404],
      [admin,    "put",    "/api/backups/policy",          400],
    ];
    for (const [person, method, path, status] of rows)
      expect([method, path, (await person[method](path)).status]).toEqual([method, path, status]);
  });

  test("the newest verified one cannot be removed; an older one can", async () => {
    const older = await newest();
    const refused = await admin.delete(`/api/backups/${older.id}`);
    expect([refused.status, refused.body.code]).toEqual([409, "BACKUP_LAST_VERIFIED"]);
    app.clock.advance(60_000);
    await admin.post("/api/backups");
    await app.runJobs();
    expect(files()).toHaveLength(2);
    const mark = await app.mark();
    expect((await admin.delete(`/api/backups/${older.id}`)).status).toBe(200);
    await app.runJobs();
    expect(await app.events(mark)).toEqual(["backup.pruned"]);
    expect(files()).not.toContain(older.name);
    const again = await admin.delete(`/api/backups/${older.id}`);
    expect([again.status, again.body.code]).toEqual([409, "BACKUP_STATE_INVALID"]);
  });

  test("one that rots is named, and people hear of it", async () => {
    const { id, name } = await newest();
    const path = join(config.backup.dir, name);
    const { entries } = await ArchiveReader.open(path);
    const at = (entries.get("config.json.zst")?.at ?? 0) + 5;
    const file = await open(path, "r+");
    await file.write(Buffer.from("rot"), 0, 3, at);
    await file.close();
    const mark = await app.mark();
    await admin.post(`/api/backups/${id}/verify`);
    await app.runJobs();
    const row = await newest();
    expect({ ...row }).toMatchObject({ state: "DAMAGED", verifiedAt: null });
    expect(row.findings[0]).toMatchObject({ code: "PART_CORRUPTED", name: "config.json.zst" });
    expect(await app.events(mark)).toEqual(["backup.requested", "backup.failed", "notice.sent"]);
    expect((await admin.get("/api/backups/status")).body.verdict).toBe("FAILED");
    const notices = (await admin.get("/api/notices")).body.items;
    expect(notices[0]).toMatchObject({ code: "BACKUP_DAMAGED", severity: "ALARM" });
  });

  test("one a clock made that was ahead stands neither for the next one nor for a young one", async () => {
    const at = "2031-01-01T00:00:00.000Z";
    const ahead = {
      ...{
        id: "0-ahead",
        name: null,
        state: "VERIFIED",
        reason: "SCHEDULED",
        requestedByName: "-",
      },
      ...{ requestedAt: at, createdAt: at, places: [], findings: [] },
    };
    await app.db.unit(({ k }) => k.insertInto("ops_backup").values(ahead).execute());
    const { body } = await admin.get("/api/backups/status");
    expect([body.verdict, body.lastVerified]).toEqual(["FAILED", null]);
    const strike = await app.db.unit((tx) => lastScheduled(tx, app.clock.now()));
    expect(strike === null || strike < at).toBe(true);
  });

  test("the timetable makes one when it is due, and removes what has served its time", async () => {
    const policy = {
      ...{ everyHours: 1, atHour: 0, hourly: 1, daily: 0, weekly: 0 },
      ...{ includesFiles: false, ageHours: 5 },
    };
    expect((await admin.put("/api/backups/policy", policy)).status).toBe(200);
    await app.runCron("backup.create");
    expect(await newest()).toMatchObject({ state: "VERIFIED", reason: "SCHEDULED" });
    const count = files().length;
    await app.runCron("backup.create");
    expect(files()).toHaveLength(count);
    app.clock.advance(3_600_000);
    await app.runCron("backup.create");
    expect(files()).toHaveLength(1);
    // Until here beside one of 2031, which took no place from any.
    await app.db.unit(({ k }) => k.deleteFrom("ops_backup").where("id", "=", "0-ahead").execute());
  });

  test("one made from the shell is found, one removed there is noticed", async () => {
    const { name } = await newest();
    const given = { config, now: app.clock.now(), plant: "", includesFiles: false } as const;
    const made = await createBackup({ ...given, reason: "MANUAL" });
    for (const each of [name, `${name}.json`]) rmSync(join(config.backup.dir, each));
    const mark = await app.mark();
    await app.runCron("backup.watch");
    expect((await app.events(mark)).sort()).toEqual(["backup.found", "backup.pruned"]);
    expect(await newest()).toMatchObject({ name: made.note.name, state: "CREATED" });
  });

  test("without a verified one for too long, people are told once a day", async () => {
    app.clock.advance(6 * 3_600_000);
    const mark = await app.mark();
    await app.runCron("backup.watch");
    await app.runCron("backup.watch");
    expect(await app.events(mark)).toEqual(["notice.sent"]);
  });

  test("one that cannot be made is told with its reason", async () => {
    const dir = config.backup.dir;
    rmSync(dir, { recursive: true });
    await Bun.write(dir, "a file where the folder should be");
    const mark = await app.mark();
    await admin.post("/api/backups");
    await app.runJobs();
    expect({ ...(await newest()) }).toMatchObject({
      ...{ state: "FAILED", errorCode: "BACKUP_FOLDER_UNWRITABLE" },
      error: expect.stringContaining("cannot be created or written to"),
    });
    expect(await app.events(mark)).toEqual([
      "backup.requested",
      "backup.failed",
      "notice.sent",
      "job.failed",
    ]);
    rmSync(dir);
    mkdirSync(dir);
  });

  test("made while people work, it holds everything they were told was done before", async () => {
    const place = await freshPlace(dialect);
    const folder = mkdtempSync(join(tmpdir(), "lineside-load-"));
    const acknowledged: string[] = [];
    const waits: number[] = [];
    let isOver = false;
    const worker = async (terminal: number) => {
      for (let count = 0; !isOver; count++) {
        const code = `OP${terminal}-${count}`;
        const started = performance.now();
        const body = { code, name: code, nameZh: code, processType: "SMT" };
        const { status } = await admin.post("/api/lines", body);
        waits.push(performance.now() - started);
        if (status !== 200) throw new Error(`a line was not made: ${status}`);
        acknowledged.push(code);
        // Not answered by now: neither the test nor the backup may need a machine of its own.
        await Bun.sleep(2);
      }
    };
    const workers = [1, 2, 3, 4].map(worker);
    while (acknowledged.length < 50) await Bun.sleep(5);
    const before = acknowledged.length;
    const done = await inAnotherProcess(config, {
      ...{ do: "create", now: app.clock.now(), reason: "MANUAL" },
      ...{ plant: "", includesFiles: false },
    });
    isOver = true;
    await Promise.all(workers);
    const name = done.note?.name ?? "";
    const there = {
      ...config,
      databaseUrl: place.url,
      files: { kind: "folder", dir: join(folder, "files") },
    } as Config;
    const path = join(config.backup.dir, name);
    await restoreBackup({ config: there, path, now: app.clock.now(), isDryRun: false });
    const db = await openDatabase({ url: place.url });
    const rows = await db.read.selectFrom("plant_line").select("code").execute();
    await db.close();
    const restored = new Set(rows.map(({ code }) => code));
    expect(acknowledged.slice(0, before).filter((code) => !restored.has(code))).toEqual([]);
    expect(restored.size).toBeLessThanOrEqual(acknowledged.length);
    expect(acknowledged.length).toBeGreaterThan(before);
    // Whoever waited longest never waited for the backup as a whole.
    expect(Math.max(...waits)).toBeLessThan(2_000);
    rmSync(folder, { recursive: true, force: true });
    await place.remove();
  });
});
