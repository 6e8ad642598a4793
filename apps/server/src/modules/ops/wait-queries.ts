import type { Database } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import { type RawBuilder, sql } from "kysely";

/** Open jobs with the reason why a queued one does not run now, as the claim sees it. */
export function jobsWithWait(db: Database, now: Instant) {
  return db.read.selectFrom("platform_job as j").select(waitOf(now).as("wait"));
}

export function waitOf(now: Instant): RawBuilder<string | null> {
  return sql<string | null>`case
    when ${sql.ref("j.state")} <> 'QUEUED' then null
    when ${sql.ref("j.notBefore")} > ${now} then coalesce(${sql.ref("j.waitReason")}, 'DELAYED')
    when ${isPaused} then 'PAUSED'
    when ${isBlocked} then 'BLOCKED'
    when ${isBroken} then 'BREAKER'
    else 'READY' end`;
}

const isPaused = sql`exists (
  select 1 from platform_job_kind as p
  where p.kind = ${sql.ref("j.kind")} and ${sql.ref("p.isPaused")})`;

const isBlocked = sql`exists (
  select 1 from platform_job as b
  where ${sql.ref("b.orderKey")} = ${sql.ref("j.orderKey")}
    and b.state in ('QUEUED', 'RUNNING', 'FAILED') and b.id < ${sql.ref("j.id")})`;

const isBroken = sql`exists (
  select 1 from platform_job_endpoint as e
  where e.key = coalesce(${sql.ref("j.endpoint")}, ${sql.ref("j.kind")})
    and ${sql.ref("e.isOpen")})`;
