import type { Instant, Refusal, Result } from "../kernel/index.ts";
import type { FrozenStep } from "../routing/index.ts";
import type { Operator, ScanFacts } from "./facts.ts";
import { isInside } from "./pass-through.ts";
import { scanned, stepAtStation } from "./scan-guards.ts";
import { trackIn } from "./track-in.ts";
import { visitHere } from "./track-out.ts";

export interface ScanAction {
  readonly action: "TRACK_IN" | "TRACK_OUT" | "NONE";
  readonly step: FrozenStep | null;
  /** Why nothing can be done here; null when something can. */
  readonly refusal: Refusal | null;
}

/** What scanning a unit at a station does: in or out is decided by the unit's state, by no button. */
export function scanAction(facts: ScanFacts, by: Operator, now: Instant): ScanAction {
  if (isInside(facts)) {
    const step = stepToLeave(facts);
    if (!step.ok) return { action: "NONE", step: null, refusal: step.refusal };
    return { action: "TRACK_OUT", step: step.value, refusal: null };
  }
  const decided = trackIn(facts, { by }, now);
  if (!decided.ok) return { action: "NONE", step: null, refusal: decided.refusal };
  return { action: "TRACK_IN", step: decided.value.step, refusal: null };
}

function stepToLeave(facts: ScanFacts): Result<FrozenStep> {
  const scan = scanned(facts);
  if (!scan.ok) return scan;
  const visit = visitHere(facts, scan.value);
  return visit.ok ? stepAtStation(scan.value, facts) : visit;
}
