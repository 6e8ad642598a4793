import { type Params, statement, type Tx } from "@lineside/db";
import type { UnitPatch } from "@lineside/domain/execution";
import { AppError, type Instant } from "@lineside/domain/kernel";
import type { Scan } from "./scan-store.ts";

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

export const changeUnit = statement((k, p: Params<UnitChange>) =>
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

/** Saves a unit as a rule decided, if nobody changed it since its facts were read. */
export async function saveUnit(
  tx: Tx,
  scan: Scan,
  { patch, now }: { patch: UnitPatch; now: Instant },
): Promise<void> {
  const { unit, unitVersion } = scan;
  if (!unit) throw new AppError("conflict", "CONCURRENT_CHANGE", { sn: scan.sn });
  const changed = await tx.change(changeUnit, {
    id: unit.id,
    version: unitVersion,
    next: unitVersion + 1,
    state: patch.state ?? unit.state,
    stepNo: patch.stepNo ?? unit.stepNo,
    heldFrom: patch.heldFrom === undefined ? unit.heldFrom : patch.heldFrom,
    holdReason: patch.holdReason === undefined ? unit.holdReason : patch.holdReason,
    finishedAt: patch.finishedAt ?? null,
    now,
  });
  if (changed !== 1) throw new AppError("conflict", "CONCURRENT_CHANGE", { sn: scan.sn });
}

export interface NewVisit {
  id: string;
  unitId: string;
  runId: string;
  stepNo: number;
  stationId: string;
  source: string;
  inAt: Instant;
  inById: string | null;
  inByName: string;
  continuesId: string | null;
  carrierTrackId: string | null;
}

export const insertVisit = statement((k, p: Params<NewVisit>) =>
  k.insertInto("execution_track").values({
    id: p("id"),
    unitId: p("unitId"),
    runId: p("runId"),
    stepNo: p("stepNo"),
    stationId: p("stationId"),
    source: p("source"),
    inAt: p("inAt"),
    inById: p("inById"),
    inByName: p("inByName"),
    openUnitId: p("unitId"),
    continuesId: p("continuesId"),
    carrierTrackId: p("carrierTrackId"),
  }),
);

/** Opens a visit; the unique open key makes a second open one impossible. */
export async function openVisit(tx: Tx, visit: NewVisit): Promise<void> {
  await tx.change(insertVisit, visit);
}

interface VisitEnd {
  id: string;
  outAt: Instant;
  outById: string | null;
  outByName: string;
  /** null: it was aborted. */
  result: string | null;
}

type WholeVisit = Omit<NewVisit, "continuesId"> & Omit<VisitEnd, "id">;

const insertWholeVisit = statement((k, p: Params<WholeVisit>) =>
  k.insertInto("execution_track").values({
    id: p("id"),
    unitId: p("unitId"),
    runId: p("runId"),
    stepNo: p("stepNo"),
    stationId: p("stationId"),
    source: p("source"),
    inAt: p("inAt"),
    inById: p("inById"),
    inByName: p("inByName"),
    outAt: p("outAt"),
    outById: p("outById"),
    outByName: p("outByName"),
    result: p("result"),
    openUnitId: null,
    carrierTrackId: p("carrierTrackId"),
  }),
);

/** A visit that is over as soon as it is known: what a machine tells once its work is done. */
export async function addWholeVisit(tx: Tx, visit: WholeVisit): Promise<void> {
  await tx.change(insertWholeVisit, visit);
}

export const endVisit = statement((k, p: Params<VisitEnd>) =>
  k
    .updateTable("execution_track")
    .set({
      outAt: p("outAt"),
      outById: p("outById"),
      outByName: p("outByName"),
      result: p("result"),
      openUnitId: null,
    })
    .where("id", "=", p("id"))
    .where("outAt", "is", null),
);

export async function closeVisit(tx: Tx, visit: VisitEnd): Promise<void> {
  if ((await tx.change(endVisit, visit)) !== 1)
    throw new AppError("conflict", "CONCURRENT_CHANGE", { trackId: visit.id });
}

const insertCapture = statement(
  (
    k,
    p: Params<{
      trackId: string;
      unitId: string;
      values: object;
      judgements: object;
      recordedAt: Instant;
    }>,
  ) =>
    k.insertInto("execution_track_capture").values({
      trackId: p("trackId"),
      unitId: p("unitId"),
      values: p("values"),
      judgements: p("judgements"),
      recordedAt: p("recordedAt"),
    }),
);

export async function saveCapture(
  tx: Tx,
  capture: {
    trackId: string;
    unitId: string;
    values: object;
    judgements: object;
    recordedAt: Instant;
  },
): Promise<void> {
  await tx.change(insertCapture, capture);
}

const undoVisit = statement((k, p: Params<{ id: string; undoneAt: Instant; undoneById: string }>) =>
  k
    .updateTable("execution_track")
    .set({ undoneAt: p("undoneAt"), undoneById: p("undoneById") })
    .where("id", "=", p("id"))
    .where("undoneAt", "is", null),
);

/** An undone visit keeps its row and says when and by whom it was taken back. */
export async function markUndone(
  tx: Tx,
  undone: { id: string; undoneAt: Instant; undoneById: string },
): Promise<void> {
  if ((await tx.change(undoVisit, undone)) !== 1)
    throw new AppError("conflict", "CONCURRENT_CHANGE", { trackId: undone.id });
}
