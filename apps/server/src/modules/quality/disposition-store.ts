import type { RowChange, Tx } from "@lineside/db";
import { AppError, type Instant } from "@lineside/domain/kernel";
import type { DefectFacts, DefectState, Disposed } from "@lineside/domain/quality";
import type { NewDefect } from "./defect-store.ts";

export interface StoredDefect extends DefectFacts {
  readonly unitId: string;
  readonly version: number;
}

/** The defect, locked on PostgreSQL. Lock its unit first: scans lock in that order too. */
export async function lockDefect(tx: Tx, id: string): Promise<StoredDefect | null> {
  if (tx.dialect === "postgresql")
    await tx.k.selectFrom("quality_defect").select("id").where("id", "=", id).forUpdate().execute();
  const row = await defectsWithSn(tx).where("d.id", "=", id).executeTakeFirst();
  return row ? { ...row, state: row.state as DefectState } : null;
}

/** The unit a defect was found on; null: there is no such defect. */
export async function unitOfDefect(tx: Tx, id: string): Promise<string | null> {
  const row = await tx.k
    .selectFrom("quality_defect")
    .select("unitId")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.unitId ?? null;
}

/** Defects of a locked unit that are neither closed nor withdrawn. */
export async function openDefectsOf(tx: Tx, unitId: string): Promise<StoredDefect[]> {
  const rows = await defectsWithSn(tx)
    .where("d.unitId", "=", unitId)
    .where("d.state", "in", ["RECORDED", "DISPOSITIONED"])
    .orderBy("d.id")
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as DefectState }));
}

/** Tells whoever decides what a machine would do. */
export async function recommendDisposition(
  tx: Tx,
  defectIds: readonly string[],
  recommendation: string,
): Promise<void> {
  if (defectIds.length === 0) return;
  const change = tx.k.updateTable("quality_defect").set({ recommendation });
  await change.where("id", "in", [...defectIds]).execute();
}

/** A machine set a unit aside: recorded as a hold that quality ends by a release, or by scrapping. */
export async function openHeldDefect(
  tx: Tx,
  { by, now, ...defect }: NewDefect,
  recommendation: string,
): Promise<void> {
  const held = { state: "DISPOSITIONED", disposition: "HOLD", dispositionReason: defect.remark };
  const made = { createdAt: now, createdById: by.id, createdByName: by.name };
  await tx.k
    .insertInto("quality_defect")
    .values({ ...defect, ...held, ...made, recommendation })
    .execute();
}

/** Saves what was decided, if nobody decided in between. */
export async function saveDisposition(
  tx: Tx,
  defect: StoredDefect,
  decided: Disposed["defect"],
): Promise<void> {
  await change(tx, defect, decided);
}

/** The unit was scrapped: whatever else was open on it ends with it. */
export async function closeWithUnit(
  tx: Tx,
  defects: readonly StoredDefect[],
  given: { reason: string; now: Instant },
): Promise<void> {
  const closed = { state: "CLOSED", closedAt: given.now };
  for (const defect of defects)
    await change(
      tx,
      defect,
      defect.disposition === null || defect.disposition === "HOLD"
        ? { ...closed, disposition: "SCRAP", dispositionReason: given.reason }
        : closed,
    );
}

function defectsWithSn(tx: Tx) {
  return tx.k
    .selectFrom("quality_defect as d")
    .innerJoin("execution_unit as u", "u.id", "d.unitId")
    .select(["d.id", "d.unitId", "d.stepNo", "d.state", "d.disposition", "d.version", "u.sn"]);
}

async function change(
  tx: Tx,
  { id, version }: StoredDefect,
  values: RowChange<"quality_defect">,
): Promise<void> {
  const done = await tx.k
    .updateTable("quality_defect")
    .set({ ...values, version: version + 1 })
    .where("id", "=", id)
    .where("version", "=", version)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n)
    throw new AppError("conflict", "CONCURRENT_CHANGE", { defectId: id });
}
