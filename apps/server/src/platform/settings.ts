import type { Database, Tx } from "@lineside/db";
import { locales } from "@lineside/domain/auth";
import type { Instant } from "@lineside/domain/kernel";
import { noMaintenance, zMaintenance } from "@lineside/domain/maintenance";
import { commandsBySetting } from "@lineside/domain/signature";
import { z } from "zod";

/** Settings people change while the plant runs. Every key has a default; unknown keys are refused. */
export const settingsSchema = z.strictObject({
  /** Seconds in which an operator may take back the own last track-out; 0 switches it off. */
  undoSeconds: z.int().min(0).max(600).default(30),
  /** How far the runs of an order may exceed its quantity, in percent. */
  overrunPercent: z.number().min(0).max(100).default(0),
  /** How a scanner marks its scans, when it does. */
  scanPrefix: z.string().max(8).default(""),
  scanSuffix: z.string().max(8).default(""),
  plantName: z.string().trim().max(60).default("Lineside"),
  /** What notices are written in where nobody's own language is known: WeCom groups, mail. */
  noticeLanguage: z.enum(locales).default("zh-CN"),
  /** How long before a changeover people are reminded to prepare the line: half a day. */
  changeoverReminderHours: z.number().min(0).max(168).default(12),
  /** Whether who prepared a changeover may also review it. */
  changeoverSelfReview: z.boolean().default(false),
  /** How long an event waits for what it needs before a person has to decide: a day. */
  ingestParkMinutes: z.int().min(1).max(1_440).default(1_440),
  /** How long the raw texts of machine events stay in the database. */
  ingestRawDays: z.int().min(1).max(4_000).default(400),
  /** Whether raw texts are kept in a file when they leave the database. */
  ingestArchiveEnabled: z.boolean().default(true),
  /** Days after which sealed events leave the database for an archive file; 0: never. */
  auditRetentionDays: z.int().min(0).max(36_500).default(0),
  /** Characters a new password has at least. */
  passwordLengthMin: z.int().min(10).max(64).default(10),
  /** Failed sign-ins in a row until a name is locked; 0 never locks. */
  signInFailuresMax: z.int().min(0).max(100).default(10),
  signInLockMinutes: z.int().min(1).max(1_440).default(15),
  /** Whether people who manage users must have a second factor. */
  secondFactorForAdmins: z.boolean().default(false),
  /** Commands of the fixed table that ask for an electronic signature. */
  signatureFor: z.array(z.enum(commandsBySetting)).max(commandsBySetting.length).default([]),
  /** How often a backup is made by itself; 0: never. */
  backupEveryHours: z.literal([0, 1, 2, 3, 4, 6, 8, 12, 24]).default(4),
  /** The hour of the plant's day one of them is made in. */
  backupAtHour: z.int().min(0).max(23).default(2),
  /** Of how many hours, days and weeks the newest one is kept. */
  backupHourly: z.int().min(0).max(168).default(24),
  backupDaily: z.int().min(0).max(366).default(7),
  backupWeekly: z.int().min(0).max(520).default(5),
  /** Whether the bytes of photos and papers go into each backup, or only their hashes. */
  backupIncludesFiles: z.boolean().default(true),
  /** Without a verified backup for so long, people are told. */
  backupAgeHours: z.int().min(1).max(720).default(26),
  /** Whether anything may be changed now; switched by commands of its own. */
  maintenance: zMaintenance.default(noMaintenance),
});
export type Settings = z.output<typeof settingsSchema>;

export interface SettingsStore {
  current(): Settings;
  reload(): Promise<void>;
  /** Set while changed settings are being read: whoever asks next waits for them. */
  readonly pending: Promise<void> | null;
}

export async function openSettings(db: Database): Promise<SettingsStore> {
  let settings = settingsSchema.parse({});
  const read = async () => {
    const rows = await db.read.selectFrom("platform_setting").select(["key", "value"]).execute();
    const stored = Object.fromEntries(
      rows.map((row) => [row.key, (row.value as { value: unknown }).value]),
    );
    // A key of another release must not stop the plant: keep what this release knows.
    const known = Object.keys(settingsSchema.shape).filter((key) => key in stored);
    settings = settingsSchema.parse(Object.fromEntries(known.map((key) => [key, stored[key]])));
  };
  let pending: Promise<void> | null = null;
  const reload = async () => {
    const reading = read().finally(() => {
      if (pending === reading) pending = null;
    });
    pending = reading;
    await reading;
  };
  await reload();
  return {
    current: () => settings,
    reload,
    get pending() {
      return pending;
    },
  };
}

export async function saveSettings(
  tx: Tx,
  changes: Partial<Settings>,
  by: { now: Instant; actorId: string | null },
): Promise<void> {
  for (const [key, value] of Object.entries(changes)) {
    const row = { value: { value }, updatedAt: by.now, updatedBy: by.actorId };
    await tx.k
      .insertInto("platform_setting")
      .values({ key, ...row })
      .onConflict((conflict) => conflict.column("key").doUpdateSet(row))
      .execute();
  }
}
