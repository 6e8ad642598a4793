import { type NewRow, type Params, type RowChange, statement, type Tx } from "@lineside/db";
import type {
  CarriedFacts,
  CarrierFacts,
  CarrierKind,
  CarrierState,
  Operator,
  UnitState,
} from "@lineside/domain/execution";
import { AppError, type Instant } from "@lineside/domain/kernel";
import { saveVersioned } from "../../platform/versioned.ts";
import { type Reader, read } from "./context-store.ts";

/** A carrier, locked, with what lies on it and where it is inside. */
export interface StoredCarrier extends CarrierFacts {
  readonly id: string;
  readonly name: string | null;
  readonly cycles: number;
  readonly version: number;
  /** Its visit that is not over. */
  readonly visit: {
    readonly id: string;
    readonly stationId: string;
    readonly stepNo: number;
  } | null;
}

/**
 * Whoever moves a carrier or what lies on it locks the carrier first and the units after it: on
 * PostgreSQL by row, on SQLite there is one writer. null: there is no such carrier.
 */
export async function lockCarrier(tx: Tx, carrierNo: string): Promise<StoredCarrier | null> {
  const row = await tx.k
    .selectFrom("execution_carrier")
    .selectAll()
    .where("carrierNo", "=", carrierNo)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const visit = await tx.k
    .selectFrom("execution_carrier_track as t")
    .innerJoin("plant_station as s", "s.id", "t.stationId")
    .select(["t.id", "t.stationId", "t.stepNo", "s.code"])
    .where("t.openCarrierId", "=", row.id)
    .executeTakeFirst();
  return {
    ...row,
    kind: row.kind as CarrierKind,
    state: row.state as CarrierState,
    at: visit?.code ?? null,
    visit: visit ? { id: visit.id, stationId: visit.stationId, stepNo: visit.stepNo } : null,
    units: await lyingOn(tx, row.id),
  };
}

async function lyingOn(tx: Tx, carrierId: string): Promise<CarriedFacts[]> {
  const rows = await tx.k
    .selectFrom("execution_carrier_load as l")
    .innerJoin("execution_unit as u", "u.id", "l.unitId")
    .select(["u.id", "u.sn", "u.runId", "u.state", "u.currentStepNo as stepNo", "u.heldFrom"])
    .select(["u.holdReason", "u.panelPosition", "u.updatedAt", "l.position"])
    .where("l.carrierId", "=", carrierId)
    .where("l.unloadedAt", "is", null)
    .orderBy("l.position")
    .orderBy("u.sn")
    .execute();
  return rows.map((row) => ({
    ...row,
    state: row.state as UnitState,
    heldFrom: row.heldFrom as UnitState | null,
  }));
}

const carrierByVisit = statement((k, p: Params<{ carrierTrackId: string }>) =>
  k
    .selectFrom("execution_carrier_track as t")
    .innerJoin("execution_carrier as c", "c.id", "t.carrierId")
    .select("c.carrierNo")
    .where("t.id", "=", p("carrierTrackId")),
);

/** Which carrier a visit belongs to; only a refusal reads it. */
export async function carrierOfVisit(
  reader: Reader,
  carrierTrackId: string,
): Promise<string | null> {
  const [row] = await read(reader, carrierByVisit, { carrierTrackId });
  return row?.carrierNo ?? null;
}

/** What each of the units lies on; those that lie on nothing are missing. */
export async function carriersOf(
  tx: Tx,
  unitIds: readonly string[],
): Promise<Map<string, { carrierId: string; carrierNo: string; kind: CarrierKind }>> {
  if (unitIds.length === 0) return new Map();
  const rows = await tx.k
    .selectFrom("execution_carrier_load as l")
    .innerJoin("execution_carrier as c", "c.id", "l.carrierId")
    .select(["l.unitId", "l.carrierId", "c.carrierNo", "c.kind"])
    .where("l.openUnitId", "in", unitIds)
    .execute();
  return new Map(
    rows.map(({ unitId, kind, ...row }) => [unitId, { ...row, kind: kind as CarrierKind }]),
  );
}

/** Boards of scanned panels: a panel's number stands for all of its boards that are left. */
export async function boardsOf(
  tx: Tx,
  panelNos: readonly string[],
): Promise<Map<string, string[]>> {
  const boards = new Map<string, string[]>();
  if (panelNos.length === 0) return boards;
  const rows = await tx.k
    .selectFrom("execution_panel as p")
    .innerJoin("execution_unit as u", "u.panelId", "p.id")
    .select(["p.panelNo", "u.sn"])
    .where("p.panelNo", "in", panelNos)
    .where("u.state", "not in", ["SCRAPPED", "VOIDED"])
    .orderBy("u.panelPosition")
    .execute();
  for (const { panelNo, sn } of rows) boards.set(panelNo, [...(boards.get(panelNo) ?? []), sn]);
  return boards;
}

