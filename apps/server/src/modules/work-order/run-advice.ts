import { assert, type GateReport, type Instant } from "@lineside/domain/kernel";
import type { Source } from "./unit-count-queries.ts";

/** What stands between a run and mass production now. */
export type RunAdvice = (from: Source, runNo: string, now: Instant) => Promise<GateReport>;

let advise: RunAdvice | null = null;

/** Lets the owner of the gate speak: orders and runs may not call it (architecture §2). */
export function adviseOnRuns(advice: RunAdvice): void {
  advise = advice;
}

export async function adviceFor(from: Source, runNo: string, now: Instant): Promise<GateReport> {
  assert(advise, "nobody advises on runs");
  return await advise(from, runNo, now);
}
