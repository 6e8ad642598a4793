import { prefix, type Tx } from "@lineside/db";
import type { UnitState } from "@lineside/domain/execution";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import { type Expression, sql } from "kysely";

/** Units of a run as far as making and removing them depends on it. */
export async function runUnitFacts(
  tx: Tx,
  runId: string,
): Promise<{ unitCount: number; notQueued: number }> {
  const rows = await tx.k
    .selectFrom("execution_unit")
    .select(["state", (x) => x.fn.countAll<number>().as("n")])
    .where("runId", "=", runId)
    .groupBy("state")
    .execute();
  const count = (isCounted: (state: string) => boolean) =>
    rows.reduce((sum, { state, n }) => sum + (isCounted(state) ? Number(n) : 0), 0);
  return {
    unitCount: count((state) => state !== "VOIDED"),
    notQueued: count((state) => state !== "QUEUED"),
  };
}

/** What a serial number and a panel are made of, besides the run itself. */
export async function serialFactsOf(tx: Tx, run: { productId: string; lineId: string }) {
  return await tx.k
    .selectFrom("plant_product as p")
    .innerJoin("plant_line as l", (join) => join.on("l.id", "=", run.lineId))
    .select(["p.code as product", "p.snPattern", "p.unitsPerPanel", "l.code as line"])
    .where("p.id", "=", run.productId)
    .executeTakeFirstOrThrow();
}

/**
 * Takes the next numbers of a counter and returns the first. The counter's row is written first, so
 * that two who take at once get different numbers; numbers of deleted units are not used again,
 * their labels may be printed.
 */
export async function takeSerials(tx: Tx, scope: string, quantity: number): Promise<number> {
  const row = await tx.k
    .insertInto("execution_serial_counter")
    .values({ scope, nextNo: quantity + 1 })
    .onConflict((x) =>
      x.column("scope").doUpdateSet((y) => ({
        nextNo: y("execution_serial_counter.nextNo", "+", quantity),
      })),
    )
    .returning("nextNo")
    .executeTakeFirstOrThrow();
  return row.nextNo - quantity;
}

export interface NewUnit {
  id: string;
  sn: string;
  panelId: string | null;
  panelPosition: number | null;
}

interface Batch {
  runId: string;
  workOrderId: string;
  stepNo: number;
  now: Instant;
}

/**
 * Adds the units of a run: 10,000 of them in tens of milliseconds, because the rows travel as one
 * value. A serial number somebody else has refuses them all.
 */
export async function insertUnits(tx: Tx, units: NewUnit[], batch: Batch): Promise<void> {
  const { runId, workOrderId, stepNo, now } = batch;
  const cell = cells(tx);
  const done = await sql`
    insert into ${sql.table("execution_unit")} (${columns([
      "id",
      "sn",
      "panelId",
      "panelPosition",
      "workOrderId",
      "runId",
      "state",
      "currentStepNo",
      "version",
      "createdAt",
      "updatedAt",
    ])})
    select ${cell.text(0)}, ${cell.text(1)}, ${cell.text(2)}, ${cell.int(3)},
      ${cell.same(workOrderId, "text")}, ${cell.same(runId, "text")}, 'QUEUED',
      ${cell.same(stepNo, "int")}, 1, ${cell.same(now, "timestamptz")}, ${cell.same(now, "timestamptz")}
    from ${cell.rows(units.map((unit) => [unit.id, unit.sn, unit.panelId, unit.panelPosition]))}
    where true
    on conflict (sn) do nothing`.execute(tx.k);
  if (Number(done.numAffectedRows) === units.length) return;
  throw refusalError({ code: "SN_EXISTS", context: { sns: await takenSerials(tx, units, runId) } });
}

/** A few of the serial numbers that are taken, to name them. */
async function takenSerials(tx: Tx, units: NewUnit[], runId: string): Promise<string[]> {
  const first = units[0]?.id ?? "";
  const taken: string[] = [];
  for (let at = 0; at < units.length && taken.length < 5; at += 1000) {
    const sns = units.slice(at, at + 1000).map((unit) => unit.sn);
    const rows = await tx.k
      .selectFrom("execution_unit")
      .select("sn")
      .where("sn", "in", sns)
      .where((x) => x.or([x("runId", "!=", runId), x("id", "<", first)]))
      .orderBy("sn")
      .limit(5)
      .execute();
    taken.push(...rows.map((row) => row.sn));
  }
  return taken.slice(0, 5);
}

export interface NewPanel {
  id: string;
  panelNo: string;
}

/** Adds panels to a run; a panel number somebody else has refuses them all. */
export async function insertPanels(
  tx: Tx,
  panels: NewPanel[],
  run: { runId: string; now: Instant },
): Promise<void> {
  if (panels.length === 0) return;
  const cell = cells(tx);
  const done = await sql`
    insert into ${sql.table("execution_panel")} (${columns(["id", "panelNo", "runId", "createdAt"])})
    select ${cell.text(0)}, ${cell.text(1)}, ${cell.same(run.runId, "text")},
      ${cell.same(run.now, "timestamptz")}
    from ${cell.rows(panels.map((panel) => [panel.id, panel.panelNo]))}
    where true
    on conflict (${sql.ref("panelNo")}) do nothing`.execute(tx.k);
  if (Number(done.numAffectedRows) !== panels.length)
    throw refusalError({ code: "PANEL_EXISTS", context: { panelNo: panels[0]?.panelNo } });
}

