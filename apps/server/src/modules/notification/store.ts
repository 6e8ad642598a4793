import type { DB, Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import { carries, type Severity } from "@lineside/domain/notification";
import type { Kysely } from "kysely";
import type { UnitContext } from "../../platform/subscribers.ts";

export interface NewNotice {
  readonly id: string;
  readonly topic: string;
  readonly severity: Severity;
  readonly code: string;
  readonly context: Record<string, unknown>;
  readonly entityType: string;
  readonly entityKey: string;
  readonly lineId: string | null;
  readonly runId: string | null;
  readonly uniqueKey: string | null;
}

/** false: the same thing has been told already. */
export async function insertNotice({ tx, now }: UnitContext, notice: NewNotice): Promise<boolean> {
  const done = await tx.k
    .insertInto("notification_notice")
    .values({ ...notice, createdAt: now })
    .onConflict((conflict) => conflict.column("uniqueKey").doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0) > 0;
}

/** A few hundred people at most; a statement on SQLite holds 32,766 variables. */
export async function insertReceipts(
  { tx, newId }: UnitContext,
  noticeId: string,
  userIds: string[],
): Promise<void> {
  const rows = userIds.map((userId) => ({ id: newId(), noticeId, userId }));
  for (let at = 0; at < rows.length; at += 5000)
    await tx.k
      .insertInto("notification_receipt")
      .values(rows.slice(at, at + 5000))
      .execute();
}

/** The ids of the active channels that carry the notice. A plant has a handful of channels. */
export async function channelsFor(
  tx: Tx,
  notice: { severity: Severity; topic: string; lineId: string | null },
): Promise<string[]> {
  const channels = await tx.k
    .selectFrom("notification_channel")
    .select(["id", "minSeverity", "topics", "lineIds"])
    .where("isActive", "=", true)
    .execute();
  return channels
    .filter((row) =>
      carries(
        {
          minSeverity: row.minSeverity as Severity,
          topics: row.topics as string[],
          lineIds: row.lineIds as string[],
        },
        notice,
      ),
    )
    .map((row) => row.id);
}

export async function insertDelivery(
  { tx, now }: UnitContext,
  delivery: { id: string; noticeId: string; channelId: string },
): Promise<void> {
  await tx.k
    .insertInto("notification_delivery")
    .values({ ...delivery, state: "PENDING", createdAt: now })
    .execute();
}

/** A delivery with all that is needed to carry it out; undefined once the notice or channel is gone. */
export async function findDelivery(reader: Kysely<DB>, id: string) {
  return await reader
    .selectFrom("notification_delivery as d")
    .innerJoin("notification_notice as n", "n.id", "d.noticeId")
    .innerJoin("notification_channel as c", "c.id", "d.channelId")
    .leftJoin("plant_line as l", "l.id", "n.lineId")
    .leftJoin("work_order_run as r", "r.id", "n.runId")
    .select([
      "d.id",
      "d.state",
      "n.id as noticeId",
      "n.topic",
      "n.severity",
      "n.code",
      "n.context",
      "n.entityType",
      "n.entityKey",
      "n.lineId",
      "n.runId",
      "n.createdAt",
      "l.code as lineCode",
      "r.runNo",
      "c.id as channelId",
      "c.name as channelName",
      "c.kind",
      "c.config",
      "c.isActive",
    ])
    .where("d.id", "=", id)
    .executeTakeFirst();
}
export type Delivery = NonNullable<Awaited<ReturnType<typeof findDelivery>>>;

/** Mail addresses of those a notice was sent to; an account without a real one has none. */
export async function addressesOf(reader: Kysely<DB>, noticeId: string): Promise<string[]> {
  const rows = await reader
    .selectFrom("notification_receipt as r")
    .innerJoin("auth_user as u", "u.id", "r.userId")
    .select("u.email")
    .where("r.noticeId", "=", noticeId)
    .where("u.isActive", "=", true)
    .where("u.email", "not like", "%@lineside.invalid")
    .orderBy("u.email")
    .limit(500)
    .execute();
  return rows.map((row) => row.email);
}

export async function saveDelivery(
  tx: Tx,
  { id, ...change }: { id: string; state: string; sentAt: Instant | null; error: string | null },
): Promise<void> {
  await tx.k.updateTable("notification_delivery").set(change).where("id", "=", id).execute();
}

export async function saveLastSent(tx: Tx, id: string, now: Instant): Promise<void> {
  await tx.k
    .updateTable("notification_channel")
    .set({ lastSentAt: now, lastErrorAt: null, lastError: null })
    .where("id", "=", id)
    .execute();
}

export async function saveLastError(
  tx: Tx,
  id: string,
  { code, now }: { code: string; now: Instant },
): Promise<void> {
  await tx.k
    .updateTable("notification_channel")
    .set({ lastErrorAt: now, lastError: code })
    .where("id", "=", id)
    .execute();
}

/** A line of one's own inbox that is still in it. */
export async function findReceipt(
  tx: Tx,
  { noticeId, userId }: { noticeId: string; userId: string },
) {
  return await tx.k
    .selectFrom("notification_receipt as r")
    .innerJoin("notification_notice as n", "n.id", "r.noticeId")
    .select(["r.id", "r.noticeId", "r.readAt", "n.entityKey"])
    .where("r.noticeId", "=", noticeId)
    .where("r.userId", "=", userId)
    .where("r.hiddenAt", "is", null)
    .executeTakeFirst();
}

/** false: it had been read. */
export async function markRead(tx: Tx, id: string, now: Instant): Promise<boolean> {
  const done = await tx.k
    .updateTable("notification_receipt")
    .set({ readAt: now })
    .where("id", "=", id)
    .where("readAt", "is", null)
    .executeTakeFirst();
  return done.numUpdatedRows === 1n;
}

export async function markAllRead(tx: Tx, userId: string, now: Instant): Promise<number> {
  const done = await tx.k
    .updateTable("notification_receipt")
    .set({ readAt: now })
    .where("userId", "=", userId)
    .where("readAt", "is", null)
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
}

export async function hideReceipt(tx: Tx, id: string, now: Instant): Promise<void> {
  await tx.k
    .updateTable("notification_receipt")
    .set((x) => ({ hiddenAt: now, readAt: x.fn.coalesce("readAt", x.val(now)) }))
    .where("id", "=", id)
    .execute();
}

/** Rows a unit of work removes at most; the rest goes the next night. */
const sweepMax = 5_000;

/** Removes old notices nobody has unread; receipts and deliveries go with them. */
export async function sweepNotices(tx: Tx, before: Instant): Promise<number> {
  const old = tx.k
    .selectFrom("notification_notice as n")
    .select("n.id")
    .where("n.createdAt", "<", before)
    .where((x) =>
      x.not(
        x.exists(
          x
            .selectFrom("notification_receipt as r")
            .select("r.id")
            .whereRef("r.noticeId", "=", "n.id")
            .where("r.readAt", "is", null),
        ),
      ),
    )
    .orderBy("n.createdAt")
    .limit(sweepMax);
  const done = await tx.k
    .deleteFrom("notification_notice")
    .where("id", "in", old)
    .executeTakeFirst();
  return Number(done.numDeletedRows);
}
