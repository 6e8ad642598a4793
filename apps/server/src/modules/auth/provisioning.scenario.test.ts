import { expect, test } from "bun:test";
import { presetRoles } from "@lineside/domain/auth";
import { eachDialect, freshDatabase } from "@lineside/testkit/database";
import { systemClock } from "../../platform/clock.ts";
import { readConfig } from "../../platform/config.ts";
import { createLogger } from "../../platform/logger.ts";
import { createPlatform } from "../../platform/platform.ts";
import { ensureRoles } from "./provisioning.ts";

eachDialect((dialect) => {
  test("nodes that start at once on an empty database make each preset role once", async () => {
    const { url, db, dispose } = await freshDatabase(dialect);
    const config = readConfig({ DATABASE_URL: url, APP_SECRET: "s".repeat(32) }, []);
    const log = createLogger("silent", () => "");
    const platform = await createPlatform({ config, db, clock: systemClock, log });
    try {
      await Promise.all([ensureRoles(platform), ensureRoles(platform), ensureRoles(platform)]);
      await ensureRoles(platform);
      const roles = await db.read.selectFrom("auth_role").select("code").execute();
      expect(roles.map(({ code }) => code).sort()).toEqual(presetRoles.map((r) => r.code).sort());
      const told = await db.read
        .selectFrom("platform_event")
        .select("entityKey")
        .where("type", "=", "role.created")
        .execute();
      expect(told).toHaveLength(presetRoles.length);
    } finally {
      platform.live.close();
      await dispose();
    }
  });
});
