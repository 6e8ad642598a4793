import { addMinutes, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import type { RunFacts } from "../work-order/index.ts";
import { checkOf } from "./checks.ts";
import type { ChangeoverAnswer } from "./schema.ts";

type RunHead = Pick<RunFacts, "runNo" | "state" | "heldFrom">;

/** The sheet is worked on while the run is in preparation, held or not. */
export function inPreparation(run: RunHead): Result<null> {
  const state = run.state === "ON_HOLD" ? run.heldFrom : run.state;
  return state === "PREP"
    ? ok(null)
    : refuse("RUN_NOT_READY", { runNo: run.runNo, state: run.state });
}

/** Whether this run needs a check: said by the leader, where the check leaves the choice (QR-Pro-133). */
export function setNeed(run: RunHead, checkCode: string): Result<null> {
  const check = checkOf(checkCode);
  if (!check.ok) return check;
  if (!check.value.mayBeNotNeeded) return refuse("READINESS_NEED_FIXED", { checkCode });
  return inPreparation(run);
}

/** When the line changes over to the run; people are reminded half a day ahead, or at once if it is later. */
export function planChangeover(
  run: RunHead,
  input: { changeoverAt: Instant; reminderHours: number },
  now: Instant,
): Result<{ changeoverAt: Instant; remindAt: Instant }> {
  const open = inPreparation(run);
  if (!open.ok) return open;
  const { changeoverAt, reminderHours } = input;
  if (changeoverAt <= now) return refuse("CHANGEOVER_IN_PAST", { changeoverAt });
  return ok({ changeoverAt, remindAt: addMinutes(changeoverAt, -60 * reminderHours) });
}

/** Somebody says the line is prepared; saying it again changes nothing. */
export function prepareChangeover(
  run: RunHead,
  sheet: ChangeoverAnswer | null,
): Result<"PREPARED" | "ALREADY"> {
  const open = inPreparation(run);
  if (!open.ok) return open;
  if (!sheet) return refuse("CHANGEOVER_NOT_PLANNED", { runNo: run.runNo });
  return ok(sheet.preparedAt === null ? "PREPARED" : "ALREADY");
}

/** The leader reviews what another person prepared, unless the plant lets one person do both. */
export function reviewChangeover(
  run: RunHead,
  sheet: ChangeoverAnswer | null,
  by: { actorId: string | null; maySelfReview: boolean },
): Result<"REVIEWED" | "ALREADY"> {
  const prepared = prepareChangeover(run, sheet);
  if (!prepared.ok) return prepared;
  if (!sheet || sheet.preparedAt === null)
    return refuse("CHANGEOVER_NOT_PREPARED", { runNo: run.runNo });
  if (sheet.reviewedAt !== null) return ok("ALREADY");
  if (sheet.preparedById === by.actorId && !by.maySelfReview)
    return refuse("CHANGEOVER_SAME_PERSON", { by: sheet.preparedByName });
  return ok("REVIEWED");
}
