import type { Database, Row, Tx } from "@lineside/db";
import { type IngestArchiveRow, ingestArchiveRow } from "@lineside/domain/ingest";
import { type Instant, pageQuery } from "@lineside/domain/kernel";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";

/** Texts that were written to files and left the database, newest first. */
export const listArchives = defineQuery({
  name: "ingest.listArchives",
  permission: "ingest:read",
  input: pageQuery.omit({ q: true }),
  output: z.object({ items: z.array(ingestArchiveRow), nextCursor: z.string().nullable() }),
  async run({ db }, { limit, cursor }) {
    let query = db.read
      .selectFrom("ingest_archive")
      .select(["id", "fromAt", "toAt", "events", "bytes", "sha256", "createdAt"])
      .orderBy("id", "desc")
      .limit(limit + 1);
    const after = readCursor(cursor, 1);
    if (after) query = query.where("id", "<", String(after[0]));
    return toPage(await query.execute(), limit, {
      item: (row) => row as IngestArchiveRow,
      key: ({ id }) => [id],
    });
  },
});

export type ArchiveRow = Row<"ingest_archive">;

/** Archives an event may be in: usually one; an event that stayed open for long is in a later one. */
export function archivesHolding(db: Database, eventId: string): Promise<ArchiveRow[]> {
  return db.read
    .selectFrom("ingest_archive")
    .selectAll()
    .where("fromId", "<=", eventId)
    .where("toId", ">=", eventId)
    .orderBy("id", "desc")
    .limit(20)
    .execute();
}

/** A portion is written in one go: small enough for the memory of a small server. */
const portionEvents = 2_000;
const portionBytes = 16 * 1024 * 1024;

export interface Archivable {
  id: string;
  receivedAt: Instant;
  bytes: number;
}

/** The oldest texts that are due and whose events are over; what is open keeps its text. */
export async function duePortion(
  db: Pick<Database, "read">,
  before: Instant,
): Promise<{ rows: Archivable[]; hasMore: boolean }> {
  const due = await db.read
    .selectFrom("ingest_payload as p")
    .innerJoin("ingest_event as e", "e.id", "p.eventId")
    .select(["e.id", "e.receivedAt", "e.bytes"])
    .where("e.receivedAt", "<", before)
    .where("e.state", "in", finalStates)
    .orderBy("p.eventId")
    .limit(portionEvents + 1)
    .execute();
  let bytes = 0;
  const rows = due.slice(0, portionEvents).filter((row, index) => {
    bytes += row.bytes;
    return index === 0 || bytes <= portionBytes;
  });
  return { rows, hasMore: due.length > rows.length };
}

export const finalStates = ["EXECUTED", "STORED", "DISCARDED"] as const;

/** An event with its text, as a line of the archive keeps it. */
export function textsOf(db: Pick<Database, "read">, ids: readonly string[]) {
  return db.read
    .selectFrom("ingest_payload as p")
    .innerJoin("ingest_event as e", "e.id", "p.eventId")
    .select([
      ...(["e.id", "e.sourceSystem", "e.dedupeKey", "e.door", "e.eventType"] as const),
      ...(["e.messageName", "e.occurredAt", "e.receivedAt", "e.payloadHash", "p.body"] as const),
    ])
    .where("p.eventId", "in", ["", ...ids])
    .orderBy("p.eventId")
    .execute();
}

export async function insertArchive(tx: Tx, row: ArchiveRow): Promise<void> {
  await tx.k.insertInto("ingest_archive").values(row).execute();
}

/** Removes texts of events that are over; returns how many. */
export async function removeTexts({ k }: Tx, ids: readonly string[]): Promise<number> {
  let removed = 0;
  for (let at = 0; at < ids.length; at += 500) {
    const done = await k
      .deleteFrom("ingest_payload")
      .where("eventId", "in", ids.slice(at, at + 500))
      .where((eb) =>
        eb.exists(
          eb
            .selectFrom("ingest_event as e")
            .select("e.id")
            .whereRef("e.id", "=", "ingest_payload.eventId")
            .where("e.state", "in", finalStates),
        ),
      )
      .executeTakeFirst();
    removed += Number(done.numDeletedRows);
  }
  return removed;
}

export async function archiveById(db: Database, id: string): Promise<ArchiveRow | null> {
  const row = await db.read
    .selectFrom("ingest_archive")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}
