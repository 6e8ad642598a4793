import { expect, test } from "bun:test";
import { addMinutes } from "@lineside/domain/kernel";
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
    const left = async (days: number) => {
      const done = await sweep(app.db, addMinutes(app.clock.now(), days * 24 * 60));
      const keys = await app.db.read.selectFrom("platform_idempotency_key").selectAll().execute();
      return [done.answers, keys.length];
    };
    expect(await left(6.9)).toEqual([0, 1]);
    expect(await left(7.1)).toEqual([1, 0]);
    const sessions = await app.db.read.selectFrom("auth_session").selectAll().execute();
    expect(sessions.length).toBe(1);
    await sweep(app.db, addMinutes(sessions[0]?.expiresAt ?? "", 1));
    expect(await app.db.read.selectFrom("auth_session").selectAll().execute()).toEqual([]);
    expect(await app.events()).toEqual(trail);
    await app.dispose();
  });
});
