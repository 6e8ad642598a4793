import type { Database, DB } from "@lineside/db";
import type {
  FormDefinition,
  FormRecordFacts,
  RecordFile,
  RecordListQuery,
  RecordRow,
  SignedFile,
} from "@lineside/domain/form";
import { awaitsConfirmation, zDefinition } from "@lineside/domain/form";
import { refusalError } from "@lineside/domain/kernel";
import { type Kysely, sql } from "kysely";
import { type Cursor, readCursor } from "../../platform/page.ts";
import { contains } from "../../platform/search.ts";
import { kyselyOf, type Source } from "./definition-store.ts";

/** A record with the names people know it by. */
function records(k: Kysely<DB>) {
  return k
    .selectFrom("form_record as r")
    .innerJoin("form_definition as d", "d.id", "r.definitionId")
    .leftJoin("plant_line as l", "l.id", "r.lineId")
    .leftJoin("work_order_run as run", "run.id", "r.runId")
    .selectAll("r")
    .select([
      "d.name as formName",
      "d.nameZh as formNameZh",
      "d.definition",
      "l.code as lineCode",
      "run.runNo",
    ]);
}

type Found = Awaited<ReturnType<ReturnType<typeof records>["execute"]>>[number];

/** Newest first; `lines` are those whose records the reader may see besides the plant's, null = all. */
export async function listedRecords(
  db: Database,
  filter: RecordListQuery,
  lines: string[] | null,
): Promise<Found[]> {
  let query = records(db.read)
    .orderBy("r.occurredAt", "desc")
    .orderBy("r.id", "desc")
    .limit(filter.limit + 1);
  const equals = [
    ["r.formCode", filter.formCode],
    ["run.runNo", filter.runNo],
    ["l.code", filter.lineCode],
    ["r.subjectKey", filter.subject],
    ["r.judgement", filter.judgement],
    ["r.state", filter.state],
  ] as const;
  for (const [column, value] of equals)
    if (value !== undefined) query = query.where(column, "=", value);
  if (lines !== null)
    query = query.where((x) =>
      x.or([x("r.lineId", "is", null), x("r.lineId", "in", ["", ...lines])]),
    );
  if (filter.from) query = query.where("r.occurredAt", ">=", filter.from);
  if (filter.to) query = query.where("r.occurredAt", "<", filter.to);
  if (filter.q)
    query = query.where(contains(["r.formCode", "r.subjectKey", "r.filledByName"], filter.q));
  const after = readCursor(filter.cursor, 2);
  if (after) {
    const [at, id] = [String(after[0]), String(after[1])];
    query = query.where((x) =>
      x.or([x("r.occurredAt", "<", at), x.and([x("r.occurredAt", "=", at), x("r.id", "<", id)])]),
    );
  }
  return await query.execute();
}

export const recordKey = (row: Found): Cursor => [row.occurredAt, row.id];

export function toRecordRow(row: Found): RecordRow {
  return {
    id: row.id,
    formCode: row.formCode,
    formName: row.formName,
    formNameZh: row.formNameZh,
    formRevision: row.formRevision,
    state: row.state as RecordRow["state"],
    judgement: row.judgement as RecordRow["judgement"],
    findings: row.findings as RecordRow["findings"],
    lineCode: row.lineCode,
    runNo: row.runNo,
    productCode: row.productCode,
    subjectKey: row.subjectKey,
    occurredAt: row.occurredAt,
    isBackfilled: row.isBackfilled,
    filledByName: row.filledByName,
    filledAt: row.filledAt,
    confirmedByName: row.confirmedByName,
    confirmedAt: row.confirmedAt,
    reason: row.reason,
    version: row.version,
  };
}

/** Throws FORM_RECORD_NOT_FOUND. */
export async function oneRecord(
  from: Source,
  id: string,
): Promise<{ row: Found; files: RecordFile[] }> {
  const k = kyselyOf(from);
  const row = await records(k).where("r.id", "=", id).executeTakeFirst();
  if (!row) throw refusalError({ code: "FORM_RECORD_NOT_FOUND", context: { id } });
  const files = await k
    .selectFrom("form_record_file as a")
    .innerJoin("file_stored as f", "f.id", "a.fileId")
    .select(["f.id", "f.name", "f.mediaType", "f.size", "a.fieldKey"])
    .where("a.recordId", "=", id)
    .orderBy("a.id")
    .execute();
  return { row, files };
}

/** The files of a record by what they hold. */
export async function signedFiles(k: Kysely<DB>, recordId: string): Promise<SignedFile[]> {
  return await k
    .selectFrom("form_record_file as a")
    .innerJoin("file_stored as f", "f.id", "a.fileId")
    .select(["f.sha256", "a.fieldKey"])
    .where("a.recordId", "=", recordId)
    .execute();
}

