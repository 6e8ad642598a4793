import type { Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import { sql } from "kysely";
import { wake } from "../../platform/jobs/queue.ts";

/** Wakes what waits for units of a run that has just got its units. Costs by who waits, not by units. */
export async function wakeUnitsOfRun(tx: Tx, runId: string, now: Instant): Promise<void> {
  const waiting = await tx.k
    .selectFrom("platform_job as j")
    .innerJoin("execution_unit as u", (join) =>
      join.on(sql<string>`'unit:' || u.sn`, "=", sql.ref("j.waitKey")),
    )
    .select("j.waitKey")
    .distinct()
    .where("j.kind", "=", "ingest.retry")
    .where("j.state", "in", ["QUEUED", "RUNNING"])
    .where("j.waitKey", "is not", null)
    .where("u.runId", "=", runId)
    .execute();
  for (const { waitKey } of waiting) if (waitKey) await wake(tx, waitKey, now);
}

export async function wakeRunsOfOrder(tx: Tx, workOrderId: string, now: Instant): Promise<void> {
  const runs = await tx.k
    .selectFrom("work_order_run")
    .select("runNo")
    .where("workOrderId", "=", workOrderId)
    .execute();
  for (const { runNo } of runs) await wake(tx, `run:${runNo}`, now);
}

/**
 * A run that makes its units at their first scan is open: whoever waits at its line for a unit nobody
 * knows may be that scan.
 */
export async function wakeFirstScans(tx: Tx, runId: string, now: Instant): Promise<void> {
  const waiting = await tx.k
    .selectFrom("work_order_run as r")
    .innerJoin("plant_station as s", "s.lineId", "r.lineId")
    .innerJoin("ingest_event as e", "e.stationCode", "s.code")
    .select("e.sn")
    .distinct()
    .where("r.id", "=", runId)
    .where("r.unitSource", "=", "FIRST_SCAN")
    .where("e.state", "=", "PARKED")
    .where("e.code", "=", "UNIT_RUN_NOT_FOUND")
    .execute();
  for (const { sn } of waiting) if (sn !== null) await wake(tx, `unit:${sn}`, now);
}
