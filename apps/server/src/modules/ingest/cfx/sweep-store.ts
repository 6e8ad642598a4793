import type { Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";

/** Rows a night removes at most of each, so that no scan waits behind the broom. */
const sweepMax = 10_000;

export async function sweepTransactions({ k }: Tx, before: Instant): Promise<number> {
  const old = k
    .selectFrom("ingest_transaction")
    .select("id")
    .where("state", "in", ["COMPLETED", "ABORTED"])
    .where("updatedAt", "<", before)
    .orderBy("updatedAt")
    .limit(sweepMax);
  const done = await k.deleteFrom("ingest_transaction").where("id", "in", old).executeTakeFirst();
  return Number(done.numDeletedRows);
}

export async function sweepPresence({ k }: Tx, before: Instant): Promise<number> {
  const old = k
    .selectFrom("ingest_presence")
    .select("id")
    .where("departedAt", "<", before)
    .orderBy("departedAt")
    .limit(sweepMax);
  const done = await k.deleteFrom("ingest_presence").where("id", "in", old).executeTakeFirst();
  return Number(done.numDeletedRows);
}
