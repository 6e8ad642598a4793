import type { Instant } from "@lineside/domain/kernel";
import { unwrap } from "@lineside/domain/kernel";
import {
  type ClockEnd,
  cancelClock,
  completeClock,
  isOverdue,
  openClockStates,
  type Rule,
  reopenClock,
  type SubjectType,
  startClock,
} from "@lineside/domain/time-rule";
import { cancelJobs, enqueue } from "../../platform/jobs/queue.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { clockSubject, expireDue } from "./due.ts";
import { clockExpire, clockJobs, clockWarn } from "./jobs.ts";
import { insertClock, lockClocksOf, type StoredClock, saveClock } from "./store.ts";

/** What a clock is started for, and where. */
export interface ClockSubject {
  readonly type: SubjectType;
  readonly id: string;
  readonly key: string;
  readonly lineId: string | null;
  readonly runId: string | null;
  readonly runNo: string | null;
  readonly routeCode: string | null;
  readonly productCode: string | null;
}

/** When something started or ended a clock, and what it was: a visit, a step of a bottle. */
export interface Cause {
  readonly at: Instant;
  readonly ref: string | null;
}

const activeKeyOf = (clock: { family: string; subjectType: string; subjectId: string }) =>
  `${clock.family}:${clock.subjectType}:${clock.subjectId}`;

/**
 * Starts a clock with its warning and its deadline in the unit of work of what caused it: they exist
 * exactly when that does. A clock of the family that already counts for the subject stays.
 */
export async function start(
  cx: UnitContext,
  rule: Rule,
  { subject, cause }: { subject: ClockSubject; cause: Cause },
): Promise<void> {
  const { type: subjectType, id: subjectId, key: subjectKey, ...place } = subject;
  const key = { family: rule.family, subjectType, subjectId };
  const started = {
    id: cx.newId(),
    ...startClock(rule, cause.at),
    subjectType,
    subjectId,
    subjectKey,
    ...place,
    activeKey: activeKeyOf(key),
    startRef: cause.ref,
  };
  if (!(await insertClock(cx.tx, started))) return;
  await addJobs(cx, { ...started, warnedAt: null });
  const { id, ruleCode, startedAt, expiresAt } = started;
  cx.emit({
    type: "clock.started",
    entityType: "clock",
    entityId: id,
    entityKey: subjectKey,
    lineId: subject.lineId,
    runId: subject.runId,
    occurredAt: startedAt,
    data: {
      ruleCode,
      ruleVersion: rule.version,
      startedAt,
      expiresAt,
      after: { state: "RUNNING" },
    },
  });
}

async function addJobs(
  cx: UnitContext,
  clock: Pick<StoredClock, "id" | "warningAt" | "warnedAt" | "expiresAt">,
): Promise<void> {
  const { id: clockId, warningAt, expiresAt } = clock;
  const about = { payload: { clockId }, subject: clockJobs(clockId), causationId: clockId };
  if (warningAt < expiresAt && clock.warnedAt === null)
    await enqueue(cx, clockWarn, {
      ...about,
      notBefore: warningAt,
      uniqueKey: `${clockWarn.kind}:${clockId}`,
    });
  await enqueue(cx, clockExpire, {
    ...about,
    notBefore: expiresAt,
    uniqueKey: `${clockExpire.kind}:${clockId}`,
  });
}

/** The end event came. What nobody had noticed yet is noticed now, so that lateness is never lost. */
export async function complete(cx: UnitContext, given: StoredClock, cause: Cause): Promise<void> {
  const isUnnoticed = given.state === "RUNNING" && isOverdue(given, cause.at);
  const clock = (isUnnoticed && (await expireDue(cx, given))) || given;
  const end = unwrap(completeClock(clock, cause.at));
  await over(cx, clock, { ...end, endRef: cause.ref });
  const type = end.state === "COMPLETED" ? "clock.completed" : "clock.lateCompleted";
  tellEnd(cx, clock, { type, ...end });
}

export async function cancel(
  cx: UnitContext,
  clock: StoredClock,
  { at, ref, reason }: Cause & { reason: string },
): Promise<void> {
  const end = unwrap(cancelClock(clock, at));
  await over(cx, clock, { ...end, endRef: ref });
  tellEnd(cx, clock, { type: "clock.cancelled", ...end, reason });
}

/** Whoever works where the subject is now is told of its clock, not whoever worked where it started. */
export async function follow(
  cx: UnitContext,
  clock: StoredClock,
  { lineId, runId, runNo }: ClockSubject,
): Promise<StoredClock> {
  if (lineId === null || clock.lineId === lineId) return clock;
  const moved = await saveClock(cx.tx, clock, { lineId, runId, runNo });
  const before = { lineId: clock.lineId };
  const data = { ruleCode: clock.ruleCode, before, after: { lineId } };
  cx.emit({ ...clockSubject(moved), type: "clock.moved", data });
  return moved;
}

/** What had ended the clock was undone: it runs on towards the same deadline. */
export async function reopen(cx: UnitContext, clock: StoredClock): Promise<void> {
  const open = await lockClocksOf(
    cx.tx,
    { type: clock.subjectType, id: clock.subjectId },
    openClockStates,
  );
  if (open.some((other) => other.family === clock.family)) return;
  const { state } = unwrap(reopenClock(clock));
  await saveClock(cx.tx, clock, {
    state,
    activeKey: activeKeyOf(clock),
    endRef: null,
    endedAt: null,
    elapsedSeconds: null,
  });
  if (state === "RUNNING") await addJobs(cx, clock);
  cx.emit({
    ...clockSubject(clock),
    type: "clock.reopened",
    data: { ruleCode: clock.ruleCode, before: { state: clock.state }, after: { state } },
  });
}

/** Ends a clock and takes its waiting jobs back, in one unit of work. */
export async function over(
  cx: UnitContext,
  clock: StoredClock,
  end: Parameters<typeof saveClock>[2],
): Promise<StoredClock> {
  const ended = await saveClock(cx.tx, clock, { ...end, activeKey: null });
  await cancelJobs(cx, clockJobs(clock.id));
  return ended;
}

function tellEnd(
  cx: UnitContext,
  clock: StoredClock,
  { type, state, endedAt, ...more }: ClockEnd & { type: string; reason?: string },
): void {
  cx.emit({
    ...clockSubject(clock),
    type,
    occurredAt: endedAt,
    data: {
      ruleCode: clock.ruleCode,
      before: { state: clock.state },
      after: { state },
      expiresAt: clock.expiresAt,
      ...more,
    },
  });
}
