import type { Database, Row, Tx } from "@lineside/db";
import type { IntegrityFinding } from "@lineside/domain/audit";
import type { Instant } from "@lineside/domain/kernel";

export type StoredVerification = Row<"audit_verification">;

export async function insertVerification(
  { k }: Tx,
  row: Pick<
    StoredVerification,
    "id" | "requestedById" | "requestedByName" | "requestedAt" | "fromSeq" | "toSeq"
  >,
): Promise<void> {
  await k
    .insertInto("audit_verification")
    .values({
      ...row,
      ...{ state: "QUEUED", endedAt: null, doneSeq: row.fromSeq - 1 },
      ...{ rowsDone: 0, findingCount: 0, findings: [] },
    })
    .execute();
}

export async function verificationById(
  k: Database["read"] | Tx["k"],
  id: string,
): Promise<StoredVerification | null> {
  const row = await k
    .selectFrom("audit_verification")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

export async function noteProgress(
  { k }: Tx,
  id: string,
  progress: {
    state: string;
    endedAt: Instant | null;
    doneSeq: number;
    rowsDone: number;
    findingCount: number;
    findings: IntegrityFinding[];
  },
): Promise<void> {
  await k.updateTable("audit_verification").set(progress).where("id", "=", id).execute();
}

export async function noteFailed({ k }: Tx, id: string, now: Instant): Promise<void> {
  await k
    .updateTable("audit_verification")
    .set({ state: "FAILED", endedAt: now })
    .where("id", "=", id)
    .where("state", "in", ["QUEUED", "RUNNING"])
    .execute();
}

/** Where the nightly round has got to. */
export async function lastNightly({ k }: Tx): Promise<StoredVerification | null> {
  const row = await k
    .selectFrom("audit_verification")
    .selectAll()
    .where("requestedById", "is", null)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Verifications that ended long ago; their events stay in the trail. */
export async function forgetVerifications({ k }: Tx, before: Instant): Promise<void> {
  await k.deleteFrom("audit_verification").where("endedAt", "<", before).execute();
}

/** What the newest verification that ended well said the newest seal was. */
export async function anchors(
  { read }: Pick<Database, "read">,
  limit: number,
): Promise<{ seq: number; hash: string }[]> {
  const rows = await read
    .selectFrom("platform_event")
    .select("data")
    .where("type", "=", "audit.verified")
    .orderBy("id", "desc")
    .limit(limit)
    .execute();
  return rows.flatMap(({ data }) => {
    const { head } = data as { head?: { seq?: unknown; hash?: unknown } | null };
    const isHead = typeof head?.seq === "number" && typeof head.hash === "string";
    return isHead ? [{ seq: head.seq as number, hash: head.hash as string }] : [];
  });
}
