import type { NewRow, Row, RowChange, Tx } from "@lineside/db";
import { AppError, refusalError } from "@lineside/domain/kernel";
import { saveVersioned } from "../../platform/versioned.ts";

export type StoredCode = Row<"quality_defect_code">;

/** The code, locked on PostgreSQL; throws DEFECT_CODE_NOT_FOUND. */
export async function lockCode(tx: Tx, id: string): Promise<StoredCode> {
  const query = tx.k.selectFrom("quality_defect_code").selectAll().where("id", "=", id);
  const found = await (tx.dialect === "postgresql" ? query.forUpdate() : query).executeTakeFirst();
  if (found) return found;
  throw new AppError("not_found", "DEFECT_CODE_NOT_FOUND", { id });
}

/** Throws DEFECT_CODE_DUPLICATE when the code is on the list already. */
export async function insertCode(tx: Tx, row: NewRow<"quality_defect_code">): Promise<void> {
  const done = await tx.k
    .insertInto("quality_defect_code")
    .values(row)
    .onConflict((conflict) => conflict.column("code").doNothing())
    .executeTakeFirst();
  if (done.numInsertedOrUpdatedRows !== 1n)
    throw refusalError({ code: "DEFECT_CODE_DUPLICATE", context: { code: row.code } });
}

export async function updateCode(
  tx: Tx,
  { id, version }: Pick<StoredCode, "id" | "version">,
  change: RowChange<"quality_defect_code">,
): Promise<void> {
  await saveVersioned(tx, { table: "quality_defect_code", id, version }, change);
}

export async function isCodeUsed(tx: Tx, code: string): Promise<boolean> {
  const any = await tx.k
    .selectFrom("quality_defect")
    .select("id")
    .where("code", "=", code)
    .limit(1)
    .executeTakeFirst();
  return any !== undefined;
}

export async function removeCode(tx: Tx, id: string): Promise<void> {
  await tx.k.deleteFrom("quality_defect_code").where("id", "=", id).execute();
}
