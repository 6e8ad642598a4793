import type { Database } from "@lineside/db";
import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { idempotencyDays } from "./idempotency.ts";

/** Rows a unit of work removes at most, so that no scan waits behind the broom. */
const sweepMax = 2_000;

/**
 * Removes what has served its time: answers kept for repeated calls after seven days, sessions and
 * verifications after they expired. The event trail is never touched. Returns what was removed.
 */
export async function sweep(
  db: Database,
  now: Instant,
): Promise<{ answers: number; sessions: number }> {
  const before = addMinutes(now, -idempotencyDays * 24 * 60);
  const answers = await inPortions(() => sweepAnswers(db, before));
  const sessions = await db.unit(async ({ k }) => {
    await k.deleteFrom("auth_verification").where("expiresAt", "<", now).execute();
    const done = await k.deleteFrom("auth_session").where("expiresAt", "<", now).executeTakeFirst();
    return Number(done.numDeletedRows);
  });
  return { answers, sessions };
}

function sweepAnswers(db: Database, before: Instant): Promise<number> {
  return db.unit(async ({ k }) => {
    const old = k
      .selectFrom("platform_idempotency_key")
      .select("key")
      .where("createdAt", "<", before)
      .orderBy("createdAt")
      .limit(sweepMax);
    const done = await k
      .deleteFrom("platform_idempotency_key")
      .where("key", "in", old)
      .executeTakeFirst();
    return Number(done.numDeletedRows);
  });
}

async function inPortions(remove: () => Promise<number>): Promise<number> {
  let total = 0;
  for (;;) {
    const removed = await remove();
    total += removed;
    if (removed < sweepMax) return total;
  }
}
