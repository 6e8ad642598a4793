import type { Database, Row, Tx } from "@lineside/db";
import { type SealedRow, sealedColumns } from "@lineside/domain/audit";
import { assert, type Instant } from "@lineside/domain/kernel";
import { sql } from "kysely";
import type { MadeSeal, PreviousSeal } from "./seal.ts";

export type StoredSeal = Row<"audit_seal">;
type Reading = Pick<Database, "read" | "dialect">;

export async function lastSeal(k: Database["read"] | Tx["k"]): Promise<StoredSeal | null> {
  const row = await k
    .selectFrom("audit_seal")
    .selectAll()
    .orderBy("seq", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** Rows of the trail in the order of their ids, as they are sealed. */
export async function trailRows(
  { read }: Pick<Database, "read">,
  range: { after: string; upTo?: string; limit: number },
): Promise<SealedRow[]> {
  let query = read
    .selectFrom("platform_event")
    .select([...sealedColumns])
    .where("id", ">", range.after)
    .orderBy("id")
    .limit(range.limit);
  if (range.upTo !== undefined) query = query.where("id", "<=", range.upTo);
  return await query.execute();
}

/**
 * How long the oldest unit of work that is still open has been so. On PostgreSQL rows of one that
 * commits late have ids older than rows that were committed before them.
 */
export async function oldestOpenMs({ dialect, read }: Reading): Promise<number> {
  if (dialect === "sqlite") return 0;
  const found = await sql<{ ms: number }>`
    select coalesce(extract(epoch from now() - min(xact_start)) * 1000, 0)::float8 as ms
    from pg_stat_activity
    where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()
  `.execute(read);
  return Math.max(0, Number(found.rows[0]?.ms ?? 0));
}

/** False: another node has sealed meanwhile. */
export async function appendSeals(
  { k }: Tx,
  made: readonly MadeSeal[],
  given: { previous: PreviousSeal | null; newId: () => string },
): Promise<boolean> {
  const last = await lastSeal(k);
  if ((last?.seq ?? 0) !== (given.previous?.seq ?? 0)) return false;
  for (const { head, marks, hash, mac, keyMark } of made) {
    const id = given.newId();
    const unused = { verifiedAt: null, brokenCode: null, archiveId: null, purgedAt: null };
    const done = await k
      .insertInto("audit_seal")
      .values({ id, ...head, hash, mac, keyMark, ...unused })
      .onConflict((conflict) => conflict.column("seq").doNothing())
      .executeTakeFirst();
    assert(done.numInsertedOrUpdatedRows === 1n, `seal ${head.seq} was made by two nodes at once`);
    await k.insertInto("audit_seal_marks").values({ sealId: id, marks }).execute();
  }
  return true;
}

/** Seals after a number, in their order. */
export function sealsAfter(
  { read }: Pick<Database, "read">,
  range: { after: number; upTo: number; limit: number },
): Promise<StoredSeal[]> {
  return read
    .selectFrom("audit_seal")
    .selectAll()
    .where("seq", ">", range.after)
    .where("seq", "<=", range.upTo)
    .orderBy("seq")
    .limit(range.limit)
    .execute();
}

export async function sealBySeq(
  { read }: Pick<Database, "read">,
  seq: number,
): Promise<StoredSeal | null> {
  const row = await read
    .selectFrom("audit_seal")
    .selectAll()
    .where("seq", "=", seq)
    .executeTakeFirst();
  return row ?? null;
}

export async function marksOf(
  { read }: Pick<Database, "read">,
  sealId: string,
): Promise<string | null> {
  const row = await read
    .selectFrom("audit_seal_marks")
    .select("marks")
    .where("sealId", "=", sealId)
    .executeTakeFirst();
  return row?.marks ?? null;
}

/** The numbers of the seals that hold events of a time; null: none. */
export async function seqsOf(
  { read }: Pick<Database, "read">,
  span: { from?: Instant | undefined; to?: Instant | undefined },
): Promise<{ fromSeq: number; toSeq: number } | null> {
  let query = read
    .selectFrom("audit_seal")
    .select((eb) => [eb.fn.min<number>("seq").as("fromSeq"), eb.fn.max<number>("seq").as("toSeq")]);
  if (span.from) query = query.where("toAt", ">=", span.from);
  if (span.to) query = query.where("fromAt", "<", span.to);
  const row = await query.executeTakeFirst();
  return row?.fromSeq ? { fromSeq: Number(row.fromSeq), toSeq: Number(row.toSeq) } : null;
}

export async function noteCompared(
  { k }: Tx,
  range: { fromSeq: number; toSeq: number; now: Instant },
  broken: ReadonlyMap<number, string>,
): Promise<void> {
  const whole = k
    .updateTable("audit_seal")
    .where("seq", ">=", range.fromSeq)
    .where("seq", "<=", range.toSeq);
  await whole.set({ verifiedAt: range.now, brokenCode: null }).execute();
  for (const [seq, brokenCode] of broken)
    await k
      .updateTable("audit_seal")
      .set({ brokenCode, verifiedAt: null })
      .where("seq", "=", seq)
      .execute();
}