/** The newest record of the subject, or of the line where nothing was scanned. */
export async function lastRecord(
  db: Database,
  formCode: string,
  { subjectKey, lineId }: { subjectKey: string | null; lineId: string | null },
): Promise<Found | null> {
  if (subjectKey === null && lineId === null) return null;
  const query = records(db.read)
    .where("r.formCode", "=", formCode)
    .where("r.state", "in", ["SUBMITTED", "CONFIRMED"])
    .orderBy("r.occurredAt", "desc")
    .orderBy("r.id", "desc")
    .limit(1);
  const about =
    subjectKey === null
      ? query.where("r.lineId", "=", lineId)
      : query.where("r.subjectKey", "=", subjectKey);
  return (await about.executeTakeFirst()) ?? null;
}

/** The forms in use under these codes, with what each asks. */
export async function formsOf(
  k: Kysely<DB>,
  codes: readonly string[],
): Promise<{ code: string; name: string; nameZh: string; definition: FormDefinition }[]> {
  if (codes.length === 0) return [];
  const rows = await k
    .selectFrom("form_definition")
    .select(["code", "name", "nameZh", "definition"])
    .where("activeCode", "in", [...codes])
    .orderBy("code")
    .execute();
  return rows.map((row) => ({ ...row, definition: zDefinition.parse(row.definition) }));
}

export interface RecordsAbout {
  readonly formCodes: readonly string[];
  readonly runId: string;
  readonly lineId: string;
  readonly productCode: string | null;
  readonly subjectKeys?: readonly string[];
}

/** As many records of one form and level as anybody judges: one per part or tool of a run. */
const perLevelMax = 20;

/**
 * The records a run may rest on, newest first, each with where it was found: of the run itself; of
 * its line; of the plant, when they belong to no line and to no other product, or are of one of the
 * subjects. A bake or another record about a lot that was made for another run is no evidence for
 * this one. Voided records are left out. One statement, an index behind each part of it.
 */
export async function recordsFor(k: Kysely<DB>, about: RecordsAbout): Promise<FormRecordFacts[]> {
  const arms = about.formCodes.flatMap((code) => armsOf(k, code, about));
  const [first, ...rest] = arms;
  if (!first) return [];
  const rows = await rest.reduce((all, arm) => all.unionAll(arm), first).execute();
  const newest = rows.sort((a, b) => compare(b.occurredAt, a.occurredAt) || compare(b.id, a.id));
  const seen = new Set<string>();
  return newest
    .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level))
    .filter(({ id }) => !seen.has(id) && seen.add(id))
    .sort((a, b) => compare(b.occurredAt, a.occurredAt) || compare(b.id, a.id))
    .map(toFacts);
}

const levels = ["RUN", "LINE", "PLANT"] as const;
type Level = (typeof levels)[number];

const compare = (a: string, b: string) => Number(a > b) - Number(a < b);

function armsOf(k: Kysely<DB>, formCode: string, about: RecordsAbout) {
  const arm = (level: Level) =>
    k
      .selectFrom("form_record as r")
      .innerJoin("form_definition as d", "d.id", "r.definitionId")
      .selectAll("r")
      .select("d.definition")
      .select(sql<Level>`${sql.lit(level)}`.as("level"))
      .where("r.formCode", "=", formCode)
      .where("r.state", "!=", "VOIDED")
      .orderBy("r.occurredAt", "desc")
      .limit(perLevelMax);
  const ofLine = arm("LINE")
    .where("r.lineId", "=", about.lineId)
    .where((x) => x.or([x("r.runId", "is", null), x("d.about", "not in", ["RUN", "LOT"])]));
  const ofPlant = arm("PLANT")
    .where("r.lineId", "is", null)
    .where((x) =>
      x.or([x("r.productCode", "is", null), x("r.productCode", "=", about.productCode)]),
    );
  const ofSubjects = (about.subjectKeys ?? []).map((key) =>
    arm("PLANT").where("r.subjectKey", "=", key),
  );
  const all = [arm("RUN").where("r.runId", "=", about.runId), ofLine, ofPlant, ...ofSubjects];
  // A part of a union may be cut off only inside a query of its own.
  return all.map((query) => k.selectFrom(query.as("found")).selectAll("found"));
}

type FoundFacts = Awaited<ReturnType<ReturnType<typeof armsOf>[number]["execute"]>>[number];

function toFacts(row: FoundFacts): FormRecordFacts {
  const definition = row.definition as Pick<FormDefinition, "confirm" | "checkCode">;
  const state = row.state as FormRecordFacts["state"];
  return {
    id: row.id,
    formCode: row.formCode,
    formRevision: row.formRevision,
    checkCode: definition.checkCode ?? null,
    state,
    judgement: row.judgement as FormRecordFacts["judgement"],
    findings: row.findings as unknown as FormRecordFacts["findings"],
    awaitsConfirmation: awaitsConfirmation(state, definition),
    level: row.level,
    runId: row.runId,
    lineId: row.lineId,
    subjectKey: row.subjectKey,
    productCode: row.productCode,
    values: row.values as FormRecordFacts["values"],
    occurredAt: row.occurredAt,
    filledByName: row.filledByName,
    confirmedByName: row.confirmedByName,
  };
}
