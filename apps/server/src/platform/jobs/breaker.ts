import { type Params, statement, type Tx } from "@lineside/db";
import { addMs, type Instant } from "@lineside/domain/kernel";
import type { ClaimedJob } from "./claim.ts";
import { breakerAfter, probeEveryMs } from "./lanes.ts";

export const endpointOf = ({ endpoint, kind }: Pick<ClaimedJob, "endpoint" | "kind">) =>
  endpoint ?? kind;

/** One more transport failure in a row; the fifth opens the breaker: nothing but a probe is sent. */
export async function noteOutage(
  tx: Tx,
  { key, code, now }: { key: string; code: string; now: Instant },
): Promise<void> {
  await tx.k
    .insertInto("platform_job_endpoint")
    .values({ key, failures: 1, lastError: code, updatedAt: now })
    .onConflict((conflict) =>
      conflict.column("key").doUpdateSet((eb) => ({
        failures: eb("platform_job_endpoint.failures", "+", 1),
        lastError: code,
        updatedAt: now,
      })),
    )
    .execute();
  await tx.k
    .updateTable("platform_job_endpoint")
    .set({ isOpen: true, openedAt: now, probeAt: addMs(now, probeEveryMs) })
    .where("key", "=", key)
    .where("isOpen", "=", false)
    .where("failures", ">=", breakerAfter)
    .execute();
}

const closeBreaker = statement((k, p: Params<{ key: string; now: Instant }>) =>
  k
    .updateTable("platform_job_endpoint")
    .set({ failures: 0, isOpen: false, openedAt: null, probeAt: null, updatedAt: p("now") })
    .where("key", "=", p("key"))
    .where("failures", ">", 0),
);

/** Something arrived there: everything that waited goes out again. */
export async function noteArrival(tx: Tx, key: string, now: Instant): Promise<void> {
  await tx.change(closeBreaker, { key, now });
}
