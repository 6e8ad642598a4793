import { type NewRow, type Params, statement, type Tx } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import type {
  OrderState,
  RunFacts,
  RunOfOrder,
  RunPatch,
  RunState,
  UnitSource,
} from "@lineside/domain/work-order";

export interface StoredRun extends RunFacts {
  readonly version: number;
  readonly workOrderId: string;
  readonly lineId: string;
  readonly productId: string;
  readonly routeVersionId: string;
  readonly order: {
    readonly woNo: string;
    readonly state: OrderState;
    readonly holdReason: string | null;
  };
}

/** The run with its order, kept from anyone else's change until this unit of work ends. */
export async function lockRun(tx: Tx, runNo: string): Promise<StoredRun> {
  const [row] = await tx.run(lockRunByNo, { runNo });
  if (!row) throw refusalError({ code: "RUN_NOT_FOUND", context: { runNo } });
  const { woNo, orderState, orderHoldReason, ...run } = row;
  return {
    ...run,
    state: run.state as RunState,
    heldFrom: run.heldFrom as RunState | null,
    unitSource: run.unitSource as UnitSource,
    order: { woNo, state: orderState as OrderState, holdReason: orderHoldReason },
  };
}

const lockRunByNo = statement((k, p: Params<{ runNo: string }>) =>
  k
    .selectFrom("work_order_run as r")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .select([
      "r.id",
      "r.runNo",
      "r.workOrderId",
      "r.lineId",
      "r.productId",
      "r.routeVersionId",
      "r.planQty",
      "r.state",
      "r.heldFrom",
      "r.holdCode",
      "r.holdReason",
      "r.unitSource",
      "r.authorizedAt",
      "r.startedAt",
      "r.endedAt",
      "r.closeReason",
      "r.version",
      "o.woNo",
      "o.state as orderState",
      "o.holdReason as orderHoldReason",
    ])
    .where("r.runNo", "=", p("runNo"))
    .forUpdate("r"),
);

/** Saves what a rule decided, unless somebody else changed the run since it was loaded. */
export async function saveRun(
  tx: Tx,
  run: { id: string; runNo: string; version: number },
  change: { patch: RunPatch; now: Instant },
): Promise<void> {
  const done = await tx.k
    .updateTable("work_order_run")
    .set({ ...change.patch, updatedAt: change.now, version: run.version + 1 })
    .where("id", "=", run.id)
    .where("version", "=", run.version)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n) throw changedMeanwhile(run.runNo);
}

export async function insertRun(tx: Tx, run: NewRow<"work_order_run">): Promise<void> {
  await tx.k.insertInto("work_order_run").values(run).execute();
}

/** Every run of an order, the first one first, kept from anyone else's change. */
export async function lockRunsOf(
  tx: Tx,
  workOrderId: string,
): Promise<(RunOfOrder & { lineId: string })[]> {
  const rows = await tx.k
    .selectFrom("work_order_run")
    .select(["id", "runNo", "planQty", "state", "startedAt", "lineId"])
    .where("workOrderId", "=", workOrderId)
    .orderBy("id")
    .forUpdate()
    .execute();
  return rows.map((row) => ({ ...row, state: row.state as RunState }));
}

/** Cancels waiting runs together with their order. */
export async function cancelRuns(
  tx: Tx,
  ids: string[],
  change: { reason: string; now: Instant },
): Promise<void> {
  if (ids.length === 0) return;
  await tx.k
    .updateTable("work_order_run")
    .set((x) => ({
      state: "CANCELLED",
      heldFrom: null,
      holdCode: null,
      holdReason: null,
      closeReason: change.reason,
      endedAt: change.now,
      updatedAt: change.now,
      version: x("version", "+", 1),
    }))
    .where("id", "in", ids)
    .execute();
}

/**
 * The first board starts an authorised run. True: this call started it; false: another station's
 * scan was faster, which is as good. Anything else that happened since is a conflict.
 */
export async function startRun(
  tx: Tx,
  run: { runId: string; version: number; now: Instant },
): Promise<boolean> {
  if ((await tx.change(start, run)) === 1) return true;
  const [found] = await tx.run(stateOfRun, { runId: run.runId });
  if (found?.state === "IN_PROGRESS") return false;
  throw changedMeanwhile(found?.runNo ?? run.runId);
}

const start = statement((k, p: Params<{ runId: string; version: number; now: Instant }>) =>
  k
    .updateTable("work_order_run")
    .set((x) => ({
      state: "IN_PROGRESS",
      startedAt: p("now"),
      updatedAt: p("now"),
      version: x("version", "+", 1),
    }))
    .where("id", "=", p("runId"))
    .where("version", "=", p("version"))
    .where("state", "=", "AUTHORIZED"),
);

const stateOfRun = statement((k, p: Params<{ runId: string }>) =>
  k.selectFrom("work_order_run").select(["runNo", "state"]).where("id", "=", p("runId")),
);

export interface EndingRun {
  readonly id: string;
  readonly runNo: string;
  readonly workOrderId: string;
  readonly lineId: string;
  readonly planQty: number;
  readonly state: RunState;
  readonly version: number;
}

/** Locked before its units are counted: of two last boards, the second one sees the first. */
export async function lockEndingRun(tx: Tx, runId: string): Promise<EndingRun | null> {
  const [row] = await tx.run(lockRunById, { runId });
  return row ? { ...row, state: row.state as RunState } : null;
}

const lockRunById = statement((k, p: Params<{ runId: string }>) =>
  k
    .selectFrom("work_order_run")
    .select(["id", "runNo", "workOrderId", "lineId", "planQty", "state", "version"])
    .where("id", "=", p("runId"))
    .forUpdate(),
);

function changedMeanwhile(runNo: string) {
  return refusalError({ code: "CONCURRENT_CHANGE", context: { runNo } });
}
