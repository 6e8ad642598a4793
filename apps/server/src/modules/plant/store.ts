import type { DB, NewRow, Row, RowChange, Tx } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import type { Dependents, PlantThing, ShiftTimes } from "@lineside/domain/plant";
import { type Expression, type SqlBool, sql } from "kysely";
import { saveVersioned } from "../../platform/versioned.ts";

/** Where a kind of master data lies, what its codes begin with, what the trail calls it. */
export interface Kind<T extends PlantTable = PlantTable> {
  readonly table: T;
  readonly thing: PlantThing;
  readonly entityType: string;
}

export const line = { table: "plant_line", thing: "LINE", entityType: "line" } as const;
export const station = { table: "plant_station", thing: "STATION", entityType: "station" } as const;
export const stationGroup = {
  table: "plant_station_group",
  thing: "STATION_GROUP",
  entityType: "stationGroup",
} as const;
export const operation = {
  table: "plant_operation",
  thing: "OPERATION",
  entityType: "operation",
} as const;
export const product = { table: "plant_product", thing: "PRODUCT", entityType: "product" } as const;
export const shift = { table: "plant_shift", thing: "SHIFT", entityType: "shift" } as const;

export type PlantTable =
  | "plant_line"
  | "plant_station"
  | "plant_station_group"
  | "plant_operation"
  | "plant_product"
  | "plant_shift";

/** The row by id or by code, locked until the unit ends; refused as <THING>_NOT_FOUND. */
export async function lockRow<T extends PlantTable>(
  tx: Tx,
  kind: Kind<T>,
  key: string,
): Promise<Row<T>> {
  const row = await tx.k
    .selectFrom(kind.table as "plant_line")
    .selectAll()
    .where((x) => x.or([x("id", "=", key), x("code", "=", key)]))
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw refusalError({ code: `${kind.thing}_NOT_FOUND`, context: { key } });
  return row as unknown as Row<T>;
}

/** Refuses a code that is taken, also when two people use it at the same moment. */
export async function insertRow<T extends PlantTable>(
  tx: Tx,
  kind: Kind<T>,
  row: NewRow<T> & { code: string },
): Promise<void> {
  const done = await tx.k
    .insertInto(kind.table as "plant_line")
    .values(row as unknown as NewRow<"plant_line">)
    .onConflict((conflict) => conflict.column("code").doNothing())
    .executeTakeFirst();
  if (!done.numInsertedOrUpdatedRows)
    throw refusalError({ code: `${kind.thing}_CODE_DUPLICATE`, context: { code: row.code } });
}

/** Guarded by the version the editor saw; returns the next one. */
export async function updateRow<T extends PlantTable>(
  tx: Tx,
  kind: Kind<T>,
  at: { id: string; version: number; now: Instant; change: RowChange<T> },
): Promise<number> {
  const { id, version, now, change } = at;
  const row = { ...change, updatedAt: now } as RowChange<T>;
  return await saveVersioned(tx, { table: kind.table, id, version }, row);
}

export async function deleteRow(tx: Tx, kind: Kind, id: string): Promise<void> {
  await tx.k
    .deleteFrom(kind.table as "plant_line")
    .where("id", "=", id)
    .execute();
}

export async function lineDependents(tx: Tx, id: string): Promise<Dependents> {
  return {
    stations: await count(tx, "plant_station", refersTo("lineId", id)),
    runs: await count(tx, "work_order_run", refersTo("lineId", id)),
    workOrders: await count(tx, "work_order", refersTo("lineId", id)),
    users: await count(tx, "auth_user_line", refersTo("lineId", id)),
    shifts: await count(tx, "plant_shift", refersTo("lineId", id)),
    equipment: await count(tx, "equipment_machine", refersTo("lineId", id)),
  };
}

