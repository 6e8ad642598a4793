import type { Instant } from "../kernel/index.ts";
import type { CaptureInput, DefectInput, JudgedValue } from "./schema.ts";
import type { UnitState } from "./states.ts";

/** What a machine reports about one unit. */
export interface MachineOutcome {
  readonly result: "PASS" | "FAIL";
  readonly captures: readonly CaptureInput[];
  /** The first is the visit's; all of them are recorded. A PASS has none. */
  readonly defects: readonly DefectInput[];
  /** Remark of the defect a FAIL opens when it names none. */
  readonly remark?: string | null;
}

/** What a machine's report did to a unit. */
export interface MachineMoved {
  readonly unitId: string;
  readonly sn: string;
  readonly trackId: string;
  /** null: the unit only came in, or its visit was aborted. */
  readonly result: "PASS" | "FAIL" | null;
  readonly judgements: readonly JudgedValue[];
  readonly breaches: readonly JudgedValue[];
  readonly alarm: boolean;
  readonly isForcedFail: boolean;
  readonly state: UnitState;
  /** The step it was at. */
  readonly stepNo: number;
  /** null: it is done, failed, held or still inside. */
  readonly nextStepNo: number | null;
  readonly defectIds: readonly string[];
  readonly at: Instant;
}

/** What a machine's identifier names. */
export interface Identified {
  readonly kind: "UNIT" | "PANEL" | "CARRIER" | "UNKNOWN";
  readonly units: readonly {
    readonly unitId: string;
    readonly sn: string;
    readonly position: number | null;
  }[];
}

export type BatchPolicy = "ALL_OR_NOTHING" | "PARTIAL";

export interface BatchUnit {
  readonly sn: string;
  readonly outcome: MachineOutcome;
}

/** What a batch did: PARTIAL lists what stayed where it was, and why. */
export interface BatchMoved {
  readonly carrierId: string;
  readonly carrierNo: string;
  readonly carrierTrackId: string;
  readonly result: "PASS" | "FAIL" | "MIXED";
  readonly moved: readonly MachineMoved[];
  readonly refused: readonly {
    readonly sn: string;
    readonly code: string;
    readonly context: Readonly<Record<string, unknown>>;
  }[];
}

/** What a machine that takes a unit out of production recommends to quality: cfx.md 4.2. */
export const disqualifiedRecommendation = "SCRAP";

/** FAIL: it fails in the station. HOLD: it is held. ASK: it stays, quality is told what is recommended. */
export type Disqualification = "FAIL" | "HOLD" | "ASK";

/**
 * What becomes of a unit a machine disqualifies; scrapping stays a person's decision. null: it is out
 * already, or inside another station, from where no machine takes it.
 */
export function disqualify(
  state: UnitState | undefined,
  { isInside }: { isInside: boolean },
): Disqualification | null {
  if (isInside) return "FAIL";
  if (state === "QUEUED") return "HOLD";
  return state === "OUT_FAILED" || state === "ON_HOLD" ? "ASK" : null;
}
