import type { Database, NewRow, Row, Tx } from "@lineside/db";
import type { IngestEventRow, IngestEventState } from "@lineside/domain/ingest";
import type { Instant } from "@lineside/domain/kernel";
import { eventRows } from "./event-queries.ts";

export type ReplayRow = Row<"ingest_replay">;

/** An event as it stood when the selection was frozen. */
export interface Selected {
  readonly eventId: string;
  readonly state: IngestEventState;
}

/** A choice of a person: enough to show it, to group it, and to say on which line it lies. */
export interface Candidate extends IngestEventRow {
  readonly lineId: string | null;
  readonly stationId: string | null;
}

export async function candidates(tx: Tx, ids: readonly string[]): Promise<Candidate[]> {
  const found: Candidate[] = [];
  for (let at = 0; at < ids.length; at += 500) {
    const rows = await eventRows({ read: tx.k } as unknown as Pick<Database, "read">)
      .select(["e.lineId", "e.stationId"])
      .where("e.id", "in", ids.slice(at, at + 500))
      .execute();
    found.push(...(rows as Candidate[]));
  }
  return found.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

export async function insertReplay(tx: Tx, row: NewRow<"ingest_replay">): Promise<void> {
  await tx.k.insertInto("ingest_replay").values(row).execute();
}

export async function findReplay(tx: Tx, id: string): Promise<ReplayRow | null> {
  const query = tx.k.selectFrom("ingest_replay").selectAll().where("id", "=", id);
  const locked = tx.dialect === "postgresql" ? query.forUpdate() : query;
  return (await locked.executeTakeFirst()) ?? null;
}

/** False: somebody was faster with the same token. */
export async function useReplay(
  tx: Tx,
  id: string,
  { now, reason }: { now: Instant; reason: string },
): Promise<boolean> {
  const done = await tx.k
    .updateTable("ingest_replay")
    .set({ usedAt: now, reason })
    .where("id", "=", id)
    .where("usedAt", "is", null)
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
}

/** Gives an event up; false: it is no longer in that state. */
export async function discardEvent(
  tx: Tx,
  { id, state, now }: { id: string; state: IngestEventState; now: Instant },
): Promise<boolean> {
  const done = await tx.k
    .updateTable("ingest_event")
    .set({ state: "DISCARDED", decidedAt: now })
    .where("id", "=", id)
    .where("state", "=", state)
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
}