/** A compiled version that lists the station would wait for it for ever. */
export async function stationDependents(tx: Tx, id: string): Promise<Dependents> {
  return {
    visits: await count(tx, "execution_track", refersTo("stationId", id)),
    defects: await count(tx, "quality_defect", refersTo("stationId", id)),
    users: await count(tx, "auth_user_station", refersTo("stationId", id)),
    equipment: await count(tx, "equipment_machine", refersTo("stationId", id)),
    machineStates: await count(tx, "equipment_machine_state", refersTo("stationId", id)),
    machineFaults: await count(tx, "equipment_machine_fault", refersTo("stationId", id)),
    endpoints: await count(tx, "ingest_endpoint", refersTo("stationId", id)),
    executionConfigs: await count(
      tx,
      "routing_execution_config",
      mentions("allowedStationIds", id),
    ),
    routeVersions: await count(tx, "routing_version", mentions("snapshot", id)),
  };
}

export async function stationGroupDependents(tx: Tx, id: string): Promise<Dependents> {
  return {
    stations: await count(tx, "plant_station", refersTo("groupId", id)),
    workOrders: await count(tx, "work_order", refersTo("stationGroupId", id)),
    executionConfigs: await count(tx, "routing_execution_config", refersTo("stationGroupId", id)),
    routeVersions: await count(tx, "routing_version", mentions("snapshot", id)),
  };
}

/** Versions keep a copy of what they mean by the operation, so they do not stand on its row. */
export async function operationDependents(tx: Tx, id: string): Promise<Dependents> {
  return {
    routeSteps: await count(tx, "routing_step", refersTo("operationId", id)),
    captureItems: await count(tx, "routing_capture_item", refersTo("operationId", id)),
    executionConfigs: await count(tx, "routing_execution_config", refersTo("operationId", id)),
  };
}

export async function productDependents(tx: Tx, id: string): Promise<Dependents> {
  return {
    routes: await count(tx, "routing_route", refersTo("productId", id)),
    workOrders: await count(tx, "work_order", refersTo("productId", id)),
    runs: await count(tx, "work_order_run", refersTo("productId", id)),
  };
}

export async function shiftDependents(tx: Tx, id: string): Promise<Dependents> {
  return { runs: await count(tx, "work_order_run", refersTo("shiftId", id)) };
}

/** Units that are in the station now. */
export function openVisits(tx: Tx, stationId: string): Promise<number> {
  return count(
    tx,
    "execution_track",
    sql`${refersTo("stationId", stationId)} and ${sql.ref("outAt")} is null`,
  );
}

/** Runs on the line that are neither completed nor cancelled. */
export function openRuns(tx: Tx, lineId: string): Promise<number> {
  return count(
    tx,
    "work_order_run",
    sql`${refersTo("lineId", lineId)} and state not in ('COMPLETED', 'CANCELLED')`,
  );
}

/** The active shifts of a line, or of the plant (null): at most a handful. */
export async function shiftsBeside(tx: Tx, lineId: string | null): Promise<ShiftTimes[]> {
  return await tx.k
    .selectFrom("plant_shift")
    .select(["id", "code", "startMinute", "endMinute", "lineId", "isActive"])
    .where("lineId", lineId === null ? "is" : "=", lineId)
    .where("isActive", "=", true)
    .execute();
}

/** Nobody needs to know whether a thousand or a million rows stand on something. */
const countMax = 1000;

async function count(tx: Tx, table: keyof DB, which: Expression<SqlBool>): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n
    from (select 1 as one from ${sql.table(table)} where ${which} limit ${sql.lit(countMax)}) as found
  `.execute(tx.k);
  return Number(rows[0]?.n ?? 0);
}

const refersTo = (column: string, id: string) => sql<SqlBool>`${sql.ref(column)} = ${id}`;

/** Ids are unique texts, so a Json column that holds one mentions it. */
const mentions = (column: string, id: string) =>
  sql<SqlBool>`cast(${sql.ref(column)} as text) like ${`%"${id}"%`}`;
