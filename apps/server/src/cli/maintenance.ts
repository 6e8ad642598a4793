import { userInfo } from "node:os";
import { DatabaseError, openDatabase, pendingMigrations } from "@lineside/db";
import { openReader } from "@lineside/db/reader";
import { AppError, addMinutes, type Instant, zInstant } from "@lineside/domain/kernel";
import {
  announceMaintenance,
  type Maintenance,
  maintenancePhase,
  noMaintenance,
  startMaintenance,
  zMaintenance,
} from "@lineside/domain/maintenance";
import {
  askForMaintenance,
  type MaintenanceOrder,
  obeyMaintenance,
  orderFileOf,
} from "../modules/ops/index.ts";
import { systemClock } from "../platform/clock.ts";
import { type Config, ensureSecret, readConfig } from "../platform/config.ts";
import { createLogger } from "../platform/logger.ts";
import { createPlatform } from "../platform/platform.ts";
import { UsageError } from "./usage.ts";

const usage = `Usage: lineside maintenance on  [--minutes=30 | --until=2026-11-22T22:00:00+08:00] [--message="…"] [--message-zh="…"]
       lineside maintenance announce --from=2026-11-22T21:00:00+08:00 [--until=…] [--message="…"] [--message-zh="…"]
       lineside maintenance off
       lineside maintenance status
Each with --json, and with the settings of the server (DATABASE_URL …), whether it runs or not.`;

/** How long a running server may take to carry an order out. */
const withinMs = 15_000;

interface Asked {
  verb: string;
  values: ReadonlyMap<string, string>;
  isJson: boolean;
  config: Config;
}

/** Switches maintenance mode from the shell. Exit 0 done (status: off), 1 status: on, 2 refused. */
export async function maintenance([verb = "", ...rest]: string[]): Promise<number> {
  if (!["on", "off", "announce", "status"].includes(verb)) throw new UsageError(usage);
  const asked = read(verb, rest);
  const now = systemClock.now();
  const before = await current(asked.config);
  if (verb !== "status") {
    const order = orderOf(asked, now);
    refuseEarly(order, before, now);
    await carryOut(asked.config, order);
  }
  const after = await current(asked.config);
  const phase = maintenancePhase(after, now);
  const wanted = { on: "ON", off: "OFF", announce: "ANNOUNCED" }[verb];
  process.stdout.write(
    asked.isJson ? `${JSON.stringify({ phase, ...after })}\n` : textOf(after, now),
  );
  if (wanted !== undefined && phase !== wanted)
    throw new UsageError("The server did not carry it out; its log says why.");
  return verb === "status" && phase === "ON" ? 1 : 0;
}

function read(verb: string, words: string[]): Asked {
  const values = new Map<string, string>();
  const settings: string[] = [];
  const left = words.filter((word) => word !== "--json");
  const known = ["--minutes", "--until", "--from", "--message", "--message-zh"];
  for (let at = 0; at < left.length; at++) {
    const word = left[at] ?? "";
    const split = word.indexOf("=");
    const name = split < 0 ? word : word.slice(0, split);
    const value = split < 0 ? (left[++at] ?? "") : word.slice(split + 1);
    if (known.includes(name)) values.set(name, value);
    else if (word.startsWith("--")) settings.push(name, value);
    else throw new UsageError(usage);
  }
  const config = readConfig(process.env, settings);
  return { verb, values, config, isJson: left.length < words.length };
}

function orderOf({ verb, values }: Asked, now: Instant): MaintenanceOrder {
  const given = { by: userInfo().username.slice(0, 60), at: now };
  if (verb === "off") return { do: "off", ...given, input: {} };
  const words = {
    message: values.get("--message") ?? "",
    messageZh: values.get("--message-zh") ?? "",
  };
  const endsAt = endOf(values, now);
  if (verb === "on") return { do: "on", ...given, input: { ...words, endsAt } };
  const startsAt = instantOf(values.get("--from"));
  if (startsAt === null) throw new UsageError(usage);
  return { do: "announce", ...given, input: { ...words, startsAt, endsAt } };
}