/** Where the runs belong to. */
export async function linesOfRuns(
  tx: Tx,
  runIds: readonly string[],
): Promise<{ id: string; lineId: string; workOrderId: string }[]> {
  if (runIds.length === 0) return [];
  return await tx.k
    .selectFrom("work_order_run")
    .select(["id", "lineId", "workOrderId"])
    .where("id", "in", runIds)
    .execute();
}

/** False: somebody else made one of that number meanwhile. */
export async function insertCarrier(
  tx: Tx,
  carrier: NewRow<"execution_carrier">,
): Promise<boolean> {
  const done = await tx.k
    .insertInto("execution_carrier")
    .values(carrier)
    .onConflict((conflict) => conflict.column("carrierNo").doNothing())
    .executeTakeFirst();
  return Number(done.numInsertedOrUpdatedRows ?? 0n) === 1;
}

/** What a person edits carries the version that person saw. */
export function saveCarrier(
  tx: Tx,
  carrier: { id: string; version: number },
  change: RowChange<"execution_carrier">,
): Promise<number> {
  return saveVersioned(tx, { table: "execution_carrier", ...carrier }, change);
}

/** What moves change of a locked carrier; an editor's version is none of their business. */
export async function touchCarrier(
  tx: Tx,
  id: string,
  change: Pick<RowChange<"execution_carrier">, "state" | "cycles"> & { updatedAt: Instant },
): Promise<void> {
  await tx.k.updateTable("execution_carrier").set(change).where("id", "=", id).execute();
}

export async function addLoads(
  tx: Tx,
  loads: readonly { id: string; carrierId: string; unitId: string; position: number | null }[],
  { at, by }: { at: Instant; by: Operator },
): Promise<void> {
  if (loads.length === 0) return;
  await tx.k
    .insertInto("execution_carrier_load")
    .values(
      loads.map((load) => ({
        ...load,
        loadedAt: at,
        loadedById: by.id,
        loadedByName: by.name,
        openUnitId: load.unitId,
      })),
    )
    .execute();
}

/** Ends the stays of the units, whatever they lie on. */
export async function endLoads(
  tx: Tx,
  unitIds: readonly string[],
  { at, by }: { at: Instant; by: Operator },
): Promise<void> {
  if (unitIds.length === 0) return;
  const done = await tx.k
    .updateTable("execution_carrier_load")
    .set({ unloadedAt: at, unloadedById: by.id, unloadedByName: by.name, openUnitId: null })
    .where("openUnitId", "in", unitIds)
    .executeTakeFirst();
  if (done.numUpdatedRows !== BigInt(unitIds.length))
    throw new AppError("conflict", "CONCURRENT_CHANGE", { unitIds });
}

/** Carriers whose last board has just left them are free again. */
export async function freeEmptied(
  tx: Tx,
  carrierIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (carrierIds.length === 0) return;
  await tx.k
    .updateTable("execution_carrier")
    .set({ state: "READY", updatedAt: now })
    .where("id", "in", carrierIds)
    .where("state", "=", "IN_USE")
    .where((x) =>
      x.not(
        x.exists(
          x
            .selectFrom("execution_carrier_load as l")
            .select("l.id")
            .whereRef("l.carrierId", "=", "execution_carrier.id")
            .where("l.unloadedAt", "is", null),
        ),
      ),
    )
    .execute();
}

export async function addCarrierVisit(
  tx: Tx,
  visit: NewRow<"execution_carrier_track">,
): Promise<void> {
  await tx.k.insertInto("execution_carrier_track").values(visit).execute();
}

export async function endCarrierVisit(
  tx: Tx,
  visit: { id: string; outAt: Instant; by: Operator; result: string },
): Promise<void> {
  const { id, outAt, by, result } = visit;
  const done = await tx.k
    .updateTable("execution_carrier_track")
    .set({ outAt, outById: by.id, outByName: by.name, result, openCarrierId: null })
    .where("id", "=", id)
    .where("outAt", "is", null)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n)
    throw new AppError("conflict", "CONCURRENT_CHANGE", { carrierTrackId: id });
}

/** The end of a carrier's visit is taken back: it is inside again. */
export async function reopenCarrierVisit(
  tx: Tx,
  { carrierTrackId, carrierId }: { carrierTrackId: string; carrierId: string },
): Promise<void> {
  await tx.k
    .updateTable("execution_carrier_track")
    .set({
      outAt: null,
      outById: null,
      outByName: null,
      result: null,
      openCarrierId: carrierId,
    })
    .where("id", "=", carrierTrackId)
    .execute();
}
