import { stat } from "node:fs/promises";
import type { Database } from "@lineside/db";
import { migrations } from "@lineside/db/migrations";
import type { SchemaDifference } from "@lineside/domain/health";
import type { Instant } from "@lineside/domain/kernel";
import { sql } from "kysely";
import { integrityCron, zNightlyLook } from "./nightly.ts";
import { type HealthScene, type Look, round } from "./scene.ts";

type DatabaseCode = "DATABASE" | "SCHEMA" | "INTEGRITY" | "WAL_SIZE";

export const databaseLooks: { [Code in DatabaseCode]: Look<Code> } = {
  async DATABASE({ db, probes }) {
    const started = probes.monotonicMs();
    try {
      await sql`select 1`.execute(db.read);
      return { ms: round(probes.monotonicMs() - started), why: null };
    } catch (error) {
      return { ms: null, why: whyNot(error) };
    }
  },

  async SCHEMA({ db }) {
    const applied = await sql<{
      name: string;
      checksum: string;
    }>`select name, checksum from _migration order by name`.execute(db.read);
    const shipped = migrations[db.dialect];
    const done = new Set(applied.rows.map(({ name }) => name));
    const known = new Map(shipped.map(({ name, checksum }) => [name, checksum]));
    const foreign = applied.rows.find(({ name }) => !known.has(name));
    const changed = applied.rows.find(({ name, checksum }) => known.get(name) !== checksum);
    const { differences } = (await lastNight(db)) ?? { differences: null };
    return {
      schema: applied.rows.at(-1)?.name ?? "",
      newer: foreign?.name ?? null,
      changed: changed?.name ?? null,
      pending: shipped.filter(({ name }) => !done.has(name)).length,
      differences,
    };
  },

  async INTEGRITY({ db, memory }) {
    const { runningSince } = memory;
    if (db.dialect === "postgresql") {
      const failures = await checksumFailures(db.read);
      return { checksumFailures: failures, lookedAt: null, found: null, runningSince };
    }
    const last = await lastNight(db);
    const found = last?.found ?? null;
    return { checksumFailures: null, lookedAt: last?.lookedAt ?? null, found, runningSince };
  },

  async WAL_SIZE({ config, db }) {
    if (db.dialect === "postgresql") return { heldBytes: await heldBytes(db.read) };
    const path = config.databaseUrl.replace(/^file:(?:\/\/(?=\/))?/, "");
    const bytes = await stat(`${path}-wal`).then(
      ({ size }) => size,
      () => 0,
    );
    return { bytes };
  },
};

async function lastNight({ read }: HealthScene["db"]): Promise<{
  lookedAt: Instant;
  found: string | null;
  differences: readonly SchemaDifference[];
} | null> {
  const row = await read
    .selectFrom("platform_cron")
    .select("lastResult")
    .where("name", "=", integrityCron)
    .executeTakeFirst();
  const kept = zNightlyLook.safeParse(row?.lastResult);
  return kept.success ? kept.data : null;
}

/** Of this database, since its statistics began; 0 too where checksums are switched off. */
async function checksumFailures(read: Database["read"]): Promise<number> {
  const { rows } = await sql<{ count: number | null }>`
    select checksum_failures::float8 as count from pg_stat_database
    where datname = current_database()`.execute(read);
  return rows[0]?.count ?? 0;
}

async function heldBytes(read: Database["read"]): Promise<number> {
  const { rows } = await sql<{ bytes: number | null }>`
    select max(pg_wal_lsn_diff(
      case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end,
      restart_lsn))::float8 as bytes
    from pg_replication_slots`.execute(read);
  return Math.max(0, rows[0]?.bytes ?? 0);
}

/** The database's clock against the machine's, the way there and back taken in halves. */
export async function clocksApartMs(
  { dialect, read }: HealthScene["db"],
  wallMs: () => number,
): Promise<number | null> {
  if (dialect === "sqlite") return null;
  const before = wallMs();
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(read);
  return rows[0] ? Math.round((before + wallMs()) / 2 - rows[0].ms) : null;
}

/** Every page, in a process of its own: it reads the whole file. */
export async function checkPages({ dialect, read }: HealthScene["db"]): Promise<string | null> {
  if (dialect === "postgresql") return null;
  try {
    const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(read);
    return rows[0]?.quick_check ?? "no answer";
  } catch (error) {
    // Some damage ends the look itself.
    if (!/^SQLITE_(CORRUPT|NOTADB)/.test((error as { code?: string }).code ?? "")) throw error;
    return whyNot(error);
  }
}

/** One line without what may be private: the text of a driver, not its query. */
export function whyNot(error: unknown): string {
  const { message = String(error), code } = error as { message?: string; code?: unknown };
  const text = message.split("\n")[0]?.slice(0, 200) ?? "";
  return typeof code === "string" && !text.includes(code) ? `${code}: ${text}` : text;
}

export async function databaseVersion({ dialect, read }: HealthScene["db"]): Promise<string> {
  const { rows } = await (dialect === "sqlite"
    ? sql<{ version: string }>`select sqlite_version() as version`
    : sql<{ version: string }>`select current_setting('server_version') as version`
  ).execute(read);
  return rows[0]?.version ?? "unknown";
}
