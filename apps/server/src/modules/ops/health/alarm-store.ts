import type { Database, Row, Tx } from "@lineside/db";
import type { KnownAlarm } from "@lineside/domain/health";
import type { Instant } from "@lineside/domain/kernel";

export type StoredAlarm = Row<"ops_health_alarm">;
type NewAlarm = Omit<StoredAlarm, "context"> & { context: object };

/** Everything that is open or was, on every node: a handful of rows. */
export async function storedAlarms(k: Database["read"] | Tx["k"]): Promise<StoredAlarm[]> {
  return await k.selectFrom("ops_health_alarm").selectAll().execute();
}

/** The same, held against another node that judges the plant at the same moment. */
export async function lockAlarms({ k, dialect }: Tx): Promise<StoredAlarm[]> {
  const query = k.selectFrom("ops_health_alarm").selectAll().orderBy("check").orderBy("node");
  return await (dialect === "postgresql" ? query.forUpdate() : query).execute();
}

export function knownAlarm(row: StoredAlarm | undefined): KnownAlarm | null {
  if (!row) return null;
  const { severity, sinceAt, seenAt, noticeId, clearedAt } = row;
  const { reason } = row.context as { reason?: string };
  return {
    ...{ sinceAt, seenAt, noticeId, clearedAt, reason: reason ?? "" },
    severity: severity as KnownAlarm["severity"],
  };
}

/** False: another node was faster, and tells people. */
export async function openAlarm({ k }: Tx, row: NewAlarm): Promise<boolean> {
  const { check, node, ...rest } = row;
  const done = await k
    .insertInto("ops_health_alarm")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["check", "node"])
        .doUpdateSet(rest)
        .where("ops_health_alarm.clearedAt", "is not", null),
    )
    .executeTakeFirst();
  return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export async function changeAlarm(
  { k }: Tx,
  { check, node }: Pick<StoredAlarm, "check" | "node">,
  change: Partial<NewAlarm>,
): Promise<void> {
  await k
    .updateTable("ops_health_alarm")
    .set(change)
    .where("check", "=", check)
    .where("node", "=", node)
    .execute();
}

/** What a node saw that has said nothing since: nobody can say whether it is still so. */
export function leftBehind(rows: readonly StoredAlarm[], before: Instant): StoredAlarm[] {
  return rows.filter(
    ({ node, seenAt, clearedAt }) => node !== "" && clearedAt === null && seenAt < before,
  );
}
