import { type Database, prefix } from "@lineside/db";
import type { SearchResult } from "@lineside/domain/trace";
import { type Expression, sql } from "kysely";
import { contains } from "../../platform/search.ts";

export interface Search {
  readonly text: string;
  readonly limit: number;
  /** Lines whose rows may be found; null = all. */
  readonly lines: string[] | null;
}

type Find = (db: Database, search: Search) => Promise<SearchResult[]>;

/** In byte order, which is the order of the index that serves the prefix on PostgreSQL. */
function inBytes(db: Database, column: string): Expression<unknown> {
  return db.dialect === "sqlite" ? sql.ref(column) : sql`${sql.ref(column)} using ~<~`;
}

export const findUnits: Find = async (db, { text, limit, lines }) => {
  let query = db.read
    .selectFrom("execution_unit as u")
    .innerJoin("work_order_run as r", "r.id", "u.runId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .select(["u.sn", "u.state", "r.runNo", "p.code"])
    .where(prefix(db.dialect, "u.sn", text))
    .orderBy(inBytes(db, "u.sn"))
    .limit(limit);
  if (lines !== null) query = query.where("r.lineId", "in", ["", ...lines]);
  return (await query.execute()).map((row) => ({
    kind: "UNIT",
    key: row.sn,
    title: `${row.code} · ${row.runNo}`,
    state: row.state,
  }));
};

export const findPanels: Find = async (db, { text, limit, lines }) => {
  let query = db.read
    .selectFrom("execution_panel as pa")
    .innerJoin("work_order_run as r", "r.id", "pa.runId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .select(["pa.panelNo", "r.runNo", "p.code"])
    .where(prefix(db.dialect, "pa.panelNo", text))
    .orderBy(inBytes(db, "pa.panelNo"))
    .limit(limit);
  if (lines !== null) query = query.where("r.lineId", "in", ["", ...lines]);
  return (await query.execute()).map((row) => ({
    kind: "PANEL",
    key: row.panelNo,
    title: `${row.code} · ${row.runNo}`,
    state: null,
  }));
};

/** Carriers belong to no line, as bottles do not. */
export const findCarriers: Find = async (db, { text, limit }) => {
  const rows = await db.read
    .selectFrom("execution_carrier")
    .select(["carrierNo", "kind", "name", "state"])
    .where(prefix(db.dialect, "carrierNo", text))
    .orderBy(inBytes(db, "carrierNo"))
    .limit(limit)
    .execute();
  return rows.map(({ carrierNo, kind, name, state }) => ({
    kind: "CARRIER",
    key: carrierNo,
    title: name ?? kind,
    state,
  }));
};

export const findRuns: Find = async (db, { text, limit, lines }) => {
  let query = db.read
    .selectFrom("work_order_run as r")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .select(["r.runNo", "r.state", "o.woNo", "p.code"])
    .where(prefix(db.dialect, "r.runNo", text))
    .orderBy(inBytes(db, "r.runNo"))
    .limit(limit);
  if (lines !== null) query = query.where("r.lineId", "in", ["", ...lines]);
  return (await query.execute()).map((row) => ({
    kind: "RUN",
    key: row.runNo,
    title: `${row.code} · ${row.woNo}`,
    state: row.state,
  }));
};

/** An order belongs to the line it was dispatched to, and to the lines of its runs. */
export const findOrders: Find = async (db, { text, limit, lines }) => {
  let query = db.read
    .selectFrom("work_order as o")
    .innerJoin("plant_product as p", "p.id", "o.productId")
    .select(["o.woNo", "o.state", "p.code", "p.name"])
    .where(prefix(db.dialect, "o.woNo", text))
    .orderBy(inBytes(db, "o.woNo"))
    .limit(limit);
  if (lines !== null)
    query = query.where((x) =>
      x.or([
        x("o.lineId", "in", ["", ...lines]),
        x.exists(
          x
            .selectFrom("work_order_run as r")
            .select("r.id")
            .whereRef("r.workOrderId", "=", "o.id")
            .where("r.lineId", "in", ["", ...lines]),
        ),
      ]),
    );
  return (await query.execute()).map((row) => ({
    kind: "ORDER",
    key: row.woNo,
    title: `${row.code} · ${row.name}`,
    state: row.state,
  }));
};

/** Products and routes are few: their names are searched too. */
export const findProducts: Find = async (db, { text, limit }) => {
  const rows = await db.read
    .selectFrom("plant_product")
    .select(["code", "name", "isActive"])
    .where((x) => x.or([prefix(db.dialect, "code", text), contains(["name"], text)]))
    .orderBy("code")
    .limit(limit)
    .execute();
  return rows.map(({ code, name, isActive }) => ({
    kind: "PRODUCT",
    key: code,
    title: name,
    state: isActive ? "ACTIVE" : "INACTIVE",
  }));
};

export const findRoutes: Find = async (db, { text, limit }) => {
  const rows = await db.read
    .selectFrom("routing_route")
    .select(["code", "name", "isActive"])
    .where((x) => x.or([prefix(db.dialect, "code", text), contains(["name"], text)]))
    .orderBy("code")
    .limit(limit)
    .execute();
  return rows.map(({ code, name, isActive }) => ({
    kind: "ROUTE",
    key: code,
    title: name,
    state: isActive ? "ACTIVE" : "INACTIVE",
  }));
};

/** Bottles belong to no line: whoever may see paste may see each of them. */
export const findPasteBottles: Find = async (db, { text, limit }) => {
  const rows = await db.read
    .selectFrom("solder_paste_bottle as b")
    .innerJoin("solder_paste_type as t", "t.id", "b.typeId")
    .select(["b.bottleNo", "b.lotNo", "b.state", "t.name"])
    .where(prefix(db.dialect, "b.bottleNo", text))
    .orderBy(inBytes(db, "b.bottleNo"))
    .limit(limit)
    .execute();
  return rows.map(({ bottleNo, lotNo, state, name }) => ({
    kind: "PASTE_BOTTLE",
    key: bottleNo,
    title: `${name} · ${lotNo}`,
    state,
  }));
};
