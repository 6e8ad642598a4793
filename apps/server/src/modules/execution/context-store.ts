import { type Database, type Params, type Statement, statement, type Tx } from "@lineside/db";
import type { ExecutionOrder, ExecutionRun, ExecutionStation } from "@lineside/domain/execution";
import { assert } from "@lineside/domain/kernel";
import type { OrderState, RunState } from "@lineside/domain/work-order";
import { RecentlyUsed } from "../../platform/recently-used.ts";

/** Reads on a unit of work's connection, or outside of one. */
export type Reader = Tx | Database;

export function read<P, R>(reader: Reader, query: Statement<P, R>, params: P): Promise<R[]> {
  return "run" in reader ? reader.run(query, params) : reader.query(query, params);
}

/** What a run is, apart from its units: the same for every scan until somebody changes the run. */
export interface RunContext {
  readonly run: ExecutionRun;
  readonly productCode: string;
  readonly routeVersionId: string;
}

/**
 * A scan asks the database only for versions and states of its run, order and station; the rest is
 * remembered under exactly that version, so that no scan ever decides on what is no longer so.
 */
class Remembered<V> {
  readonly #kept: RecentlyUsed<V>;

  constructor(
    readonly load: (reader: Reader, id: string) => Promise<V>,
    max = 2_000,
  ) {
    this.#kept = new RecentlyUsed(max);
  }

  async get(reader: Reader, id: string, stamp: string): Promise<V> {
    const key = `${id} ${stamp}`;
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const value = await this.load(reader, id);
    this.#kept.set(key, value);
    return value;
  }
}

const runById = statement((k, p: Params<{ id: string }>) =>
  k
    .selectFrom("work_order_run as r")
    .innerJoin("plant_line as l", "l.id", "r.lineId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .select([
      "r.id",
      "r.runNo",
      "r.state",
      "r.planQty",
      "r.holdCode",
      "r.holdReason",
      "r.startedAt",
      "r.endedAt",
      "r.lineId",
      "r.routeVersionId",
      "l.code as lineCode",
      "p.code as productCode",
    ])
    .where("r.id", "=", p("id")),
);

export const runContexts = new Remembered<RunContext>(async (reader, id) => {
  const [row] = await read(reader, runById, { id });
  assert(row, `run ${id} of a unit is missing`);
  const { productCode, routeVersionId, ...run } = row;
  return { run: { ...run, state: run.state as RunState }, productCode, routeVersionId };
});

const orderById = statement((k, p: Params<{ id: string }>) =>
  k.selectFrom("work_order").select(["woNo", "state", "holdReason"]).where("id", "=", p("id")),
);

export const orderContexts = new Remembered<ExecutionOrder>(async (reader, id) => {
  const [row] = await read(reader, orderById, { id });
  assert(row, `order ${id} of a unit is missing`);
  return { ...row, state: row.state as OrderState };
});

const stationById = statement((k, p: Params<{ id: string }>) =>
  k
    .selectFrom("plant_station as s")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .select([
      "s.id",
      "s.code",
      "s.name",
      "s.stationType",
      "s.groupId",
      "s.isActive",
      "s.lineId",
      "l.code as lineCode",
    ])
    .where("s.id", "=", p("id")),
);

export const stationContexts = new Remembered<ExecutionStation>(async (reader, id) => {
  const [row] = await read(reader, stationById, { id });
  assert(row, `station ${id} is missing`);
  return row;
});

/** Codes of stations and numbers of panels never change. */
export const stationCodes = new Remembered<string>(
  async (reader, id) => (await read(reader, stationById, { id }))[0]?.code ?? "",
);

const panelById = statement((k, p: Params<{ id: string }>) =>
  k.selectFrom("execution_panel").select("panelNo").where("id", "=", p("id")),
);

export const panelNumbers = new Remembered<string>(
  async (reader, id) => (await read(reader, panelById, { id }))[0]?.panelNo ?? "",
  20_000,
);

/** Stamp of what can never change. */
export const forever = "";
