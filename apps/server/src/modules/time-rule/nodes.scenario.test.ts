import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openDatabase } from "@lineside/db";
import { eachDialect } from "@lineside/testkit/database";
import { sql } from "kysely";
import { createApp } from "../../app.ts";
import { createPlatform, type Platform } from "../../platform/platform.ts";
import { openWeb } from "../../platform/web.ts";
import { ClockFloor } from "./floor.fixture.ts";

eachDialect((dialect) => {
  // One SQLite file is one node's.
  if (dialect === "sqlite") return;
  const floor = new ClockFloor();
  let other: Platform;
  beforeAll(async () => {
    await floor.open(dialect);
    const { config, clock, log } = floor.app.platform;
    const db = await openDatabase({ url: floor.app.db.url });
    other = await createPlatform({ config, db, clock, log });
    createApp(other, openWeb("off", null));
  });
  afterAll(async () => {
    other.live.close();
    await other.db.close();
    await floor.close();
  });

  /** Resolves when the other node has heard of it. */
  const heard = (type: string | null) =>
    new Promise<void>((resolve) => {
      other.reactions.push((told) => {
        if (told === type) resolve();
      });
    });
  const opened = (bottleNo: string) =>
    floor.tell([{ type: "pasteBottle.opened", entityKey: bottleNo }], { on: other });

  describe("another node", () => {
    test("stops and starts clocks with the rules as this one has committed them", async () => {
      await opened("N-1");
      expect(await floor.states("N-1")).toEqual(["RUNNING"]);
      const off = heard("timeRule.changed");
      await floor.change("SOLDER_PASTE_24H", { isActive: false });
      await off;
      await opened("N-2");
      expect(await floor.states("N-2")).toEqual([]);
      const on = heard("timeRule.changed");
      await floor.change("SOLDER_PASTE_24H", { isActive: true, durationMinutes: 600 });
      await on;
      await opened("N-3");
      expect((await floor.clock("N-3")).frozen).toMatchObject({ durationMinutes: 600 });
    });

    test("whose connection was lost forgets what it knew: a change may have passed unheard", async () => {
      await opened("N-4");
      expect((await floor.clock("N-4")).frozen).toMatchObject({ durationMinutes: 600 });
      await floor.app.db.auto
        .updateTable("time_rule_definition")
        .set({ durationMinutes: 300 })
        .where("code", "=", "SOLDER_PASTE_24H")
        .execute();
      await opened("N-5");
      expect((await floor.clock("N-5")).frozen).toMatchObject({ durationMinutes: 600 });
      const back = heard(null);
      await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'LISTEN %'`.execute(floor.app.db.auto);
      await back;
      await opened("N-6");
      expect((await floor.clock("N-6")).frozen).toMatchObject({ durationMinutes: 300 });
    });
  });
});
