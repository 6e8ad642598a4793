import {
  type Database,
  DatabaseError,
  migrate,
  openDatabase,
  pendingMigrations,
} from "@lineside/db";
import { AppError } from "@lineside/domain/kernel";
import type { UpgradeReport } from "../platform/backup/upgrade.ts";
import { type Clock, systemClock } from "../platform/clock.ts";
import { type Config, ensureSecret, readConfig } from "../platform/config.ts";
import { LogBook } from "../platform/log-book.ts";
import { createLogger, type Logger } from "../platform/logger.ts";
import { createPlatform, type Platform } from "../platform/platform.ts";

export interface Opened {
  config: Config;
  clock: Clock;
  log: Logger;
  logs: LogBook;
  platform: Platform;
  applied: string[];
  /** What became of a database that an older version had left; null: it was up to date, or new. */
  upgraded: UpgradeReport | null;
}

/** Configuration, lock, migrations and platform: what every verb that touches the data starts with. */
export async function open(flags: string[], quiet = false): Promise<Opened> {
  const read = readConfig(process.env, flags);
  const logs = new LogBook();
  const log = createLogger(quiet ? "warn" : read.logLevel, systemClock.now, (line, level) => {
    process.stdout.write(line);
    logs.take(line, level);
  });
  const db = await openKnown(read, log);
  try {
    const config = { ...read, secret: ensureSecret(read) };
    const { applied, upgraded } = await bringUpToDate(db, config);
    if (upgraded) log.info("upgraded", upgraded);
    const platform = await createPlatform({ config, db, clock: systemClock, log, logs });
    return { config, clock: systemClock, log, logs, platform, applied, upgraded };
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** A database that a newer version has changed is refused with the command that leads back. */
async function openKnown(config: Config, log: Logger): Promise<Database> {
  try {
    return await openDatabase({ url: config.databaseUrl, log: (m, data) => log.warn(m, data) });
  } catch (error) {
    if (error instanceof DatabaseError && error.code === "DATABASE_NEWER") {
      const { howToGoBack } = await import("../platform/backup/go-back.ts");
      error.message += ` ${await howToGoBack(config)}`;
    }
    throw error;
  }
}

/** A new database is made; one with data in it is looked at and backed up before it is changed. */
async function bringUpToDate(
  db: Database,
  config: Config,
): Promise<{ applied: string[]; upgraded: UpgradeReport | null }> {
  const { applied: before, pending } = await pendingMigrations(db);
  if (pending.length === 0) return { applied: [], upgraded: null };
  if (before.length === 0) return { ...(await migrate(db)), upgraded: null };
  const { planUpgrade, upgrade } = await import("../platform/backup/upgrade.ts");
  const given = { db, config, clock: systemClock };
  try {
    const plan = await planUpgrade(given);
    const upgraded = plan && (await upgrade(given, plan));
    return { applied: upgraded?.applied ?? [], upgraded };
  } catch (cause) {
    if (!(cause instanceof AppError)) throw cause;
    throw new DatabaseError(
      "MIGRATION_FAILED",
      `${cause.message} The database was not changed; APP_UPGRADE_BACKUP=false upgrades it without a backup.`,
      { cause },
    );
  }
}

export async function close({ platform }: Opened): Promise<void> {
  platform.live.close();
  await platform.apiKeys.flush();
  await platform.db.close();
}