function columns(names: string[]) {
  return sql.join(names.map((name) => sql.ref(name)));
}

/** Rows given as one Json value, and their cells, in the words of either database. */
function cells(tx: Tx) {
  const isSqlite = tx.dialect === "sqlite";
  const text = (at: number): Expression<unknown> => sql`given.value ->> ${sql.lit(at)}`;
  return {
    text,
    int: (at: number) => (isSqlite ? text(at) : sql`(${text(at)})::int`),
    same: (value: string | number, type: string) =>
      isSqlite ? sql`${value}` : sql`${value}::${sql.raw(type)}`,
    rows: (rows: unknown[][]) =>
      isSqlite
        ? sql`json_each(${JSON.stringify(rows)}) as given`
        : sql`jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as given(value)`,
  };
}

export async function panelCount(tx: Tx, runId: string): Promise<number> {
  const row = await tx.k
    .selectFrom("execution_panel")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("runId", "=", runId)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/** Label ranges that may share a label with this one: of the same length, one prefix within the other. */
export async function similarRanges(tx: Tx, range: { prefix: string; width: number }) {
  const shorter = Array.from({ length: range.prefix.length + 1 }, (_, n) =>
    range.prefix.slice(0, n),
  );
  return await tx.k
    .selectFrom("execution_label_range as g")
    .innerJoin("work_order_run as r", "r.id", "g.runId")
    .select(["g.prefix", "g.firstNo", "g.lastNo", "g.width", "r.runNo"])
    .where((x) =>
      x.or([x("g.prefix", "in", shorter), prefix(tx.dialect, "g.prefix", range.prefix)]),
    )
    .where(sql<number>`length(g.prefix) + g.width`, "=", range.prefix.length + range.width)
    .execute();
}

export async function insertLabelRange(
  tx: Tx,
  range: {
    id: string;
    runId: string;
    prefix: string;
    firstNo: number;
    lastNo: number;
    width: number;
    createdAt: Instant;
  },
): Promise<void> {
  await tx.k.insertInto("execution_label_range").values(range).execute();
}

/** Removes units that never were in a station, with their panels and labels; returns how many. */
export async function removeUnits(tx: Tx, runId: string): Promise<number> {
  const done = await tx.k
    .deleteFrom("execution_unit")
    .where("runId", "=", runId)
    .where("state", "=", "QUEUED")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("execution_track as t")
            .select("t.id")
            .whereRef("t.unitId", "=", "execution_unit.id"),
        ),
      ),
    )
    .executeTakeFirst();
  await tx.k.deleteFrom("execution_panel").where("runId", "=", runId).execute();
  await tx.k.deleteFrom("execution_label_range").where("runId", "=", runId).execute();
  return Number(done.numDeletedRows);
}

/** Voids the units of ended runs that never were in a station; returns how many per run. */
export async function voidUnits(
  tx: Tx,
  runIds: readonly string[],
  now: Instant,
): Promise<Map<string, number>> {
  const rows = await tx.k
    .updateTable("execution_unit")
    .set((x) => ({
      state: "VOIDED",
      finishedAt: now,
      updatedAt: now,
      version: x("version", "+", 1),
    }))
    .where("runId", "in", runIds)
    .where("state", "=", "QUEUED")
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("execution_track as t")
            .select("t.id")
            .whereRef("t.unitId", "=", "execution_unit.id"),
        ),
      ),
    )
    .returning("runId")
    .execute();
  const voided = new Map<string, number>();
  for (const { runId } of rows) voided.set(runId, (voided.get(runId) ?? 0) + 1);
  return voided;
}

/** The units asked for, kept from anyone else's change, with the panel each one is on. */
export async function lockUnitsBySn(tx: Tx, sns: readonly string[]) {
  const rows = await tx.k
    .selectFrom("execution_unit as u")
    .leftJoin("execution_panel as n", "n.id", "u.panelId")
    .selectAll("u")
    .select("n.panelNo")
    .where("u.sn", "in", sns)
    .orderBy("u.id")
    .forUpdate("u")
    .execute();
  return rows.map(({ currentStepNo, ...unit }) => ({
    ...unit,
    stepNo: currentStepNo,
    state: unit.state as UnitState,
    heldFrom: unit.heldFrom as UnitState | null,
  }));
}

export async function panelExists(tx: Tx, panelNo: string): Promise<boolean> {
  const row = await tx.k
    .selectFrom("execution_panel")
    .select("id")
    .where("panelNo", "=", panelNo)
    .executeTakeFirst();
  return row !== undefined;
}

export async function placeOnPanel(
  tx: Tx,
  place: { unitId: string; panelId: string; panelPosition: number; now: Instant },
): Promise<void> {
  const { panelId, panelPosition, now } = place;
  const done = await tx.k
    .updateTable("execution_unit")
    .set((x) => ({ panelId, panelPosition, updatedAt: now, version: x("version", "+", 1) }))
    .where("id", "=", place.unitId)
    .where("panelId", "is", null)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n)
    throw refusalError({ code: "CONCURRENT_CHANGE", context: { unitId: place.unitId } });
}
