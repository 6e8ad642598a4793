import { afterAll, beforeAll, expect, test } from "bun:test";
import { TestApp } from "@lineside/testkit/app";
import { eachDialect } from "@lineside/testkit/database";

eachDialect((dialect) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start(dialect);
  });
  afterAll(() => app.dispose());

  test("a sweep that died does not keep the next night from sweeping", async () => {
    const { files } = app.platform;
    const { list } = files;
    files.list = () => {
      throw new Error("the store is away");
    };
    await app.platform.jobs.strike("file.sweepOrphans");
    for (let hour = 0; hour < 24; hour++) {
      await app.runJobs();
      app.clock.advance(3600);
    }
    const sweeps = async () => {
      const jobs = await app.db.read
        .selectFrom("platform_job")
        .select("state")
        .where("kind", "=", "file.sweepOrphans")
        .orderBy("id")
        .execute();
      return jobs.map(({ state }) => state);
    };
    expect(await sweeps()).toEqual(["FAILED"]);
    files.list = list;
    await app.runCron("file.sweepOrphans");
    expect(await sweeps()).toEqual(["CANCELLED", "COMPLETED"]);
    const admin = await app.as("admin");
    expect((await admin.get("/api/ops/cases")).body.items).toEqual([]);
  });
});
