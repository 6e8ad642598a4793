import type { Database, DB } from "@lineside/db";
import {
  type CarriedUnit,
  type CarrierAnswer,
  type CarrierRow,
  type CarrierStay,
  type CarrierVisit,
  carrierAnswer,
  carrierQuery,
  carrierRow,
  mayBeHandled,
  type StepCard,
  stepCardOf,
} from "@lineside/domain/execution";
import { type Refusal, refusalError, zKey } from "@lineside/domain/kernel";
import { stepAt } from "@lineside/domain/routing";
import type { Kysely } from "kysely";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { frozenVersion } from "../routing/index.ts";
import type { Reader } from "./context-store.ts";

/** Carriers by number; they belong to the plant, so everyone sees that they are there. */
export const listCarriers = defineQuery({
  name: "carrier.list",
  permission: "carrier:read",
  input: carrierQuery,
  output: z.object({ items: z.array(carrierRow), nextCursor: z.string().nullable() }),
  async run(cx, { q, limit, cursor, kind, state }) {
    const after = readCursor(cursor, 1);
    let query = carriers(cx.db.read)
      .orderBy("c.carrierNo")
      .limit(limit + 1);
    if (after) query = query.where("c.carrierNo", ">", String(after[0]));
    if (q) query = query.where(contains(["c.carrierNo", "c.name"], q));
    if (kind) query = query.where("c.kind", "=", kind);
    if (state) query = query.where("c.state", "=", state);
    return toPage(await query.execute(), limit, {
      item: rowOf,
      key: (row) => [row.carrierNo],
    });
  },
});

/** A carrier with what lies on it, where it was, and what lay on it. */
export const readCarrier = defineQuery({
  name: "carrier.read",
  permission: "carrier:read",
  input: z.object({ carrierNo: zKey }),
  output: carrierAnswer,
  run: (cx, { carrierNo }) => carrierOf(cx.db, carrierNo, cx.visibleLines("carrier:read")),
});

/** How much of the past a carrier's page shows. */
const shownMax = 100;

/** The answer of every door of one carrier; boards and visits of other lines stay hidden. */
export async function carrierOf(
  reader: Reader,
  carrierNo: string,
  lines: string[] | null,
): Promise<CarrierAnswer> {
  const k = "run" in reader ? reader.k : reader.read;
  const row = await carriers(k).where("c.carrierNo", "=", carrierNo).executeTakeFirst();
  if (!row) throw refusalError({ code: "CARRIER_NOT_FOUND", context: { carrierNo } });
  const of = { reader, k, carrierId: row.id, lines };
  return {
    ...rowOf(row),
    units: await unitsOn(of),
    visits: await visitsOf(of),
    history: await staysOn(of),
  };
}

/** Why a carrier may not go into a station now, its boards apart; null: it may. */
export async function blockOf(db: Database, carrierNo: string): Promise<Refusal | null> {
  const row = await carriers(db.read).where("c.carrierNo", "=", carrierNo).executeTakeFirst();
  if (!row) return null;
  const { kind, state, at, ...carrier } = rowOf(row);
  const facts = { ...carrier, kind, state, at: at?.stationCode ?? null, units: [] };
  const free = mayBeHandled(facts);
  return free.ok ? null : free.refusal;
}

