import { expect, test } from "bun:test";
import { eachDatabase } from "@lineside/testkit/database";
import { sql } from "kysely";
import { findDrift } from "./drift.ts";

eachDatabase((dialect, open) => {
  test("a database that only migrations have touched is as it was shipped", async () => {
    expect(await findDrift(await open())).toEqual([]);
  });

  test("what somebody changed by hand is named", async () => {
    const db = await open();
    const run = (text: string) => sql.raw(text).execute(db.auto);
    await run(`DROP TABLE "ops_health_alarm"`);
    await run(`ALTER TABLE "ops_backup" DROP COLUMN "error"`);
    await run(`ALTER TABLE "ops_backup" ADD COLUMN "note" TEXT`);
    await run(`DROP INDEX "ops_backup_requestedAt_idx"`);
    await run(`CREATE INDEX "their_index" ON "ops_backup" ("version")`);
    await run(`CREATE TABLE "their_table" ("id" TEXT PRIMARY KEY)`);
    await run(`CREATE TABLE "_litestream_seq" ("id" INTEGER PRIMARY KEY)`);
    if (dialect === "postgresql")
      await run(`ALTER TABLE "ops_backup" ALTER COLUMN "state" DROP NOT NULL`);
    const names = (await findDrift(db)).map(({ kind, name }) => `${kind} ${name}`);
    expect(names.toSorted()).toEqual(
      [
        ...(dialect === "postgresql" ? ["DIFFERENT ops_backup.state"] : []),
        "FOREIGN ops_backup.note",
        "FOREIGN their_index",
        "FOREIGN their_table",
        "MISSING ops_backup.error",
        "MISSING ops_backup_requestedAt_idx",
        "MISSING ops_health_alarm",
        "MISSING ops_health_alarm_clearedAt_idx",
      ].toSorted(),
    );
  });
});
