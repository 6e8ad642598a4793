import { ok, type Result, refuse } from "../kernel/index.ts";
import type { RunFacts } from "./facts.ts";
import type { LabelsBindInput, UnitSource } from "./run-schema.ts";
import { runStates } from "./states.ts";

export interface RunUnitsFacts {
  readonly run: Pick<RunFacts, "runNo" | "state" | "planQty" | "unitSource">;
  /** Units the run has, voided ones left out. */
  readonly unitCount: number;
}

/** Units are made before the run starts, 1 to 10,000 at a time, never more than planned. 4.1.4. */
export function generateUnits(facts: RunUnitsFacts, quantity: number): Result<null> {
  return roomForUnits(facts, quantity, "GENERATED");
}

/** A label range 标签范围 as printed: prefix, then numbers first to last, zero padded to width. */
export type LabelRange = LabelsBindInput;

/**
 * Binds a printed label range to a run: it must be a range, of at most 10,000 labels, fit into the
 * plan, and share no label with a range bound before.
 */
export function bindLabels(
  facts: RunUnitsFacts & { bound: readonly (LabelRange & { runNo: string })[] },
  range: LabelRange,
): Result<string[]> {
  const quantity = range.lastNo - range.firstNo + 1;
  const isRange = quantity >= 1 && quantity <= 10_000 && String(range.lastNo).length <= range.width;
  if (!isRange) return refuse("LABEL_RANGE_INVALID", { ...range, quantity });
  const room = roomForUnits(facts, quantity, "LABEL_RANGE");
  if (!room.ok) return room;
  const taken = facts.bound.find((other) => rangesOverlap(range, other));
  if (taken)
    return refuse("LABEL_RANGE_OVERLAPS", {
      runNo: taken.runNo,
      firstSn: labelOf(taken, taken.firstNo),
      lastSn: labelOf(taken, taken.lastNo),
    });
  return ok(Array.from({ length: quantity }, (_, i) => labelOf(range, range.firstNo + i)));
}

/** Units are deleted all together, and only while none was ever in a station. */
export function deleteUnits(
  facts: RunUnitsFacts & { trackedUnits: number; notQueued: number },
): Result<null> {
  const { run, trackedUnits, notQueued } = facts;
  if (runStates.isTerminal(run.state))
    return refuse("RUN_IN_TERMINAL_STATUS", { runNo: run.runNo, state: run.state });
  if (trackedUnits > 0 || notQueued > 0)
    return refuse("UNITS_CANNOT_BE_DELETED", { runNo: run.runNo, trackedUnits, notQueued });
  return ok(null);
}

/** Whether a label of one range reads the same as a label of the other. */
export function rangesOverlap(a: LabelRange, b: LabelRange): boolean {
  const [short, long] = a.prefix.length <= b.prefix.length ? [a, b] : [b, a];
  if (short.prefix.length + short.width !== long.prefix.length + long.width) return false;
  if (!long.prefix.startsWith(short.prefix)) return false;
  // "A0" + 123 reads like "A" + 0123: the longer prefix's extra digits are part of the number.
  const extra = long.prefix.slice(short.prefix.length);
  if (!/^\d*$/.test(extra)) return false;
  const shift = Number(extra || "0") * 10 ** long.width;
  return short.firstNo <= shift + long.lastNo && shift + long.firstNo <= short.lastNo;
}

function labelOf(range: Pick<LabelRange, "prefix" | "width">, no: number): string {
  return `${range.prefix}${String(no).padStart(range.width, "0")}`;
}

function roomForUnits(
  { run, unitCount }: RunUnitsFacts,
  quantity: number,
  source: UnitSource,
): Result<null> {
  if (runStates.isTerminal(run.state))
    return refuse("RUN_IN_TERMINAL_STATUS", { runNo: run.runNo, state: run.state });
  if (run.state !== "PREP" && run.state !== "AUTHORIZED")
    return refuse("INVALID_RUN_STATUS", { runNo: run.runNo, state: run.state });
  if (run.unitSource !== source)
    return refuse("UNIT_SOURCE_MISMATCH", { runNo: run.runNo, unitSource: run.unitSource });
  if (unitCount + quantity > run.planQty)
    return refuse("QUANTITY_EXCEEDS_PLAN", {
      runNo: run.runNo,
      planQty: run.planQty,
      existing: unitCount,
      asked: quantity,
      remaining: Math.max(0, run.planQty - unitCount),
    });
  return ok(null);
}
