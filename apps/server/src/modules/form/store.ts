import type { NewRow, Row, RowChange, Tx } from "@lineside/db";
import type {
  FormDefinition,
  FormFinding,
  FormRecordState,
  HistoryEntry,
  Judgement,
  Values,
} from "@lineside/domain/form";
import { startsAnew } from "@lineside/domain/form";
import { AppError, type Instant, refusalError } from "@lineside/domain/kernel";
import { kyselyOf, type Source } from "./definition-store.ts";

type Json = "values" | "findings" | "history" | "state" | "judgement";

export interface StoredRecord extends Omit<Row<"form_record">, Json> {
  readonly state: FormRecordState;
  readonly judgement: Judgement | null;
  readonly values: Values;
  readonly findings: FormFinding[];
  readonly history: HistoryEntry[];
}

/** The record, kept from anyone else's change until this unit of work ends. */
export async function lockRecord(tx: Tx, id: string): Promise<StoredRecord> {
  const row = await tx.k
    .selectFrom("form_record")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refusalError({ code: "FORM_RECORD_NOT_FOUND", context: { id } });
  // The columns are written below, from these types, and nowhere else.
  return row as unknown as StoredRecord;
}

export async function insertRecord(tx: Tx, row: StoredRecord): Promise<void> {
  await tx.k
    .insertInto("form_record")
    .values(row as unknown as NewRow<"form_record">)
    .execute();
}

/** Saves what was decided on the record that was loaded; somebody else's change in between is told. */
export async function saveRecord(
  tx: Tx,
  { id, version, state }: Pick<StoredRecord, "id" | "version" | "state">,
  change: Partial<StoredRecord>,
): Promise<void> {
  const done = await tx.k
    .updateTable("form_record")
    .set({ ...(change as unknown as RowChange<"form_record">), version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version)
    .where("state", "=", state)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n)
    throw new AppError("conflict", "VERSION_CONFLICT", { id, version });
}

/** The attachments of a record, as a whole: photos of fields under the field's key. */
export async function putFiles(
  tx: Tx,
  recordId: string,
  files: { id: string; fileId: string; fieldKey: string }[],
): Promise<void> {
  await tx.k.deleteFrom("form_record_file").where("recordId", "=", recordId).execute();
  if (files.length === 0) return;
  await tx.k
    .insertInto("form_record_file")
    .values(files.map((file) => ({ ...file, recordId })))
    .execute();
}

export async function attachedFiles(tx: Tx, recordId: string): Promise<string[]> {
  const rows = await tx.k
    .selectFrom("form_record_file")
    .select("fileId")
    .where("recordId", "=", recordId)
    .where("fieldKey", "=", "")
    .orderBy("id")
    .execute();
  return rows.map(({ fileId }) => fileId);
}

export interface RunPlace {
  readonly id: string;
  readonly runNo: string;
  readonly state: string;
  readonly lineId: string;
  readonly lineCode: string;
  readonly productCode: string;
  readonly routeVersionId: string;
}

export async function runPlace(
  from: Source,
  by: "r.runNo" | "r.id",
  key: string,
): Promise<RunPlace | null> {
  const row = await kyselyOf(from)
    .selectFrom("work_order_run as r")
    .innerJoin("plant_line as l", "l.id", "r.lineId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .select([
      "r.id",
      "r.runNo",
      "r.state",
      "r.lineId",
      "l.code as lineCode",
      "p.code as productCode",
      "r.routeVersionId",
    ])
    .where(by, "=", key)
    .executeTakeFirst();
  return row ?? null;
}

/** Which of a subject's records come before an instant (and, at that instant, before a record). */
export interface Chain {
  readonly formCode: string;
  readonly subjectKey: string | null;
  readonly before: { readonly at: Instant; readonly id: string };
}

/** Records that count, newest first, back to where every count began anew. */
export async function chainOf(
  from: Source,
  definition: Pick<FormDefinition, "fields">,
  chain: Chain,
): Promise<Values[]> {
  const isCounted = definition.fields.some(({ carry }) => carry !== undefined);
  if (!isCounted || chain.subjectKey === null) return [];
  const found: Values[] = [];
  let before = chain.before;
  for (let round = 0; round < chunksMax; round++) {
    const rows = await chunkBefore(from, { ...chain, before });
    for (const { values } of rows) {
      found.push(values as Values);
      if (startsAnew(definition, values as Values)) return found;
    }
    const last = rows.at(-1);
    if (!last || rows.length < chunkSize) break;
    before = { at: last.occurredAt, id: last.id };
  }
  return found;
}

const chunkSize = 200;
/** 20,000 uses of one tool without a replacement; only a bound. */
const chunksMax = 100;

function chunkBefore(from: Source, { formCode, subjectKey, before }: Chain) {
  return kyselyOf(from)
    .selectFrom("form_record")
    .select(["id", "occurredAt", "values"])
    .where("formCode", "=", formCode)
    .where("subjectKey", "=", subjectKey)
    .where("state", "in", ["SUBMITTED", "CONFIRMED"])
    .where((x) =>
      x.or([
        x("occurredAt", "<", before.at),
        x.and([x("occurredAt", "=", before.at), x("id", "<", before.id)]),
      ]),
    )
    .orderBy("occurredAt", "desc")
    .orderBy("id", "desc")
    .limit(chunkSize)
    .execute();
}
