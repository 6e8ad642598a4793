import type { Tx } from "@lineside/db";
import { addMs, type Instant } from "@lineside/domain/kernel";
import type { ClaimedJob } from "./claim.ts";
import type { Lane } from "./job.ts";
import { lanes } from "./lanes.ts";

/**
 * Makes the leases of a node's running jobs longer. Returns the ids that are still its own: what is
 * missing was taken back meanwhile.
 */
export async function beat(
  { k }: Tx,
  jobs: readonly ClaimedJob[],
  { worker, now }: { worker: string; now: Instant },
): Promise<Set<string>> {
  const kept = new Set<string>();
  const byLane = Map.groupBy(jobs, ({ lane }) => lane as Lane);
  for (const [lane, held] of byLane) {
    const rows = await k
      .updateTable("platform_job")
      .set({ leaseUntil: addMs(now, lanes[lane].leaseMs) })
      .where((eb) =>
        eb.or(
          held.map(({ id, leaseEpoch }) =>
            eb.and([eb("id", "=", id), eb("leaseEpoch", "=", leaseEpoch)]),
          ),
        ),
      )
      .where("state", "=", "RUNNING")
      .where("worker", "=", worker)
      .returning("id")
      .execute();
    for (const { id } of rows) kept.add(id);
  }
  return kept;
}
