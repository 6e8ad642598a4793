// The benchmark's plant: one line of five steps, one operator, units for every operator of every pass.
import { migrate, openDatabase } from "@lineside/db";
import { makePlant, makeRun } from "@lineside/testkit/factory";
import { createUser, ensureRoles } from "../../apps/server/src/modules/auth/index.ts";
import { systemClock } from "../../apps/server/src/platform/clock.ts";
import { ensureSecret, readConfig } from "../../apps/server/src/platform/config.ts";
import { createLogger } from "../../apps/server/src/platform/logger.ts";
import { createPlatform } from "../../apps/server/src/platform/platform.ts";

export const benchUser = { username: "bench", password: "bench-bench-bench" };

export interface Prepared {
  stations: string[];
  sns: string[];
}

/** A fresh database with `units` authorised units and somebody who may track them. */
export async function prepare(url: string, units: number): Promise<Prepared> {
  const db = await openDatabase({ url });
  await migrate(db);
  const read = readConfig({ DATABASE_URL: url }, []);
  const config = { ...read, secret: ensureSecret(read) };
  const log = createLogger("warn", systemClock.now);
  const platform = await createPlatform({ config, db, clock: systemClock, log });
  await ensureRoles(platform);
  const plant = await makePlant(db);
  const run = await makeRun(db, plant, { units });
  await createUser(platform, {
    ...benchUser,
    name: "Bench",
    roles: ["operator", "admin"],
    stationIds: plant.stationIds,
  });
  platform.live.close();
  await db.close();
  return { stations: plant.stations, sns: run.sns };
}
