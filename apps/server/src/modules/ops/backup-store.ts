import type { NewRow, Row, RowChange, Tx } from "@lineside/db";
import { type BackupReason, backupStates } from "@lineside/domain/backup";
import { AppError, type Instant, refusalError, unwrap } from "@lineside/domain/kernel";
import type { BackupNote } from "../../platform/backup/note.ts";

export type StoredRow = Row<"ops_backup">;

export interface Requested {
  id: string;
  reason: BackupReason;
  requestedById: string | null;
  requestedByName: string;
  requestedAt: Instant;
}

export async function insertRequest({ k }: Tx, requested: Requested): Promise<void> {
  await k
    .insertInto("ops_backup")
    .values({ ...requested, state: "QUEUED", places: [], findings: [] })
    .execute();
}

/** One that was made from the shell, or copied here. */
export async function insertFound(
  { k }: Tx,
  note: BackupNote,
  given: { id: string; places: string[]; now: Instant },
): Promise<void> {
  const row: NewRow<"ops_backup"> = {
    ...{ id: given.id, reason: note.reason, requestedById: null, requestedByName: "system" },
    ...{ requestedAt: note.createdAt, places: given.places },
    ...factsOf(note),
    state: note.verifiedAt ? "VERIFIED" : note.findings.length > 0 ? "DAMAGED" : "CREATED",
  };
  await k
    .insertInto("ops_backup")
    .values(row)
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
}

export async function loadBackup({ k, dialect }: Tx, id: string): Promise<StoredRow> {
  const query = k.selectFrom("ops_backup").selectAll().where("id", "=", id);
  const row = await (dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw refusalError({ code: "BACKUP_NOT_FOUND", context: { id } });
  return row;
}

/** Along the table of states; refuses where it has no arrow. */
export async function moveBackup(
  tx: Tx,
  row: StoredRow,
  change: { event: BackupEvent } & RowChange<"ops_backup">,
): Promise<void> {
  const { event, ...columns } = change;
  const state = unwrap(backupStates.next(row.state, event));
  const done = await tx.k
    .updateTable("ops_backup")
    .set({ ...columns, state })
    .where("id", "=", row.id)
    .where("state", "=", row.state)
    .executeTakeFirst();
  if (done.numUpdatedRows === 0n) throw new AppError("conflict", "CONCURRENT_CHANGE");
}

type BackupEvent = Parameters<typeof backupStates.next>[1];

/** What could not be done with it; it stays what it was. */
export async function noteTrouble(
  { k }: Tx,
  id: string,
  { errorCode, error }: { errorCode: string; error: string },
): Promise<void> {
  await k.updateTable("ops_backup").set({ errorCode, error }).where("id", "=", id).execute();
}

export const factsOf = (note: BackupNote) => ({
  name: note.name,
  createdAt: note.createdAt,
  verifiedAt: note.verifiedAt,
  bytes: note.bytes,
  sha256: note.sha256,
  schema: note.schema,
  version: note.version,
  rows: note.rows,
  events: note.events,
  attachments: note.attachments,
  findings: note.findings,
});

/** Backups whose file should be there, newest first. */
export function keptBackups({ k }: Pick<Tx, "k">): Promise<StoredRow[]> {
  return k
    .selectFrom("ops_backup")
    .selectAll()
    .where("state", "in", ["CREATED", "VERIFIED", "DAMAGED"])
    .orderBy("createdAt", "desc")
    .limit(2_000)
    .execute();
}

/** One a clock made that was ahead must not stand for all until then. */
export async function lastScheduled({ k }: Pick<Tx, "k">, now: Instant): Promise<Instant | null> {
  const row = await k
    .selectFrom("ops_backup")
    .select("requestedAt")
    .where("reason", "=", "SCHEDULED")
    .where("state", "!=", "FAILED")
    .where("requestedAt", "<=", now)
    .orderBy("requestedAt", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.requestedAt ?? null;
}

export async function firstRequest({ k }: Pick<Tx, "k">): Promise<Instant | null> {
  const row = await k
    .selectFrom("ops_backup")
    .select("requestedAt")
    .orderBy("requestedAt")
    .limit(1)
    .executeTakeFirst();
  return row?.requestedAt ?? null;
}

/** Their history goes after a year and a bit; the event trail keeps it. */
export async function forgetPruned({ k }: Tx, before: Instant): Promise<void> {
  await k
    .deleteFrom("ops_backup")
    .where("state", "in", ["PRUNED", "FAILED"])
    .where("requestedAt", "<", before)
    .execute();
}
