import { ok, type Refusal, type Result, refuse } from "../kernel/index.ts";
import type { ScanFacts } from "./facts.ts";
import type { BatchPolicy } from "./machine-moves.ts";
import type { PassedThrough } from "./pass-through.ts";

export interface BatchFacts<F extends ScanFacts> {
  readonly carrierNo: string;
  readonly policy: BatchPolicy;
  /** As the machine listed them; null: no such unit. */
  readonly units: readonly { readonly sn: string; readonly facts: F | null }[];
}

export interface DecidedBatch<F> {
  readonly moved: { readonly facts: F; readonly value: PassedThrough }[];
  readonly refused: ({ readonly sn: string } & Refusal)[];
}

/**
 * A machine tells that a batch went through: every unit by the rules of a single one, all of one run
 * before one and the same step, which is a batch step. ALL_OR_NOTHING: the first refusal is the
 * batch's. PARTIAL: what may not move stays and is listed; something must move. domain.md 4.12, D7
 */
export function moveBatch<F extends ScanFacts>(
  batch: BatchFacts<F>,
  decide: (facts: F) => Result<PassedThrough>,
): Result<DecidedBatch<F>> {
  const { carrierNo, policy, units } = batch;
  if (units.length === 0) return refuse("CARRIER_EMPTY", { carrierNo });
  const seen = new Set<string>();
  const twice = units.filter(({ sn }) => seen.size === seen.add(sn).size).map(({ sn }) => sn);
  if (twice.length > 0) return refuse("SN_TWICE", { carrierNo, sns: twice });
  const moved: { facts: F; value: PassedThrough }[] = [];
  const refused: ({ sn: string } & Refusal)[] = [];
  for (const { sn, facts } of units) {
    const decided = together(moved[0], { sn, facts }, decide);
    if (decided.ok) moved.push(decided.value);
    else if (policy === "ALL_OR_NOTHING")
      return refuse(decided.refusal.code, { carrierNo, sn, ...decided.refusal.context });
    else refused.push({ sn, ...decided.refusal });
  }
  if (moved.length === 0) return refuse("BATCH_NOTHING_MOVED", { carrierNo, refused });
  return ok({ moved, refused });
}

function together<F extends ScanFacts>(
  first: { readonly facts: F } | undefined,
  { sn, facts }: { sn: string; facts: F | null },
  decide: (facts: F) => Result<PassedThrough>,
): Result<{ facts: F; value: PassedThrough }> {
  if (!facts?.unit) return refuse("UNIT_NOT_FOUND", { sn });
  const lead = first?.facts.unit;
  const { runId, stepNo } = facts.unit;
  if (lead && lead.runId !== runId)
    return refuse("UNIT_RUN_MISMATCH", {
      sn,
      runNo: facts.run.runNo,
      askedRunNo: first.facts.run.runNo,
    });
  const decided = decide(facts);
  if (!decided.ok) return decided;
  if (lead && lead.stepNo !== stepNo)
    return refuse("CARRIER_UNITS_DIVERGED", { sn, stepNo, batchStepNo: lead.stepNo });
  const { stationType } = decided.value.left.step;
  if (stationType !== "BATCH") return refuse("BATCH_STEP_REQUIRED", { sn, stepNo, stationType });
  return ok({ facts, value: decided.value });
}
