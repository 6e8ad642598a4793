import type { Tx } from "@lineside/db";
import { addMs, elapsedMs, type Instant } from "@lineside/domain/kernel";
import { probeEveryMs } from "./lanes.ts";

/** Further apart than the clocks of two nodes of one plant are. */
export const setBackMs = 5 * 60_000;

/** Notices when this machine's clock was set back, e.g. after a start with a wrong date. */
export class SetBack {
  #last: Instant | null = null;

  noticedAt(now: Instant): boolean {
    const isSetBack = this.#last !== null && elapsedMs(this.#last, now) < -setBackMs;
    this.#last = now;
    return isSetBack;
  }
}

/**
 * What was enqueued by a clock that was ahead would wait until its time comes: it is due now. So is the
 * next try to reach a receiver that was away then.
 */
export async function pullBackJobs({ k }: Tx, now: Instant): Promise<void> {
  await k
    .updateTable("platform_job")
    .set({ notBefore: now })
    .where("state", "=", "QUEUED")
    .where("notBefore", ">", now)
    .where("createdAt", ">", addMs(now, setBackMs))
    .execute();
  await k
    .updateTable("platform_job_endpoint")
    .set({ probeAt: now })
    .where("isOpen", "=", true)
    .where("probeAt", ">", addMs(now, setBackMs + probeEveryMs))
    .execute();
}
