import { type Database, type Params, statement } from "@lineside/db";
import type { TraceAnswer, TraceFacts, TrackFacts } from "@lineside/domain/trace";

const unitBySn = statement((k, p: Params<{ sn: string }>) =>
  k
    .selectFrom("execution_unit as u")
    .innerJoin("work_order as o", "o.id", "u.workOrderId")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("plant_line as l", "l.id", "r.lineId")
    .innerJoin("routing_version as v", "v.id", "r.routeVersionId")
    .leftJoin("plant_shift as sh", "sh.id", "r.shiftId")
    .leftJoin("execution_panel as pa", "pa.id", "u.panelId")
    .select([
      "u.id",
      "u.sn",
      "u.state",
      "u.currentStepNo",
      "u.panelPosition",
      "u.holdReason",
      "u.createdAt",
      "u.finishedAt",
      "pa.panelNo",
      "p.code as productCode",
      "p.name as productName",
      "p.customer",
      "p.revision",
      "p.boardSide",
      "o.woNo",
      "o.state as orderState",
      "o.plannedQty",
      "o.dueAt",
      "r.id as runId",
      "r.runNo",
      "r.state as runState",
      "r.planQty",
      "r.lineId",
      "l.code as lineCode",
      "l.name as lineName",
      "sh.code as shiftCode",
      "r.changeoverNo",
      "r.authorizedAt",
      "r.startedAt",
      "r.endedAt",
      "v.id as versionId",
      "v.routeId",
      "v.versionNo",
      "v.compiledAt",
      "v.compiledByName",
    ])
    .where("u.sn", "=", p("sn")),
);

export interface FoundUnit extends Pick<TraceFacts, "unit" | "product" | "order" | "run"> {
  readonly lineId: string;
  readonly runId: string;
  readonly routeId: string;
  readonly version: VersionMark;
}

export type VersionMark = Pick<
  TraceAnswer["version"],
  "id" | "versionNo" | "compiledAt" | "compiledByName"
>;

/** The unit with its panel, product, order, run and the mark of its frozen version: one statement. */
export async function findUnit(db: Database, sn: string): Promise<FoundUnit | null> {
  const [row] = await db.query(unitBySn, { sn });
  if (!row) return null;
  const { id, state, panelNo, panelPosition, holdReason, createdAt, finishedAt } = row;
  const { woNo, orderState, plannedQty, dueAt, runNo, runState, planQty } = row;
  const { shiftCode, changeoverNo, authorizedAt, startedAt, endedAt } = row;
  const { customer, revision, boardSide, versionNo, compiledAt, compiledByName } = row;
  return {
    lineId: row.lineId,
    runId: row.runId,
    routeId: row.routeId,
    version: { id: row.versionId, versionNo, compiledAt, compiledByName },
    unit: {
      id,
      sn: row.sn,
      state: state as TraceAnswer["unit"]["state"],
      stepNo: row.currentStepNo,
      panelNo,
      panelPosition,
      holdReason,
      createdAt,
      finishedAt,
    },
    product: { code: row.productCode, name: row.productName, customer, revision, boardSide },
    order: { woNo, state: orderState, plannedQty, dueAt },
    run: {
      runNo,
      state: runState,
      planQty,
      line: { code: row.lineCode, name: row.lineName },
      shiftCode,
      changeoverNo,
      authorizedAt,
      startedAt,
      endedAt,
    },
  };
}

const tracksOfUnit = statement((k, p: Params<{ unitId: string }>) =>
  k
    .selectFrom("execution_track as t")
    .innerJoin("plant_station as s", "s.id", "t.stationId")
    .leftJoin("execution_track_capture as c", "c.trackId", "t.id")
    .select([
      "t.id",
      "t.stepNo",
      "s.code as stationCode",
      "s.name as stationName",
      "t.source",
      "t.inAt",
      "t.inById",
      "t.inByName",
      "t.outAt",
      "t.outById",
      "t.outByName",
      "t.result",
      "t.undoneAt",
      "t.continuesId",
      "c.values",
      "c.judgements",
    ])
    .where("t.unitId", "=", p("unitId"))
    .orderBy("t.inAt")
    .orderBy("t.id"),
);

/** Every visit with what was captured at it, undone ones too. */
export async function tracksOf(db: Database, unitId: string): Promise<TrackFacts[]> {
  // Columns hold what the schemas let in, so the narrower type is the truth.
  return (await db.query(tracksOfUnit, { unitId })) as unknown as TrackFacts[];
}

const defectsOfUnit = statement((k, p: Params<{ unitId: string }>) =>
  k
    .selectFrom("quality_defect as d")
    .leftJoin("quality_defect_code as c", "c.code", "d.code")
    .leftJoin("plant_station as s", "s.id", "d.stationId")
    .select([
      "d.id",
      "d.trackId",
      "d.stepNo",
      "d.code",
      "c.name",
      "c.nameZh",
      "c.severity",
      "d.location",
      "d.remark",
      "d.qty",
      "d.state",
      "d.disposition",
      "d.dispositionReason",
      "d.reworkStepNo",
      "d.source",
      "s.code as stationCode",
      "d.createdAt",
      "d.createdByName",
      "d.closedAt",
    ])
    .where("d.unitId", "=", p("unitId")),
);

export async function defectsOf(db: Database, unitId: string): Promise<TraceAnswer["defects"]> {
  return (await db.query(defectsOfUnit, { unitId })) as TraceAnswer["defects"];
}

/** More than one unit's life has; a unit scanned in vain all day must not flood its own trace. */
const eventsMax = 300;

const eventsOfUnit = statement((k, p: Params<{ sn: string }>) =>
  k
    .selectFrom("platform_event as e")
    .leftJoin("plant_station as s", "s.id", "e.stationId")
    .select([
      "e.id",
      "e.type",
      "e.entityType",
      "e.entityId",
      "e.outcome",
      "e.code",
      "e.actorName",
      "s.code as stationCode",
      "e.occurredAt",
      "e.recordedAt",
      "e.data",
    ])
    .where("e.entityKey", "=", p("sn"))
    .where("e.entityType", "in", ["unit", "defect"])
    .orderBy("e.id", "desc")
    .limit(eventsMax + 1),
);

/** The newest events of unit and defects, in their order; a refused attempt knows only the number. */
export async function eventsOf(
  db: Database,
  sn: string,
): Promise<Pick<TraceAnswer, "events" | "hasMoreEvents">> {
  const rows = (await db.query(eventsOfUnit, { sn })) as TraceAnswer["events"];
  return { events: rows.slice(0, eventsMax).reverse(), hasMoreEvents: rows.length > eventsMax };
}

const versionMark = statement((k, p: Params<{ id: string }>) =>
  k
    .selectFrom("routing_version")
    .select(["id", "versionNo", "compiledAt", "compiledByName"])
    .where("id", "=", p("id")),
);

export async function markOf(db: Database, id: string): Promise<VersionMark | null> {
  const [row] = await db.query(versionMark, { id });
  return row ?? null;
}