function endOf(values: ReadonlyMap<string, string>, now: Instant): Instant | null {
  const minutes = values.get("--minutes");
  if (minutes === undefined) return instantOf(values.get("--until"));
  if (/^[1-9]\d{0,4}$/.test(minutes)) return addMinutes(now, Number(minutes));
  throw new UsageError(`--minutes is "${minutes}"; it must be a number, e.g. --minutes=30.`);
}

function instantOf(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const parsed = zInstant.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new UsageError(`"${text}" is no instant with its zone, e.g. 2026-11-22T22:00:00+08:00.`);
}

/** The same rules the server asks, so that the sentence is told here. */
function refuseEarly(order: MaintenanceOrder, before: Maintenance, now: Instant): void {
  if (order.do === "off") return;
  const result =
    order.do === "on"
      ? startMaintenance(before, order.input, now)
      : announceMaintenance(before, order.input, now);
  if (!result.ok) throw new UsageError(sentences[result.refusal.code] ?? result.refusal.code);
}

const sentences: Record<string, string> = {
  MAINTENANCE_IS_ON: "Maintenance is on already; switch it off first, or change it with on.",
  MAINTENANCE_STARTS_IN_PAST: "The start lies in the past; use lineside maintenance on.",
  MAINTENANCE_ENDS_BEFORE: "The end must lie after the start.",
};

/** In this process when nobody has the database, else by the server that has it. */
async function carryOut(config: Config, order: MaintenanceOrder): Promise<void> {
  try {
    await here(config, order);
  } catch (error) {
    if (error instanceof AppError) throw new UsageError(sentences[error.code] ?? error.code);
    const file = orderFileOf(config.databaseUrl);
    const isElsewhere = error instanceof DatabaseError && error.code === "DATABASE_IN_USE";
    if (!isElsewhere || file === null) throw error;
    if (await askForMaintenance(file, order, withinMs)) return;
    throw new UsageError(
      "Another Lineside has the database and did not answer; is it the server, and of this version?",
      { cause: error },
    );
  }
}

async function here(read: Config, order: MaintenanceOrder): Promise<void> {
  const log = createLogger("warn", systemClock.now);
  const db = await openDatabase({ url: read.databaseUrl });
  try {
    const { pending } = await pendingMigrations(db);
    if (pending.length > 0)
      throw new UsageError(
        "The database is of another version; use the binary that last served it, or run lineside upgrade first.",
      );
    const config = { ...read, secret: ensureSecret(read) };
    const platform = await createPlatform({ config, db, clock: systemClock, log });
    await obeyMaintenance(platform, order);
    platform.live.close();
  } finally {
    await db.close();
  }
}

async function current(config: Config): Promise<Maintenance> {
  const db = await openReader(config.databaseUrl);
  try {
    const row = await db.read
      .selectFrom("platform_setting")
      .select("value")
      .where("key", "=", "maintenance")
      .executeTakeFirst();
    const kept = zMaintenance.safeParse((row?.value as { value?: unknown } | undefined)?.value);
    return kept.success ? kept.data : noMaintenance;
  } finally {
    await db.close();
  }
}

function textOf(known: Maintenance, now: Instant): string {
  const { message, messageZh, startsAt, endsAt } = known;
  const phase = maintenancePhase(known, now);
  const until = endsAt === null ? "" : `, expected to end ${endsAt}`;
  const first = {
    OFF: "Maintenance is off.\n",
    ANNOUNCED: `Maintenance is announced for ${startsAt}${until}.\n`,
    ON: `Maintenance is on since ${startsAt}${until}. Reading works; changes wait.\n`,
  }[phase];
  const told = phase === "OFF" ? [] : [message, messageZh].filter((text) => text !== "");
  return first + told.map((text) => `  ${text}\n`).join("");
}
