import type { Instant, Refusal } from "../kernel/index.ts";
import type { FrozenStep } from "../routing/index.ts";
import type { Operator, ScanFacts } from "./facts.ts";
import { isInside } from "./pass-through.ts";
import { scanned, stepAtStation } from "./scan-guards.ts";
import { trackIn } from "./track-in.ts";

export interface ScanAction {
  readonly action: "TRACK_IN" | "TRACK_OUT" | "NONE";
  readonly step: FrozenStep | null;
  /** Why nothing can be done here; null when something can. */
  readonly refusal: Refusal | null;
}

/** What scanning a unit at a station does: in or out is decided by the unit's state, by no button. */
export function scanAction(facts: ScanFacts, by: Operator, now: Instant): ScanAction {
  if (isInside(facts)) {
    const scan = scanned(facts);
    const step = scan.ok ? stepAtStation(scan.value, facts) : scan;
    if (!step.ok) return { action: "NONE", step: null, refusal: step.refusal };
    return { action: "TRACK_OUT", step: step.value, refusal: null };
  }
  const decided = trackIn(facts, { by }, now);
  if (!decided.ok) return { action: "NONE", step: null, refusal: decided.refusal };
  return { action: "TRACK_IN", step: decided.value.step, refusal: null };
}
