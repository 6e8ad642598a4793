import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";
import { sql } from "kysely";
import { lookAfter, onMachine, toldOf } from "./machine.fixture.ts";

eachDialect((dialect) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
    await app.as("admin");
    onMachine(app);
  });
  afterAll(() => app.dispose());

  test("the pages and the schema are looked at every night, in a process of its own", async () => {
    const before = await lookAfter(app, 60);
    expect(before.of("INTEGRITY")?.reason).toBe(dialect === "sqlite" ? "NOT_YET" : "SERVER");
    await app.runCron("health.integrity");
    const lookedAt = app.clock.now();
    const { of } = await lookAfter(app, 60);
    if (dialect === "sqlite")
      expect(of("INTEGRITY")).toMatchObject({ level: "OK", reason: "OK", context: { lookedAt } });
    expect(of("SCHEMA")).toMatchObject({ level: "OK", reason: "OK" });
  });

  test("what somebody changed by hand is an alarm from then on, and over when it is put right", async () => {
    await sql`drop index "ops_backup_requestedAt_idx"`.execute(app.db.auto);
    await app.runCron("health.integrity");
    const { of } = await lookAfter(app, 60);
    expect(of("SCHEMA")).toMatchObject({
      ...{ level: "ALARM", reason: "MISSING" },
      context: { count: 1, names: "ops_backup_requestedAt_idx" },
    });
    expect(app.platform.fitness.schema).toBe("different");
    await sql`create index "ops_backup_requestedAt_idx" on "ops_backup" ("requestedAt")`.execute(
      app.db.auto,
    );
    // Whoever put it right asks for a look: the pages are looked at again as well.
    await (await app.as("admin")).post("/api/health/check");
    await app.runJobs();
    for (let minute = 0; minute < 4; minute++) await lookAfter(app, 60);
    expect(await toldOf(app, "SCHEMA")).toEqual(["HEALTH_ALARM ALARM", "HEALTH_CLEARED WARNING"]);
    expect(app.platform.fitness.schema).toBe("ok");
  });
});
