import type { Database, Row, Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import type { StoredSeal } from "./seal-store.ts";

export type StoredArchive = Row<"audit_archive">;
export type StoredHold = Row<"audit_hold">;
type Reading = Pick<Database, "read">;

export async function archiveById({ read }: Reading, id: string): Promise<StoredArchive | null> {
  const row = await read
    .selectFrom("audit_archive")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

/** Holds that are not released. */
export function activeHolds(k: Database["read"] | Tx["k"]): Promise<StoredHold[]> {
  return k
    .selectFrom("audit_hold")
    .selectAll()
    .where("releasedAt", "is", null)
    .orderBy("id")
    .execute();
}

export const isHeld = (
  seal: Pick<StoredSeal, "fromAt" | "toAt">,
  holds: readonly Pick<StoredHold, "fromAt" | "toAt">[],
): boolean =>
  holds.some(({ fromAt, toAt }) => seal.toAt >= fromAt && (toAt === null || seal.fromAt < toAt));

/** The oldest seals that are wholly due and in no file yet. */
export function dueSeals(
  { read }: Reading,
  given: { before: Instant; after: number; limit: number },
): Promise<StoredSeal[]> {
  return read
    .selectFrom("audit_seal")
    .selectAll()
    .where("seq", ">", given.after)
    .where("archiveId", "is", null)
    .where("toAt", "<", given.before)
    .orderBy("seq")
    .limit(given.limit)
    .execute();
}

/** False: one of them has got into a file meanwhile. */
export async function insertArchive({ k }: Tx, row: StoredArchive): Promise<boolean> {
  const done = await k
    .updateTable("audit_seal")
    .set({ archiveId: row.id })
    .where("seq", ">=", row.fromSeq)
    .where("seq", "<=", row.toSeq)
    .where("archiveId", "is", null)
    .executeTakeFirst();
  if (Number(done.numUpdatedRows) !== row.toSeq - row.fromSeq + 1) return false;
  await k.insertInto("audit_archive").values(row).execute();
  return true;
}

/** Files whose rows are still in the database, oldest first. */
export function unpurgedArchives({ read }: Reading, limit: number): Promise<StoredArchive[]> {
  return read
    .selectFrom("audit_archive")
    .selectAll()
    .where("purgedAt", "is", null)
    .orderBy("fromSeq")
    .limit(limit)
    .execute();
}

/** The next seal of a file whose rows are still there; locked against a hold that is being placed. */
export async function nextToPurge(tx: Tx, archiveId: string): Promise<StoredSeal | null> {
  const query = tx.k
    .selectFrom("audit_seal")
    .selectAll()
    .where("archiveId", "=", archiveId)
    .where("purgedAt", "is", null)
    .orderBy("seq")
    .limit(1);
  const locked = tx.dialect === "postgresql" ? query.forUpdate() : query;
  return (await locked.executeTakeFirst()) ?? null;
}

/** Removes the rows of one seal; returns how many. */
export async function purgeSeal({ k }: Tx, seal: StoredSeal, now: Instant): Promise<number> {
  const done = await k
    .deleteFrom("platform_event")
    .where("id", ">", seal.fromId)
    .where("id", "<=", seal.toId)
    .executeTakeFirst();
  await k.updateTable("audit_seal").set({ purgedAt: now }).where("seq", "=", seal.seq).execute();
  return Number(done.numDeletedRows);
}

export async function notePurged({ k }: Tx, id: string, now: Instant): Promise<void> {
  await k.updateTable("audit_archive").set({ purgedAt: now }).where("id", "=", id).execute();
}

export async function insertHold(tx: Tx, row: StoredHold): Promise<void> {
  await tx.k.insertInto("audit_hold").values(row).execute();
  if (tx.dialect === "sqlite") return;
  // Waits for a purge that is under way; the next one waits for this hold and sees it.
  await tx.k
    .selectFrom("audit_seal")
    .select("seq")
    .where("toAt", ">=", row.fromAt)
    .where("archiveId", "is not", null)
    .where("purgedAt", "is", null)
    .orderBy("seq")
    .forUpdate()
    .execute();
}

export async function loadHold(tx: Tx, id: string): Promise<StoredHold | null> {
  const query = tx.k.selectFrom("audit_hold").selectAll().where("id", "=", id);
  const row = await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
  return row ?? null;
}

export async function releaseHold(
  { k }: Tx,
  id: string,
  release: Pick<StoredHold, "releasedAt" | "releasedById" | "releasedByName" | "releaseReason">,
): Promise<void> {
  await k.updateTable("audit_hold").set(release).where("id", "=", id).execute();
}
