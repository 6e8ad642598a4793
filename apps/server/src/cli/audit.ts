import { DatabaseError } from "@lineside/db";
import { openReader } from "@lineside/db/reader";
import type { IntegrityFinding } from "@lineside/domain/audit";
import {
  addMinutes,
  type Instant,
  plantDayStart,
  plantParts,
  zInstant,
} from "@lineside/domain/kernel";
import { type TrailReport, verifyTrail } from "../modules/audit/index.ts";
import { type Config, ensureSecret, readConfig } from "../platform/config.ts";
import { openFiles } from "../platform/files.ts";
import { UsageError } from "./usage.ts";

const usage = `Usage: lineside audit verify [--from=2026-11-01] [--to=2026-11-22] [--json]
A date is a day of the plant; an instant needs its zone, e.g. 2026-11-22T08:00:00+08:00.
With the settings of the server (DATABASE_URL, APP_FILES_DIR …), also while it runs.`;

/** Compares the sealed trail with what is there. Exit 0 intact, 1 broken, 2 refused. */
export async function audit([verb = "", ...rest]: string[]): Promise<number> {
  if (verb !== "verify") throw new UsageError(usage);
  const { span, isJson, settings } = read(rest);
  const config = readConfig(process.env, settings);
  const report = await verify(config, {
    from: instantOf(span.get("--from"), config, { isEnd: false }),
    to: instantOf(span.get("--to"), config, { isEnd: true }),
  });
  process.stdout.write(isJson ? `${JSON.stringify(report)}\n` : textOf(report));
  return report.findingCount === 0 ? 0 : 1;
}

function read(words: string[]) {
  const span = new Map<string, string>();
  const settings: string[] = [];
  const left = words.filter((word) => word !== "--json");
  for (let at = 0; at < left.length; at++) {
    const word = left[at] ?? "";
    const [name = "", value] = word.split("=", 2);
    const next = () => value ?? left[++at] ?? "";
    if (name === "--from" || name === "--to") span.set(name, next());
    else if (word.startsWith("--"))
      settings.push(...(value === undefined ? [word, next()] : [word]));
    else throw new UsageError(usage);
  }
  return { span, settings, isJson: left.length < words.length };
}

async function verify(
  config: Config,
  span: { from: Instant | undefined; to: Instant | undefined },
): Promise<TrailReport> {
  const db = await openReader(config.databaseUrl);
  try {
    const files = openFiles(config.files);
    return await verifyTrail({ db, files, secret: ensureSecret(config) }, span);
  } catch (error) {
    if (!/audit_seal/.test(error instanceof Error ? error.message : "")) throw error;
    throw new DatabaseError(
      "DATABASE_FAILED",
      "The database is older than seals; start the server or run lineside migrate first.",
      { cause: error },
    );
  } finally {
    await db.close();
  }
}

/** A day of the plant: its beginning, or for the end of a span the beginning of the next one. */
function instantOf(
  text: string | undefined,
  { timezone }: Config,
  { isEnd }: { isEnd: boolean },
): Instant | undefined {
  if (text === undefined) return undefined;
  const parsed = zInstant.safeParse(text);
  if (parsed.success) return parsed.data;
  const noon = zInstant.safeParse(`${text}T12:00:00Z`);
  if (!noon.success) throw new UsageError(usage);
  const within = [0, -12 * 60, 12 * 60]
    .map((minutes) => addMinutes(noon.data, minutes))
    .find((at) => plantParts(at, timezone)[2] === Number(text.slice(8, 10)));
  const start = plantDayStart(within ?? noon.data, timezone);
  return isEnd ? plantDayStart(addMinutes(start, 36 * 60), timezone) : start;
}

function textOf(report: TrailReport): string {
  const { seals, rows, findings, findingCount, head, foreign } = report;
  if (seals === 0 && findingCount === 0) return "Nothing of this time is sealed yet.\n";
  const checked = `${seals} seals (${report.fromSeq}–${report.toSeq}), ${rows} events`;
  const notes = [
    head ? `newest seal ${head.seq}: ${head.hash}` : "",
    foreign > 0
      ? `${foreign} seals were keyed with another secret: only their chain and rows were compared`
      : "",
  ];
  const tail = notes.filter((line) => line !== "").map((line) => `  ${line}\n`);
  if (findingCount === 0) return `The trail is intact: ${checked}\n${tail.join("")}`;
  const lines = findings.map((each, at) => `  ${at === 0 ? "first" : "then "} ${lineOf(each)}\n`);
  const more = findingCount > findings.length ? `  … ${findingCount} in all\n` : "";
  return `The trail is broken: ${checked}\n${lines.join("")}${more}${tail.join("")}`;
}

const lineOf = ({ code, seal, eventId, detail }: IntegrityFinding) =>
  `${code} in seal ${seal}${eventId === null ? "" : `, event ${eventId}`}: ${detail}`;