function carriers(k: Kysely<DB>) {
  return k
    .selectFrom("execution_carrier as c")
    .leftJoin("execution_carrier_track as t", "t.openCarrierId", "c.id")
    .leftJoin("plant_station as s", "s.id", "t.stationId")
    .select(["c.id", "c.carrierNo", "c.kind", "c.name", "c.capacity", "c.state", "c.stateReason"])
    .select(["c.cycles", "c.version", "c.updatedAt"])
    .select(["s.code as stationCode", "s.name as stationName", "t.inAt", "t.inByName"])
    .select((x) =>
      x
        .selectFrom("execution_carrier_load as l")
        .select((y) => y.fn.countAll<number>().as("n"))
        .whereRef("l.carrierId", "=", "c.id")
        .where("l.unloadedAt", "is", null)
        .as("loaded"),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof carriers>["executeTakeFirstOrThrow"]>>;

function rowOf({ stationCode, stationName, inAt, inByName, ...row }: Row): CarrierRow {
  return {
    ...row,
    kind: row.kind as CarrierRow["kind"],
    state: row.state as CarrierRow["state"],
    loaded: Number(row.loaded),
    at:
      stationCode === null
        ? null
        : {
            stationCode,
            stationName: stationName ?? "",
            since: inAt ?? "",
            byName: inByName ?? "",
          },
  };
}

interface Of {
  reader: Reader;
  k: Kysely<DB>;
  carrierId: string;
  /** null: every line. */
  lines: string[] | null;
}

/** A step the frozen route does not have is still told by its number. */
async function stepOf(reader: Reader, routeVersionId: string, stepNo: number): Promise<StepCard> {
  const { snapshot } = await frozenVersion(reader, routeVersionId);
  const step = stepAt(snapshot, stepNo);
  const name = String(stepNo);
  return step ? stepCardOf(step) : { stepNo, name, nameZh: name, operationCode: "" };
}

async function unitsOn({ reader, k, carrierId, lines }: Of): Promise<CarriedUnit[]> {
  let query = k
    .selectFrom("execution_carrier_load as l")
    .innerJoin("execution_unit as u", "u.id", "l.unitId")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("work_order as o", "o.id", "u.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .leftJoin("execution_panel as pa", "pa.id", "u.panelId")
    .select(["u.id", "u.sn", "u.state", "u.currentStepNo", "r.runNo", "o.woNo", "pa.panelNo"])
    .select(["p.code as productCode", "u.panelPosition", "u.holdReason", "r.routeVersionId"])
    .select(["l.position", "l.loadedAt", "l.loadedByName"])
    .where("l.carrierId", "=", carrierId)
    .where("l.unloadedAt", "is", null)
    .orderBy("l.position")
    .orderBy("u.sn");
  if (lines) query = query.where("r.lineId", "in", ["", ...lines]);
  const units: CarriedUnit[] = [];
  for (const row of await query.execute()) {
    const { currentStepNo, routeVersionId, position, loadedAt, loadedByName, ...unit } = row;
    const step = await stepOf(reader, routeVersionId, currentStepNo);
    const state = unit.state as CarriedUnit["unit"]["state"];
    units.push({ unit: { ...unit, state, step }, position, loadedAt, loadedByName });
  }
  return units;
}

async function visitsOf({ reader, k, carrierId, lines }: Of): Promise<CarrierVisit[]> {
  let query = k
    .selectFrom("execution_carrier_track as t")
    .innerJoin("plant_station as s", "s.id", "t.stationId")
    .innerJoin("work_order_run as r", "r.id", "t.runId")
    .select(["t.id", "s.code as stationCode", "t.stepNo", "r.runNo", "r.routeVersionId"])
    .select(["t.source", "t.inAt", "t.inByName", "t.outAt", "t.outByName", "t.result"])
    .select((x) =>
      x
        .selectFrom("execution_track as u")
        .select((y) => y.fn.countAll<number>().as("n"))
        .whereRef("u.carrierTrackId", "=", "t.id")
        .where("u.undoneAt", "is", null)
        .as("unitCount"),
    )
    .where("t.carrierId", "=", carrierId)
    .orderBy("t.inAt", "desc")
    .orderBy("t.id", "desc")
    .limit(shownMax);
  if (lines) query = query.where("s.lineId", "in", ["", ...lines]);
  const visits: CarrierVisit[] = [];
  for (const { stepNo, routeVersionId, ...row } of await query.execute())
    visits.push({
      ...row,
      step: await stepOf(reader, routeVersionId, stepNo),
      result: row.result as CarrierVisit["result"],
      unitCount: Number(row.unitCount),
    });
  return visits;
}

async function staysOn({ k, carrierId, lines }: Of): Promise<CarrierStay[]> {
  let query = k
    .selectFrom("execution_carrier_load as l")
    .innerJoin("execution_unit as u", "u.id", "l.unitId")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .select(["u.sn", "l.position", "l.loadedAt", "l.loadedByName"])
    .select(["l.unloadedAt", "l.unloadedByName"])
    .where("l.carrierId", "=", carrierId)
    .where("l.unloadedAt", "is not", null)
    .orderBy("l.unloadedAt", "desc")
    .orderBy("l.id", "desc")
    .limit(shownMax);
  if (lines) query = query.where("r.lineId", "in", ["", ...lines]);
  return (await query.execute()).map((row) => ({
    ...row,
    unloadedAt: row.unloadedAt ?? row.loadedAt,
    unloadedByName: row.unloadedByName ?? "",
  }));
}
