import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { openDatabase } from "@lineside/db";
import { eachDialect } from "@lineside/testkit/database";
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
  const heard = (type: string) =>
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
  });
});
