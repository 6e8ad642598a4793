import { type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { type FrozenStep, nextStep } from "../routing/index.ts";
import { type Captured, judgeCaptures } from "./captures.ts";
import type { Operator, ScanFacts, UnitFacts, UnitPatch } from "./facts.ts";
import { type Scanned, scanned, stepAtStation, whereabouts } from "./scan-guards.ts";
import type { CaptureInput, DefectInput } from "./schema.ts";
import { type UnitEvent, unitStates } from "./states.ts";

export interface TrackOutFacts extends ScanFacts {
  /** Defects already recorded with this visit, e.g. by an inspection machine. */
  readonly visitDefects: readonly { readonly id: string }[];
  /** Defects of the unit sent to rework and not closed yet, with the step each failed at. */
  readonly openReworks: readonly { readonly id: string; readonly stepNo: number }[];
  /** Active codes of the defect list; null: any code is taken. */
  readonly knownDefectCodes: ReadonlySet<string> | null;
}

export interface TrackOutInput {
  readonly by: Operator;
  readonly result: string;
  readonly defect?: DefectInput | null;
  /** What an inspection found besides; recorded with the same visit. */
  readonly moreDefects?: readonly DefectInput[];
  readonly captures?: readonly CaptureInput[];
  /** The carrier's visit that ends: what came in with it leaves with it. */
  readonly carrierTrackId?: string | null;
}

export interface TrackedOut {
  readonly unit: UnitPatch & Pick<UnitFacts, "state" | "stepNo">;
  readonly visit: {
    readonly id: string;
    readonly outAt: Instant;
    readonly outById: string | null;
    readonly outByName: string;
    readonly result: "PASS" | "FAIL";
  };
  readonly step: FrozenStep;
  /** null when the unit is done, failed or held. */
  readonly nextStep: FrozenStep | null;
  /** null when the step has nothing to capture. */
  readonly captured: Captured | null;
  /** A value outside limits that people have to be told about. */
  readonly alarm: boolean;
  /** The defect to open; null on PASS, and when this visit has one already (D12). */
  readonly defect: DefectToOpen | null;
  /** The others of the same visit, without repetitions. */
  readonly moreDefects: readonly DefectToOpen[];
  /** Defects whose rework is proven: the unit passed the step it had failed at. */
  readonly closedDefectIds: string[];
  /** A recorded defect of this visit turned the operator's PASS into FAIL. */
  readonly isForcedFail: boolean;
}

export interface DefectToOpen {
  readonly code: string;
  readonly location: string | null;
  readonly remark: string | null;
  readonly stepNo: number;
}

/** The defect's code when the operator gave none. */
export const stationFail = "STATION_FAIL";
/** The defect's code when a machine took a unit out of production. */
export const disqualified = "DISQUALIFIED";
/** Codes that are ours: no defect list has to name them. */
const ownCodes: ReadonlySet<string> = new Set([stationFail, disqualified]);

/**
 * One unit leaves its station: guards in the order of domain.md 4.5. PASS goes to the next larger
 * step number of the frozen route, or is DONE at the last; FAIL opens one defect in the same
 * decision (D11, D12); every value is judged (D13), and a value whose breach means HOLD keeps a
 * passed unit on hold.
 */
export function trackOut(
  facts: TrackOutFacts,
  input: TrackOutInput,
  now: Instant,
): Result<TrackedOut> {
  const asked = askedResult(facts, input);
  if (!asked.ok) return asked;
  const scan = scanned(facts);
  if (!scan.ok) return scan;
  const visit = visitHere(facts, scan.value, input.carrierTrackId ?? null);
  if (!visit.ok) return visit;
  const step = stepAtStation(scan.value, facts);
  if (!step.ok) return step;
  const isForcedFail = asked.value === "PASS" && facts.visitDefects.length > 0;
  const result = isForcedFail ? "FAIL" : asked.value;
  const captured = judgeCaptures(step.value, input.captures ?? [], result === "PASS");
  if (!captured.ok)
    return refuse(captured.refusal.code, { sn: facts.sn, ...captured.refusal.context });
  const left = leave({ ...scan.value, step: step.value, captured: captured.value }, result, now);
  if (!left.ok) return left;
  const [defect = null, ...moreDefects] = defectsToOpen(facts, input, {
    result,
    stepNo: step.value.stepNo,
  });
  return ok({
    ...left.value,
    visit: {
      id: visit.value.id,
      outAt: now,
      outById: input.by.id,
      outByName: input.by.name,
      result,
    },
    step: step.value,
    captured: step.value.captureItems.length > 0 ? captured.value : null,
    alarm: captured.value.breaches.some((breach) => breach.action !== "RECORD"),
    defect,
    moreDefects,
    closedDefectIds: facts.openReworks
      .filter((defect) => result === "PASS" && defect.stepNo <= step.value.stepNo)
      .map((defect) => defect.id),
    isForcedFail,
  });
}

function askedResult(facts: TrackOutFacts, input: TrackOutInput): Result<"PASS" | "FAIL"> {
  const { result, defect, moreDefects = [] } = input;
  if (result !== "PASS" && result !== "FAIL")
    return refuse("RESULT_INVALID", { sn: facts.sn, result, allowed: ["PASS", "FAIL"] });
  if (result === "PASS" && defect)
    return refuse("DEFECT_ON_PASS", { sn: facts.sn, defectCode: defect.code });
  for (const code of [defect?.code, ...moreDefects.map((one) => one.code)])
    if (code && !ownCodes.has(code) && facts.knownDefectCodes?.has(code) === false)
      return refuse("DEFECT_CODE_NOT_FOUND", { sn: facts.sn, defectCode: code });
  return ok(result);
}

/** The open visit of the unit at this very station and step. */
export function visitHere(
  facts: ScanFacts,
  { unit, station }: Scanned,
  carrierTrackId: string | null = null,
): Result<NonNullable<ScanFacts["openVisit"]>> {
  const visit = facts.openVisit;
  if (unit.state === "ON_HOLD")
    return refuse("UNIT_ON_HOLD", { ...whereabouts(facts, unit), reason: unit.holdReason });
  const isHere = visit?.stationId === station.id && visit.stepNo === unit.stepNo;
  if (!visit || !isHere || unit.state !== "IN_STATION")
    return refuse("TRACK_NOT_FOUND", { ...whereabouts(facts, unit), stationCode: station.code });
  if ((visit.carrierTrackId ?? null) !== carrierTrackId)
    return refuse("UNIT_ON_CARRIER", { ...whereabouts(facts, unit), carrierNo: visit.carrierNo });
  return ok(visit);
}

function leave(
  from: Scanned & { step: FrozenStep; captured: Captured },
  result: "PASS" | "FAIL",
  now: Instant,
): Result<Pick<TrackedOut, "unit" | "nextStep">> {
  const { unit, snapshot, step, captured } = from;
  const next = result === "PASS" ? nextStep(snapshot, step.stepNo) : null;
  const held = captured.breaches.filter((breach) => breach.action === "HOLD");
  const isHeld = result === "PASS" && held.length > 0;
  const wouldBe = next ? "QUEUED" : "DONE";
  const event: UnitEvent = isHeld ? "hold" : eventOf(result, next !== null);
  const state = unitStates.next(unit.state, event);
  if (!state.ok) return state;
  const values = held.map(({ value }) =>
    `${value.code} = ${value.value} ${value.unit ?? ""}`.trim(),
  );
  return ok({
    unit: {
      state: state.value,
      stepNo: next?.stepNo ?? step.stepNo,
      heldFrom: isHeld ? wouldBe : null,
      holdReason: isHeld ? `CAPTURE_OUT_OF_LIMITS: ${shortened(values)}` : null,
      finishedAt: state.value === "DONE" ? now : null,
    },
    nextStep: isHeld ? null : next,
  });
}

/** A test of a thousand values may hold a unit for hundreds of them: a reason names the first. */
const namedMax = 10;

function shortened(values: readonly string[]): string {
  const rest = values.length - namedMax;
  return values.slice(0, namedMax).join(", ") + (rest > 0 ? ` (+${rest})` : "");
}

function eventOf(result: "PASS" | "FAIL", hasNext: boolean): UnitEvent {
  if (result === "FAIL") return "fail";
  return hasNext ? "pass" : "finish";
}

/** D12: a visit that has its defects already gets no others, and the same finding counts once. */
function defectsToOpen(
  facts: TrackOutFacts,
  { defect, moreDefects = [] }: TrackOutInput,
  { result, stepNo }: { result: "PASS" | "FAIL"; stepNo: number },
): DefectToOpen[] {
  if (result === "PASS" || facts.visitDefects.length > 0) return [];
  const found = new Map<string, DefectToOpen>();
  for (const one of [defect ?? { code: stationFail }, ...moreDefects]) {
    const { code, location = null, remark = null } = one;
    const key = `${code}\n${location ?? ""}`;
    if (!found.has(key)) found.set(key, { code, location, remark, stepNo });
  }
  return [...found.values()];
}
