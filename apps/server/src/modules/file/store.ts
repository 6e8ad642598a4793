import type { Database, Row, Tx } from "@lineside/db";
import type { FileRow } from "@lineside/domain/file";
import { refusalError } from "@lineside/domain/kernel";

export type StoredFile = Row<"file_stored">;

export async function insertFile(tx: Tx, row: StoredFile): Promise<void> {
  await tx.k.insertInto("file_stored").values(row).execute();
}

/**
 * The files somebody puts into a record: their own uploads, those the record holds already, and those
 * of records they may see. FILE_NOT_FOUND for any other, as for one that was never uploaded: whoever
 * attached a stranger's file to a record of theirs could read it. What the server wrote itself, an
 * archive, belongs to no record. `lines`: null is every line.
 */
export async function requireFiles(
  tx: Tx,
  ids: readonly string[],
  by: { actorId: string | null; recordId: string; lines: readonly string[] | null },
): Promise<void> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
  const rows = await tx.k
    .selectFrom("file_stored as f")
    .leftJoin("form_record_file as a", "a.fileId", "f.id")
    .leftJoin("form_record as r", "r.id", "a.recordId")
    .select(["f.id", "f.uploadedById", "a.recordId", "r.lineId"])
    .where("f.id", "in", wanted)
    .execute();
  const { actorId, recordId, lines } = by;
  const known = new Set(
    rows
      .filter(
        (row) =>
          (lines === null && row.uploadedById !== null) ||
          (actorId !== null && row.uploadedById === actorId) ||
          (row.recordId !== null &&
            (row.recordId === recordId || row.lineId === null || lines?.includes(row.lineId))),
      )
      .map(({ id }) => id),
  );
  const missing = wanted.find((id) => !known.has(id));
  if (missing !== undefined)
    throw refusalError({ code: "FILE_NOT_FOUND", context: { id: missing } });
}

export async function fileById(db: Database, id: string): Promise<StoredFile> {
  const row = await db.read
    .selectFrom("file_stored")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  if (row) return row;
  throw refusalError({ code: "FILE_NOT_FOUND", context: { id } });
}

/** The lines of the records a file belongs to; null among them: a record of no line. */
export async function linesOfFile(db: Database, id: string): Promise<(string | null)[]> {
  const rows = await db.read
    .selectFrom("form_record_file as a")
    .innerJoin("form_record as r", "r.id", "a.recordId")
    .select("r.lineId")
    .distinct()
    .where("a.fileId", "=", id)
    .execute();
  return rows.map(({ lineId }) => lineId);
}

/** What reading a file of the server's own takes; null: of nobody, e.g. of an archive that went. */
export async function writerOf(db: Database, id: string) {
  const ofIngest = db.read.selectFrom("ingest_archive").select("id").where("fileId", "=", id);
  if (await ofIngest.executeTakeFirst()) return "ingest:read" as const;
  const ofAudit = db.read.selectFrom("audit_archive").select("id").where("fileId", "=", id);
  return (await ofAudit.executeTakeFirst()) ? ("audit:export" as const) : null;
}

/** Which of these bytes a file is made of. */
export async function knownBytes(db: Database, hashes: readonly string[]): Promise<Set<string>> {
  const rows = await db.read
    .selectFrom("file_stored")
    .select("sha256")
    .distinct()
    .where("sha256", "in", ["", ...hashes])
    .execute();
  return new Set(rows.map(({ sha256 }) => sha256));
}

export function toFileRow(row: StoredFile): FileRow {
  const { id, sha256, size, name, uploadedAt, uploadedByName } = row;
  const mediaType = row.mediaType as FileRow["mediaType"];
  return { id, sha256, size, mediaType, name, uploadedAt, uploadedByName };
}
