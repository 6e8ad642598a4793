import type { Tx } from "@lineside/db";
import type { GateReport, Instant } from "@lineside/domain/kernel";

/** Keeps who opened or closed mass production of a run, why, and what the gate found at that time. */
export async function keepAuthorization(
  tx: Tx,
  row: {
    id: string;
    runId: string;
    action: "AUTHORIZE" | "REVOKE";
    actorId: string | null;
    actorName: string;
    at: Instant;
    reason: string | null;
    evidence: GateReport;
  },
): Promise<void> {
  await tx.k.insertInto("work_order_run_authorization").values(row).execute();
}
