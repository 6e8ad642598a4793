import { addMinutes, elapsedMs, type Instant, ok, type Result, refuse } from "../kernel/index.ts";
import { type FrozenRule, freeze, type Rule } from "./definition.ts";
import { type ClockState, clockStates } from "./states.ts";

/** A clock as rules decide about it. */
export interface ClockFacts {
  readonly id: string;
  readonly ruleCode: string;
  readonly state: ClockState;
  readonly isWaivable: boolean;
  readonly startedAt: Instant;
  readonly warningAt: Instant;
  readonly expiresAt: Instant;
  readonly warnedAt: Instant | null;
  readonly detectedAt: Instant | null;
}

export interface ClockStart {
  readonly ruleId: string;
  readonly ruleCode: string;
  readonly family: string;
  readonly frozen: FrozenRule;
  readonly state: "RUNNING";
  readonly onExpiry: Rule["onExpiry"];
  readonly isWaivable: boolean;
  readonly startedAt: Instant;
  readonly warningAt: Instant;
  readonly expiresAt: Instant;
}

export interface Detection {
  readonly state: ClockState;
  readonly detectedAt: Instant;
  readonly detectionDelaySeconds: number;
}

export interface ClockEnd {
  readonly state: ClockState;
  readonly endedAt: Instant;
  /** Real time from start to end, however late (D28). */
  readonly elapsedSeconds: number;
}

export interface ClockWaiver extends ClockEnd {
  readonly waivedAt: Instant;
  readonly waivedById: string | null;
  readonly waivedByName: string;
  readonly waiveReason: string;
}

/** A clock runs on the rule as it is now; deadlines are instants and never move afterwards. */
export function startClock(rule: Rule, at: Instant): ClockStart {
  const expiresAt = addMinutes(at, rule.durationMinutes);
  return {
    ruleId: rule.id,
    ruleCode: rule.code,
    family: rule.family,
    frozen: freeze(rule),
    state: "RUNNING",
    onExpiry: rule.onExpiry,
    isWaivable: rule.isWaivable,
    startedAt: at,
    warningAt: addMinutes(expiresAt, -rule.warningMinutes),
    expiresAt,
  };
}

/** A deadline is over the moment it is reached, whether or not a job has noticed (D27). */
export function isOverdue(clock: Pick<ClockFacts, "expiresAt">, now: Instant): boolean {
  return clock.expiresAt <= now;
}

/** People are told once, between the warning and the deadline; after it the expiry says it all. */
export function warnClock(clock: ClockFacts, now: Instant): Result<{ warnedAt: Instant }> {
  const { id, state, warningAt } = clock;
  if (state !== "RUNNING") return refuse("CLOCK_STATE_INVALID", { id, state, event: "warn" });
  if (clock.warnedAt) return refuse("CLOCK_ALREADY_WARNED", { id, warnedAt: clock.warnedAt });
  if (now < warningAt || isOverdue(clock, now)) return refuse("CLOCK_NOT_DUE", { id, warningAt });
  return ok({ warnedAt: now });
}

/** Late detection, e.g. after the server was down, shifts nothing: only the delay is recorded. */
export function expireClock(clock: ClockFacts, now: Instant): Result<Detection> {
  const state = clockStates.next(clock.state, "expire");
  if (!state.ok) return state;
  if (!isOverdue(clock, now))
    return refuse("CLOCK_NOT_DUE", { id: clock.id, expiresAt: clock.expiresAt });
  return ok({
    state: state.value,
    detectedAt: now,
    detectionDelaySeconds: Math.floor(elapsedMs(clock.expiresAt, now) / 1000),
  });
}

/** The end event came: in time before the deadline, late at it or after it, noticed or not. */
export function completeClock(clock: ClockFacts, at: Instant): Result<ClockEnd> {
  const isLate = isOverdue(clock, at);
  const isUnnoticed = isLate && clock.state === "RUNNING";
  const from = isUnnoticed ? clockStates.next(clock.state, "expire") : ok(clock.state);
  if (!from.ok) return from;
  const isReportedLate = !isLate && from.value === "EXPIRED";
  const state = clockStates.next(from.value, isReportedLate ? "completeInTime" : "complete");
  return state.ok ? ok({ ...ended(clock, at), state: state.value }) : state;
}

/** The subject is finished, scrapped or gone, or what started the clock was undone. */
export function cancelClock(clock: ClockFacts, at: Instant): Result<ClockEnd> {
  const state = clockStates.next(clock.state, "cancel");
  return state.ok ? ok({ ...ended(clock, at), state: state.value }) : state;
}

/** Somebody answers for it, with a reason; only for rules that allow it (T5). */
export function waiveClock(
  clock: ClockFacts,
  by: { id: string | null; name: string; reason: string },
  now: Instant,
): Result<ClockWaiver> {
  const { id, ruleCode, state } = clock;
  const moved = clockStates.can(state, "waive") ? clockStates.next(state, "waive") : null;
  if (!moved?.ok) return refuse("INSTANCE_INVALID_STATUS", { id, ruleCode, state });
  if (!clock.isWaivable) return refuse("INSTANCE_NOT_WAIVABLE", { id, ruleCode, state });
  return ok({
    ...ended(clock, now),
    state: moved.value,
    waivedAt: now,
    waivedById: by.id,
    waivedByName: by.name,
    waiveReason: by.reason,
  });
}

/** The event that had ended the clock was taken back: it runs on as if that had never been. */
export function reopenClock(clock: ClockFacts): Result<{ state: ClockState }> {
  const event = clock.detectedAt === null ? "reopen" : "reopenExpired";
  const state = clockStates.next(clock.state, event);
  return state.ok ? ok({ state: state.value }) : state;
}

function ended(clock: ClockFacts, at: Instant): Omit<ClockEnd, "state"> {
  const elapsed = Math.max(0, elapsedMs(clock.startedAt, at));
  return { endedAt: at, elapsedSeconds: Math.floor(elapsed / 1000) };
}
