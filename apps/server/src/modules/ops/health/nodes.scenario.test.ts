import { afterAll, beforeAll, expect, test } from "bun:test";
import { hostname } from "node:os";
import { type Database, openDatabase } from "@lineside/db";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { createPlatform, type Platform } from "../../../platform/platform.ts";
import { onMachine, toldOf } from "./machine.fixture.ts";
import { watchOf } from "./watch.ts";

eachDialect((dialect) => {
  // A SQLite file has one server.
  if (dialect === "sqlite") return;
  let app: TestApp;
  let other: { db: Database; platform: Platform };
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    await app.as("admin");
    const { config, log } = app.platform;
    const db = await openDatabase({ url: config.databaseUrl });
    const second = { ...config, port: 3001 };
    other = { db, platform: await createPlatform({ config: second, db, clock: app.clock, log }) };
    onMachine(app);
  });
  afterAll(async () => {
    other.platform.live.close();
    await other.db.close();
    await app.dispose();
  });

  const bothLook = async (seconds: number) => {
    app.clock.advance(seconds);
    watchOf(other.platform).probes = watchOf(app.platform).probes;
    return Promise.all([watchOf(app.platform).look(), watchOf(other.platform).look()]);
  };

  test("what each node sees is told of each, what the plant has once, however many look at once", async () => {
    const shares = {
      fileSystem: async () => ({ kind: "nfs4", isNetworked: true, isVolatile: false }),
    };
    onMachine(app, { isClockSynchronised: async () => false, ...shares });
    await app.db.unit(({ k }) => {
      const value = { value: { value: 0 }, updatedAt: app.clock.now(), updatedBy: null };
      return k
        .insertInto("platform_setting")
        .values({ key: "backupEveryHours", ...value })
        .execute();
    });
    await app.platform.settings.reload();
    await other.platform.settings.reload();
    await bothLook(60);
    expect(await toldOf(app, "BACKUP_AGE")).toEqual(["HEALTH_ALARM WARNING"]);
    expect(await toldOf(app, "CLOCK")).toEqual(["HEALTH_ALARM WARNING", "HEALTH_ALARM WARNING"]);
    const rows = await app.db.read
      .selectFrom("ops_health_alarm")
      .select(["check", "node"])
      .orderBy("check")
      .orderBy("node")
      .execute();
    expect(rows).toEqual([
      { check: "BACKUP_AGE", node: "" },
      { check: "CLOCK", node: `${hostname()}:0` },
      { check: "CLOCK", node: `${hostname()}:3001` },
    ]);
    await bothLook(60);
    expect(await toldOf(app, "BACKUP_AGE")).toHaveLength(1);
  });

  test("each node knows of the others, and of their troubles", async () => {
    const seen = {
      version: "1.0.0",
      runs: [],
      startedAt: app.clock.now(),
      lastSeenAt: app.clock.now(),
    };
    const workers = [`${hostname()}:1:aaaaaa`, "elsewhere:7:bbbbbb"];
    for (const worker of workers)
      await app.db.unit(({ k }) =>
        k
          .insertInto("platform_job_node")
          .values({ worker, ...seen })
          .execute(),
      );
    const [report] = await bothLook(30);
    expect(report?.nodes?.map(({ node, level }) => [node, level])).toEqual([
      ["elsewhere", "OK"],
      [hostname(), "WARNING"],
    ]);
    expect(report?.nodes?.[1]?.troubles[0]).toMatchObject({
      ...{ code: "CLOCK", level: "WARNING", reason: "UNSYNCED", isPlant: false },
    });
    // Neither of the two workers is this process: the plant is another node's to speak for.
    const mark = await app.mark();
    await app.db.unit(({ k }) =>
      k.updateTable("ops_health_alarm").set({ seenAt: app.clock.now() }).execute(),
    );
    await bothLook(29);
    expect(await app.events(mark)).toEqual([]);
  });
});
