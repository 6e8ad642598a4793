import { type Params, statement, type Tx } from "@lineside/db";
import type { UnitFacts, UnitPatch, UnitState } from "@lineside/domain/execution";
import { AppError, type Instant } from "@lineside/domain/kernel";

/** A unit as quality decides about it, away from any station. */
export interface StoredUnit extends UnitFacts {
  readonly version: number;
  readonly workOrderId: string;
  readonly lineId: string;
  readonly routeVersionId: string;
}

const unitColumns = [
  "u.id",
  "u.sn",
  "u.runId",
  "u.workOrderId",
  "u.state",
  "u.currentStepNo as stepNo",
  "u.heldFrom",
  "u.holdReason",
  "u.panelPosition",
  "u.updatedAt",
  "u.version",
  "r.lineId",
  "r.routeVersionId",
] as const;

const unitBy = (column: "u.id" | "u.sn") =>
  statement((k, p: Params<{ key: string }>, dialect) => {
    const query = k
      .selectFrom("execution_unit as u")
      .innerJoin("work_order_run as r", "r.id", "u.runId")
      .select(unitColumns)
      .where(column, "=", p("key"));
    return dialect === "postgresql" ? query.forUpdate("u") : query;
  });
const unitById = unitBy("u.id");
const unitBySn = unitBy("u.sn");

/** The unit, locked on PostgreSQL until the unit of work ends; null: there is none. */
export async function lockUnit(
  tx: Tx,
  by: { id: string } | { sn: string },
): Promise<StoredUnit | null> {
  const [row] =
    "id" in by ? await tx.run(unitById, { key: by.id }) : await tx.run(unitBySn, { key: by.sn });
  if (!row) return null;
  return {
    ...row,
    state: row.state as UnitState,
    heldFrom: row.heldFrom as UnitState | null,
  };
}

interface UnitChange {
  id: string;
  version: number;
  next: number;
  state: string;
  stepNo: number;
  heldFrom: string | null;
  holdReason: string | null;
  finishedAt: Instant | null;
  now: Instant;
}

const changeUnit = statement((k, p: Params<UnitChange>) =>
  k
    .updateTable("execution_unit")
    .set({
      state: p("state"),
      currentStepNo: p("stepNo"),
      heldFrom: p("heldFrom"),
      holdReason: p("holdReason"),
      finishedAt: p("finishedAt"),
      updatedAt: p("now"),
      version: p("next"),
    })
    .where("id", "=", p("id"))
    .where("version", "=", p("version")),
);

/** Saves a unit as a rule decided, if nobody changed it since it was read. */
export async function saveMove(
  tx: Tx,
  unit: Pick<StoredUnit, "id" | "sn" | "version" | "state" | "stepNo" | "heldFrom" | "holdReason">,
  { patch, now }: { patch: UnitPatch; now: Instant },
): Promise<void> {
  const changed = await tx.change(changeUnit, {
    id: unit.id,
    version: unit.version,
    next: unit.version + 1,
    state: patch.state ?? unit.state,
    stepNo: patch.stepNo ?? unit.stepNo,
    heldFrom: patch.heldFrom === undefined ? unit.heldFrom : patch.heldFrom,
    holdReason: patch.holdReason === undefined ? unit.holdReason : patch.holdReason,
    finishedAt: patch.finishedAt ?? null,
    now,
  });
  if (changed !== 1) throw new AppError("conflict", "CONCURRENT_CHANGE", { sn: unit.sn });
}
