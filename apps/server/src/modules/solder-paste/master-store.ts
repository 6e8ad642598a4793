import type { NewRow, Row, RowChange, Tx } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import type { PastePolicy } from "@lineside/domain/solder-paste";
import { saveVersioned } from "../../platform/versioned.ts";

/** The two kinds of master data of the room, alike in how they are stored. */
export type PasteMaster = "solder_paste_type" | "solder_paste_fridge";

const names = {
  solder_paste_type: "PASTE_TYPE",
  solder_paste_fridge: "FRIDGE",
} as const;

/** The row by its code, locked on PostgreSQL; refused as PASTE_TYPE_NOT_FOUND, FRIDGE_NOT_FOUND. */
export async function lockMaster<T extends PasteMaster>(
  tx: Tx,
  table: T,
  code: string,
): Promise<Row<T>> {
  const query = tx.k
    .selectFrom(table as "solder_paste_fridge")
    .selectAll()
    .where("code", "=", code);
  const row = await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw refusalError({ code: `${names[table]}_NOT_FOUND`, context: { code } });
  return row as unknown as Row<T>;
}

export async function insertMaster<T extends PasteMaster>(
  tx: Tx,
  table: T,
  row: NewRow<T> & { code: string },
): Promise<void> {
  const done = await tx.k
    .insertInto(table as "solder_paste_fridge")
    .values(row as unknown as NewRow<"solder_paste_fridge">)
    .onConflict((conflict) => conflict.column("code").doNothing())
    .executeTakeFirst();
  if (!done.numInsertedOrUpdatedRows)
    throw refusalError({ code: `${names[table]}_CODE_DUPLICATE`, context: { code: row.code } });
}

export async function updateMaster<T extends PasteMaster>(
  tx: Tx,
  at: { table: T; id: string; version: number; now: Instant },
  change: RowChange<T>,
): Promise<number> {
  const { now, ...where } = at;
  return await saveVersioned(tx, where, { ...change, updatedAt: now } as RowChange<T>);
}

export async function deleteMaster(tx: Tx, table: PasteMaster, id: string): Promise<void> {
  await tx.k
    .deleteFrom(table as "solder_paste_fridge")
    .where("id", "=", id)
    .execute();
}

/** What stands on a type or a fridge and keeps it from being deleted. */
export async function bottlesOn(tx: Tx, column: "typeId" | "fridgeId", id: string) {
  const { n } = await tx.k
    .selectFrom("solder_paste_bottle")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where(column, "=", id)
    .executeTakeFirstOrThrow();
  return Number(n);
}

export async function readingsOf(tx: Tx, fridgeId: string): Promise<number> {
  const { n } = await tx.k
    .selectFrom("solder_paste_fridge_reading")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("fridgeId", "=", fridgeId)
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** A bottle's life follows the type's policy; the bottles that still live, for working it out anew. */
export async function livingBottles(tx: Tx, typeId: string): Promise<string[]> {
  const rows = await tx.k
    .selectFrom("solder_paste_bottle")
    .select("id")
    .where("typeId", "=", typeId)
    .where("state", "not in", ["EMPTY", "SCRAPPED", "EXPIRED"])
    .orderBy("id")
    .execute();
  return rows.map((row) => row.id);
}

export const policyOf = (row: Row<"solder_paste_type">) => row.policy as unknown as PastePolicy;

export async function insertReading(
  tx: Tx,
  row: NewRow<"solder_paste_fridge_reading">,
): Promise<void> {
  await tx.k.insertInto("solder_paste_fridge_reading").values(row).execute();
}

export async function lockReading(tx: Tx, id: string) {
  const query = tx.k
    .selectFrom("solder_paste_fridge_reading as r")
    .innerJoin("solder_paste_fridge as f", "f.id", "r.fridgeId")
    .selectAll("r")
    .select("f.code as fridgeCode")
    .where("r.id", "=", id);
  const row = await (tx.dialect === "postgresql" ? query.forUpdate("r") : query).executeTakeFirst();
  if (!row) throw refusalError({ code: "FRIDGE_READING_NOT_FOUND", context: { readingId: id } });
  return row;
}

export async function saveReview(
  tx: Tx,
  id: string,
  review: Pick<
    Row<"solder_paste_fridge_reading">,
    "reviewedAt" | "reviewedById" | "reviewedByName" | "remark"
  >,
): Promise<void> {
  await tx.k
    .updateTable("solder_paste_fridge_reading")
    .set(review)
    .where("id", "=", id)
    .where("reviewedAt", "is", null)
    .execute();
}
