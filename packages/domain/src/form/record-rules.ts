import { elapsedMs, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { hasTwoStages, needsSubject } from "./check-definition.ts";
import type { FormDefinition } from "./definition-schema.ts";
import { type FormRecordState, formRecordStates } from "./states.ts";

/** Younger than this is "now": the sheet was open for a while. */
export const backfillMinutes = 10;
/** How far another clock may be ahead of the server's. */
const aheadMsMax = 60_000;

export interface RecordPlace {
  readonly run: {
    readonly runNo: string;
    readonly state: string;
    readonly lineCode: string;
  } | null;
  readonly lineCode: string | null;
  readonly subjectKey: string | null;
}

/**
 * What a record must be about: a run, a line (a run names its own), or a scanned subject. Where a run
 * and a line are given they belong together; nothing is recorded about a run that is over, except
 * what its tools went through, which is known only then.
 */
export function placeRecord(
  definition: Pick<FormDefinition, "about">,
  place: RecordPlace,
): Result<RecordPlace> {
  const { run, lineCode, subjectKey } = place;
  const { about } = definition;
  if (about === "RUN" && !run) return refuse("FORM_RUN_REQUIRED");
  if (about === "LINE" && !run && !lineCode) return refuse("FORM_LINE_REQUIRED");
  if (needsSubject(definition) && !subjectKey) return refuse("FORM_SUBJECT_REQUIRED", { about });
  if (run && lineCode && run.lineCode !== lineCode)
    return refuse("FORM_LINE_MISMATCH", { runNo: run.runNo, lineCode, runLine: run.lineCode });
  const isOver = run?.state === "COMPLETED" || run?.state === "CANCELLED";
  if (run && isOver && about === "RUN")
    return refuse("FORM_RUN_CLOSED", { runNo: run.runNo, state: run.state });
  return ok(place);
}

export interface RecordTime {
  readonly occurredAt: Instant;
  readonly isBackfilled: boolean;
}

/**
 * When it happened: now, by the server's clock. Only a form that allows a back-fill (of the customer's
 * forms QR-Mac-155 alone) believes an earlier time; none believes a later one.
 */
export function timeRecord(
  definition: Pick<FormDefinition, "backfill">,
  given: Instant | undefined,
  now: Instant,
): Result<RecordTime> {
  if (given === undefined) return ok({ occurredAt: now, isBackfilled: false });
  const agoMs = elapsedMs(given, now);
  if (agoMs < -aheadMsMax) return refuse("FORM_TIME_IN_FUTURE", { occurredAt: given });
  if (agoMs <= backfillMinutes * 60_000) return ok({ occurredAt: now, isBackfilled: false });
  if (!definition.backfill)
    return refuse("FORM_BACKFILL_FORBIDDEN", { occurredAt: given, minutes: backfillMinutes });
  return ok({ occurredAt: given, isBackfilled: true });
}

/** Photos and papers beside the sheet: required, welcome, or not taken. Asked for at the last stage. */
export function checkEvidence(
  { evidence }: Pick<FormDefinition, "evidence">,
  files: number,
): Result<null> {
  if (evidence === "REQUIRED" && files === 0) return refuse("FORM_EVIDENCE_REQUIRED");
  if (evidence === "NONE" && files > 0) return refuse("FORM_EVIDENCE_NOT_TAKEN");
  return ok(null);
}

/** The state a new record begins in. */
export function firstState(definition: Pick<FormDefinition, "fields">): FormRecordState {
  return hasTwoStages(definition) ? "OPEN" : "SUBMITTED";
}

export interface ConfirmFacts {
  readonly state: FormRecordState;
  readonly confirm: FormDefinition["confirm"];
  /** Everyone who wrote in the record: filled, finished, corrected. */
  readonly writerIds: readonly (string | null)[];
}

/**
 * Confirming and rejecting: a form that asks for nobody has nothing to confirm; where it asks for
 * another person, nobody who wrote in the record is one, whichever sign-in or badge they use.
 */
export function reviewRecord(
  { state, confirm, writerIds }: ConfirmFacts,
  event: "confirm" | "reject",
  reviewerId: string | null,
): Result<FormRecordState> {
  const moved = formRecordStates.next(state, event);
  if (!moved.ok) return moved;
  if (confirm === "NONE") return refuse("FORM_CONFIRM_NOT_NEEDED");
  const isWriter = reviewerId === null || writerIds.includes(reviewerId);
  if (confirm === "OTHER_PERSON" && isWriter) return refuse("FORM_CONFIRMER_IS_FILLER");
  return moved;
}

/** A void takes a record out of the count: by who filled it, or by somebody who may confirm. */
export function voidRecord(
  { state, filledById }: { state: FormRecordState; filledById: string | null },
  by: { id: string | null; mayConfirm: boolean },
): Result<FormRecordState> {
  const moved = formRecordStates.next(state, "void");
  if (!moved.ok) return moved;
  const isOwn = by.id !== null && by.id === filledById;
  if (!by.mayConfirm && (!isOwn || state === "CONFIRMED")) return refuse("FORM_VOID_OTHERS");
  return moved;
}

/** Somebody still has to agree before the record counts. */
export function awaitsConfirmation(
  state: FormRecordState,
  { confirm }: Pick<FormDefinition, "confirm">,
): boolean {
  return state === "SUBMITTED" && confirm !== "NONE";
}
