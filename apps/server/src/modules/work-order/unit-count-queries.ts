import { type Database, type Params, statement, type Tx } from "@lineside/db";
import type { UnitCounts } from "@lineside/domain/work-order";
import { RecentlyUsed } from "../../platform/recently-used.ts";

/** Facts are read inside a unit of work, or from committed state. */
export type Source = Tx | Database;
export type Reader = Tx["k"];

export function reading(from: Source): Reader {
  return "k" in from ? from.k : from.read;
}

/** State of a unit → the count it belongs to. */
const countOf = {
  QUEUED: "queued",
  IN_STATION: "inStation",
  OUT_FAILED: "failed",
  ON_HOLD: "held",
  DONE: "done",
  SCRAPPED: "scrapped",
  VOIDED: "voided",
} as const satisfies Record<string, keyof UnitCounts>;

const noUnits: UnitCounts = {
  total: 0,
  queued: 0,
  inStation: 0,
  failed: 0,
  held: 0,
  done: 0,
  scrapped: 0,
  voided: 0,
};

/** Counts from rows of (state, n); voided units are not part of the total. */
export function countsOf(rows: Iterable<{ state: string; n: number }>): UnitCounts {
  const counts = { ...noUnits };
  for (const { state, n } of rows) {
    counts[countOf[state as keyof typeof countOf]] += Number(n);
    if (state !== "VOIDED") counts.total += Number(n);
  }
  return counts;
}

/** Units of each run by state. */
export async function unitCountsOf(
  k: Reader,
  runIds: readonly string[],
): Promise<(runId: string) => UnitCounts> {
  if (runIds.length === 0) return () => noUnits;
  const rows = await k
    .selectFrom("execution_unit")
    .select(["runId", "state", (x) => x.fn.countAll<number>().as("n")])
    .where("runId", "in", runIds)
    .groupBy(["runId", "state"])
    .execute();
  return (runId) => countsOf(rows.filter((row) => row.runId === runId));
}

/** Good and scrapped units of each order. */
export async function madeQuantitiesOf(
  k: Reader,
  orderIds: readonly string[],
): Promise<(orderId: string) => { done: number; scrapped: number }> {
  if (orderIds.length === 0) return () => ({ done: 0, scrapped: 0 });
  const rows = await k
    .selectFrom("work_order_run as r")
    .innerJoin("execution_unit as u", "u.runId", "r.id")
    .select(["r.workOrderId", "u.state", (x) => x.fn.countAll<number>().as("n")])
    .where("r.workOrderId", "in", orderIds)
    .where("u.state", "in", ["DONE", "SCRAPPED"])
    .groupBy(["r.workOrderId", "u.state"])
    .execute();
  return (orderId) => {
    const { done, scrapped } = countsOf(rows.filter((row) => row.workOrderId === orderId));
    return { done, scrapped };
  };
}

/** Units of a run that ever were in a station, and waiting ones that never were. */
export async function startedUnits(
  k: Reader,
  runId: string,
): Promise<{ tracked: number; neverStarted: number }> {
  const row = await k
    .selectFrom("execution_unit as u")
    .select((x) => {
      const visit = x
        .selectFrom("execution_track as t")
        .select("t.id")
        .whereRef("t.unitId", "=", "u.id");
      const count = (condition: ReturnType<typeof x.exists>) =>
        x.fn.sum<number | null>(x.case().when(condition).then(1).else(0).end());
      return [
        count(x.exists(visit)).as("tracked"),
        count(x.and([x("u.state", "=", "QUEUED"), x.not(x.exists(visit))])).as("neverStarted"),
      ];
    })
    .where("u.runId", "=", runId)
    .executeTakeFirstOrThrow();
  return { tracked: Number(row.tracked ?? 0), neverStarted: Number(row.neverStarted ?? 0) };
}

/** By run, a unit that was open at the last look: mostly it still is, and one seek answers. */
const openOnes = new RecentlyUsed<string>(1_000);

/**
 * Whether any unit of the run is still open. Answered from the index by a few seeks, however many
 * units are done: these stand at the last step, open ones mostly before it.
 */
export async function hasOpenUnits(tx: Tx, runId: string): Promise<boolean> {
  const known = openOnes.get(runId);
  if (known !== undefined && (await tx.run(isStillOpen, { id: known })).length > 0) return true;
  const [open] = await tx.run(openUnit, { runId });
  if (open) openOnes.set(runId, open.id);
  return open !== undefined;
}

const openStates = ["QUEUED", "IN_STATION", "OUT_FAILED", "ON_HOLD"];

const isStillOpen = statement((k, p: Params<{ id: string }>) =>
  k
    .selectFrom("execution_unit")
    .select("id")
    .where("id", "=", p("id"))
    .where("state", "in", openStates),
);

const openUnit = statement((k, p: Params<{ runId: string }>) => {
  const lastStep = k
    .selectFrom("execution_unit")
    .select((x) => x.fn.max("currentStepNo").as("stepNo"))
    .where("runId", "=", p("runId"));
  const openAt = (compare: "<" | "=") =>
    k
      .selectFrom("execution_unit")
      .select("id")
      .where("runId", "=", p("runId"))
      .where("currentStepNo", compare, lastStep)
      .where("state", "in", openStates)
      // Units go through in the order they were made: the last one stays open longest.
      .orderBy("currentStepNo", "desc")
      .orderBy("state", "desc")
      .limit(1);
  return k
    .selectFrom((s) =>
      s
        .selectFrom(openAt("<").as("before"))
        .select("before.id")
        .unionAll(s.selectFrom(openAt("=").as("at")).select("at.id"))
        .as("open"),
    )
    .select("open.id")
    .limit(1);
});
