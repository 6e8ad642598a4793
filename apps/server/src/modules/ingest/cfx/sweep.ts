import type { Tx } from "@lineside/db";
import { addMinutes, type Instant } from "@lineside/domain/kernel";
import { defineCron } from "../../../platform/jobs/job.ts";
import { sweepPresence, sweepTransactions } from "./sweep-store.ts";

/** Days that finished pieces of work and past presence are kept; their visits and events stay. */
export const finishedDays = 90;

/** Every night. What is open is never removed by its age. */
export const finishedSweep = defineCron({
  name: "ingestTransaction.sweep",
  pattern: "50 3 * * *",
  run: (jx) => sweepFinished(jx.tx, addMinutes(jx.now, -finishedDays * 24 * 60)),
});

export async function sweepFinished(tx: Tx, before: Instant) {
  return {
    transactions: await sweepTransactions(tx, before),
    presence: await sweepPresence(tx, before),
  };
}
