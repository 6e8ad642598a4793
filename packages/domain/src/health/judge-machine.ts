import { toMs } from "../kernel/index.ts";
import { type HealthCode, healthThresholds as limits } from "./checks.ts";
import type { OperationCode } from "./judge-operation.ts";
import { fine, hoursSince, type Judge, later, levelOf } from "./judgement.ts";

type MachineCode = Exclude<HealthCode, OperationCode>;
/** How the machine, the database and the settings are. */
export const judgeMachine: { [Code in MachineCode]: Judge<Code> } = {
  DATABASE({ ms, why }) {
    if (ms === null) return { level: "ALARM", reason: "DOWN", context: { why } };
    if (ms < limits.DATABASE.warningMs) return fine({ ms }, ms);
    return { level: "WARNING", reason: "SLOW", context: { ms }, value: ms };
  },

  SCHEMA({ schema, newer, changed, pending, differences }) {
    if (newer !== null) return { level: "ALARM", reason: "NEWER", context: { schema: newer } };
    if (changed !== null)
      return { level: "ALARM", reason: "CHANGED", context: { schema: changed } };
    if (pending > 0) return { level: "WARNING", reason: "BEHIND", context: { schema, pending } };
    const of = (kind: string) => (differences ?? []).filter((each) => each.kind === kind);
    const told = (kind: string) => {
      const names = of(kind).map(({ name }) => name);
      return { schema, count: names.length, names: names.slice(0, 5).join(", ") };
    };
    // Without a table or column commands fail; an index too many only costs.
    const broken = ["MISSING", "DIFFERENT"].find((kind) => of(kind).length > 0);
    if (broken) return { level: "ALARM", reason: broken, context: told(broken) };
    if (of("FOREIGN").length > 0)
      return { level: "WARNING", reason: "FOREIGN", context: told("FOREIGN") };
    return fine({ schema });
  },

  INTEGRITY({ checksumFailures, lookedAt, found, runningSince }, now) {
    if (checksumFailures !== null)
      return checksumFailures === 0
        ? fine({}, undefined, "SERVER")
        : { level: "ALARM", reason: "CHECKSUMS", context: { count: checksumFailures } };
    if (found !== null && found !== "ok")
      return { level: "ALARM", reason: "BROKEN", context: { lookedAt, found } };
    const since = lookedAt === null ? runningSince : later(lookedAt, runningSince);
    if (since !== null && hoursSince(since, now) >= limits.INTEGRITY.warningHours)
      return { level: "WARNING", reason: "STALE", context: { lookedAt } };
    return lookedAt === null ? fine({}, undefined, "NOT_YET") : fine({ lookedAt });
  },

  DISK_SPACE({ places }) {
    const shown = places.map((each) => ({ ...each, level: spaceLevel(each) }));
    const percent = Math.min(100, ...places.map(leftPercent));
    const worst =
      shown.find(({ level }) => level === "ALARM") ?? shown.find(({ level }) => level !== "OK");
    if (!worst) return fine({ percent, places: shown }, percent);
    const { level, ...where } = worst;
    const context = { ...where, percent: leftPercent(worst), places: shown };
    return { level, reason: "SHORT", context, value: percent };
  },

  FILE_SYSTEM({ places }) {
    const database = places.find(({ place }) => place === "database");
    if (!database) return fine({ places }, undefined, "ELSEWHERE");
    const { folder, kind, isNetworked, isVolatile } = database;
    const context = { folder, kind, places };
    if (isNetworked) return { level: "ALARM", reason: "NETWORKED", context };
    if (isVolatile) return { level: "WARNING", reason: "VOLATILE", context };
    return kind === null ? fine(context, undefined, "UNTOLD") : fine(context);
  },

  FSYNC(facts) {
    if (facts === null) return fine({}, undefined, "ELSEWHERE");
    const { warningMs, alarmMs } = limits.FSYNC;
    const level = levelOf(facts.p99Ms, warningMs, alarmMs);
    if (level === null) return fine(facts, facts.p99Ms);
    return { level, reason: "SLOW", context: { ...facts, warningMs }, value: facts.p99Ms };
  },

  COMMIT_LATENCY({ p50Ms, p99Ms }) {
    if (p99Ms === null) return fine({}, undefined, "IDLE");
    const { warningMs, alarmMs, windowMinutes } = limits.COMMIT_LATENCY;
    const context = { p50Ms, p99Ms, windowMinutes, warningMs };
    const level = levelOf(p99Ms, warningMs, alarmMs);
    return level === null ? fine(context, p99Ms) : { level, reason: "SLOW", context, value: p99Ms };
  },

  WAL_SIZE(facts) {
    const isHeld = "heldBytes" in facts;
    const bytes = isHeld ? facts.heldBytes : facts.bytes;
    const { warningBytes, alarmBytes } = isHeld ? limits.WAL_HELD : limits.WAL_SIZE;
    const level = levelOf(bytes, warningBytes, alarmBytes);
    if (level === null) return fine({ bytes }, bytes, isHeld ? "HELD_OK" : "OK");
    const reason = isHeld ? "HELD" : "LARGE";
    return { level, reason, context: { bytes, warningBytes }, value: bytes };
  },

  CERTIFICATE(facts, now) {
    if (facts === null) return fine({}, undefined, "NO_TLS");
    const { endsAt } = facts;
    const days = Math.floor((toMs(endsAt) - toMs(now)) / dayMs);
    const context = { endsAt, days };
    if (endsAt <= now) return { level: "ALARM", reason: "ENDED", context };
    const { warningDays, alarmDays } = limits.CERTIFICATE;
    if (days >= warningDays) return fine(context);
    return { level: days < alarmDays ? "ALARM" : "WARNING", reason: "ENDS_SOON", context };
  },

  CLOCK({ apartMs, jump, isSynchronised }, now) {
    const { warningMs, alarmMs, jumpMinutes } = limits.CLOCK;
    const level = levelOf(Math.abs(apartMs ?? 0), warningMs, alarmMs);
    if (level !== null) return { level, reason: "APART", context: { apartMs } };
    if (jump !== null && toMs(now) - toMs(jump.at) < jumpMinutes * 60_000)
      return {
        level: "WARNING",
        reason: "JUMPED",
        context: { jumpMs: jump.ms, jumpedAt: jump.at },
      };
    if (isSynchronised === false) return { level: "WARNING", reason: "UNSYNCED", context: {} };
    return fine({ isSynchronised }, undefined, isSynchronised === null ? "UNTOLD" : "OK");
  },

  MEMORY({ rssBytes, leftBytes, totalBytes }) {
    const { warningBytes, warningLeftPercent, alarmLeftPercent } = limits.MEMORY;
    const percent = Math.round((leftBytes / Math.max(1, totalBytes)) * 1000) / 10;
    const context = { rssBytes, leftBytes, totalBytes, percent };
    const level = levelOf(-percent, -warningLeftPercent, -alarmLeftPercent);
    if (level !== null)
      return { level, reason: "SHORT", context, ...(rssBytes !== null && { value: rssBytes }) };
    if (rssBytes === null) return fine(context, undefined, "MACHINE");
    if (rssBytes < warningBytes) return fine(context, rssBytes);
    const told = { ...context, warningBytes };
    return { level: "WARNING", reason: "HIGH", context: told, value: rssBytes };
  },

  CONFIG({ faults }) {
    const [first] = faults;
    if (!first) return fine();
    const level = faults.some(({ fault }) => fault === "INVALID") ? "ALARM" : "WARNING";
    const more = faults.length - 1;
    const context = { detail: first.detail, more, faults: faults.map(({ fault }) => fault) };
    return { level, reason: first.fault, context };
  },
};

const dayMs = 24 * 3_600_000;

const leftPercent = ({ freeBytes, totalBytes }: { freeBytes: number; totalBytes: number }) =>
  Math.round((freeBytes / Math.max(1, totalBytes)) * 1000) / 10;

function spaceLevel(disk: { freeBytes: number; totalBytes: number }): "OK" | "WARNING" | "ALARM" {
  const isShort = (limit: { bytes: number; percent: number; enoughBytes: number }) =>
    disk.freeBytes < limit.bytes ||
    (leftPercent(disk) < limit.percent && disk.freeBytes < limit.enoughBytes);
  if (isShort(limits.DISK_SPACE.alarm)) return "ALARM";
  return isShort(limits.DISK_SPACE.warning) ? "WARNING" : "OK";
}
