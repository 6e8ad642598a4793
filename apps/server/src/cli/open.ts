import { migrate, openDatabase } from "@lineside/db";
import { type Clock, systemClock } from "../platform/clock.ts";
import { type Config, ensureSecret, readConfig } from "../platform/config.ts";
import { createLogger, type Logger } from "../platform/logger.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

export interface Opened {
  config: Config;
  clock: Clock;
  log: Logger;
  platform: Platform;
  applied: string[];
}

/** Configuration, lock, migrations and platform: what every verb that touches the data starts with. */
export async function open(flags: string[], quiet = false): Promise<Opened> {
  const read = readConfig(process.env, flags);
  const log = createLogger(quiet ? "warn" : read.logLevel, systemClock.now);
  const db = await openDatabase({ url: read.databaseUrl, log: (m, data) => log.debug(m, data) });
  try {
    const config = { ...read, secret: ensureSecret(read) };
    const { applied } = await migrate(db);
    const platform = await createPlatform({ config, db, clock: systemClock, log });
    return { config, clock: systemClock, log, platform, applied };
  } catch (error) {
    await db.close();
    throw error;
  }
}

export async function close({ platform }: Opened): Promise<void> {
  platform.live.close();
  await platform.apiKeys.flush();
  await platform.db.close();
}
