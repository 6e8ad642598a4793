import { statSync } from "node:fs";
import { dirname } from "node:path";
import { type Database, migrate, pendingMigrations } from "@lineside/db";
import type { Migration } from "@lineside/db/migrations";
import { sql } from "kysely";
import { type Clock, elapsedSince, monotonicMs } from "../clock.ts";
import type { Config } from "../config.ts";
import { createBackup } from "./create.ts";
import { BackupPlaces } from "./places.ts";
import { BackupRefusal } from "./refusal.ts";
import { freeBytes, requireSpace } from "./space.ts";
import { verifyKept } from "./verify.ts";

export interface UpgradeStep {
  name: string;
  creates: string[];
  changes: string[];
  /** Tables the step writes anew, with their rows now. */
  copies: { table: string; rows: number }[];
}

export interface UpgradePlan {
  from: string;
  to: string;
  steps: UpgradeStep[];
  databaseBytes: number;
  /** What the copies will need beside the database; 0 where the server's own disk holds it. */
  copyBytes: number;
  freeBytes: number | null;
  integrity: string;
}

export interface UpgradeReport extends UpgradePlan {
  /** The verified backup of the database as it was; null: switched off. */
  backup: string | null;
  applied: string[];
  ms: number;
}

interface Given {
  db: Database;
  config: Config;
  clock: Clock;
}

/** Null: nothing is pending, or there is nothing yet that could be lost. */
export async function planUpgrade({ db, config }: Given): Promise<UpgradePlan | null> {
  const { applied, pending } = await pendingMigrations(db);
  if (pending.length === 0 || applied.length === 0) return null;
  const steps: UpgradeStep[] = [];
  for (const migration of pending) steps.push(await describe(db, migration));
  const path = db.dialect === "sqlite" ? db.url.slice("file:".length) : null;
  const databaseBytes = path ? sizeOf(path) : await sizeOfServer(db);
  const places = new BackupPlaces(config.backup);
  const folder = await places.prepare();
  return {
    from: applied.at(-1)?.name ?? "",
    to: pending.at(-1)?.name ?? "",
    steps,
    databaseBytes,
    copyBytes: path ? await copyBytes(db, { steps, databaseBytes }) : 0,
    freeBytes: await freeBytes(path ? dirname(path) : folder),
    integrity: await checkIntegrity(db),
  };
}

/**
 * Looked at, backed up, the backup verified by restoring it, and only then migrated. Whatever refuses
 * before that leaves the database as it was.
 */
export async function upgrade(given: Given, plan: UpgradePlan): Promise<UpgradeReport> {
  const { db, config, clock } = given;
  const started = monotonicMs();
  if (plan.integrity !== "ok")
    throw new BackupRefusal(
      "BACKUP_DAMAGED",
      `The database is damaged (${plan.integrity}); it is not upgraded. Restore a backup: lineside backup restore latest.`,
    );
  if (db.dialect === "sqlite")
    await requireSpace(dirname(db.url.slice("file:".length)), plan.copyBytes);
  const backup = config.backup.beforeUpgrade ? await backUp(config, clock) : null;
  const { applied } = await migrate(db).catch((error) => {
    if (backup && error instanceof Error)
      error.message += ` The database as it was is kept: lineside backup restore ${backup}`;
    throw error;
  });
  return { ...plan, backup, applied, ms: elapsedSince(started) };
}

async function backUp(config: Config, clock: Clock): Promise<string> {
  const made = await createBackup({
    ...{ config, now: clock.now(), reason: "UPGRADE", plant: "" },
    // Migrations do not touch the bytes of photos and papers.
    includesFiles: false,
  });
  const { name } = made.note;
  const { findings } = await verifyKept(config, name, clock.now());
  const [first] = findings;
  if (!first) return name;
  throw new BackupRefusal(
    "BACKUP_DAMAGED",
    `The backup ${name} before the upgrade is not good: ${first.name}, ${first.detail}.`,
    { name, findings },
  );
}

async function describe(db: Database, { name, sql: text }: Migration): Promise<UpgradeStep> {
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1] ?? "");
  const copied = all(/^INSERT INTO "new_(\w+)"/gm);
  const changed = all(/^(?:ALTER TABLE|CREATE (?:UNIQUE )?INDEX .* ON) "(\w+)"/gm);
  const creates = all(/^CREATE TABLE "(\w+)"/gm).filter((table) => !table.startsWith("new_"));
  const isOld = (table: string) => !creates.includes(table) && !table.startsWith("new_");
  const copies: UpgradeStep["copies"] = [];
  for (const table of [...new Set(copied)])
    copies.push({ table, rows: await countRows(db, table).catch(() => 0) });
  return { name, creates, changes: [...new Set(changed)].filter(isOld), copies };
}

async function countRows(db: Database, table: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*) as count from ${sql.table(table)}`.execute(db.read);
  return rows[0]?.count ?? 0;
}

/** A copy takes the table's share of the file, and the log of writing it as much again. */
async function copyBytes(
  db: Database,
  { steps, databaseBytes }: Pick<UpgradePlan, "steps" | "databaseBytes">,
): Promise<number> {
  const copied = steps.flatMap(({ copies }) => copies).reduce((sum, { rows }) => sum + rows, 0);
  if (copied === 0) return 0;
  const { rows } = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'table'`.execute(db.read);
  let total = 0;
  for (const { name } of rows) total += await countRows(db, name).catch(() => 0);
  return Math.ceil(2 * databaseBytes * Math.min(1, copied / Math.max(1, total)));
}

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

async function sizeOfServer(db: Database): Promise<number> {
  const size = sql<{ size: number }>`select pg_database_size(current_database()) as size`;
  return (await size.execute(db.read)).rows[0]?.size ?? 0;
}

/** PostgreSQL watches over its own files; of a SQLite file the pages are looked at. */
async function checkIntegrity(db: Database): Promise<string> {
  if (db.dialect === "postgresql") return "ok";
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db.read);
  return rows[0]?.quick_check ?? "no answer";
}
