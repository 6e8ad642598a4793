import { elapsedMs } from "@lineside/domain/kernel";
import type { Audience } from "@lineside/domain/notification";
import { expireClock, warnClock } from "@lineside/domain/time-rule";
import type { DomainEvent } from "../../platform/events.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { notify } from "../notification/index.ts";
import { type StoredClock, saveClock } from "./store.ts";

/** Where an event of a clock belongs. */
export function clockSubject(clock: StoredClock): Omit<DomainEvent, "type"> {
  return {
    entityType: "clock",
    entityId: clock.id,
    entityKey: clock.subjectKey,
    lineId: clock.lineId,
    runId: clock.runId,
  };
}

/** The warning: told once, to whoever works on the line. Does nothing when it is not due. */
export async function warnDue(cx: UnitContext, clock: StoredClock): Promise<boolean> {
  const warned = warnClock(clock, cx.now);
  if (!warned.ok) return false;
  const next = await saveClock(cx.tx, clock, warned.value);
  const { ruleCode, expiresAt } = clock;
  cx.emit({ ...clockSubject(clock), type: "clock.warned", data: { ruleCode, expiresAt } });
  await tell(cx, next, "WARNING");
  return true;
}

/**
 * The deadline: happened when it was due, noticed now. Told to the line, to quality and to whoever
 * may waive it. Returns the clock as it is afterwards; null when it is not due.
 */
export async function expireDue(
  cx: UnitContext,
  clock: StoredClock,
  { isTold = true } = {},
): Promise<StoredClock | null> {
  const expired = expireClock(clock, cx.now);
  if (!expired.ok) return null;
  const next = await saveClock(cx.tx, clock, expired.value);
  const { detectedAt, detectionDelaySeconds } = expired.value;
  cx.emit({
    ...clockSubject(clock),
    type: "clock.expired",
    occurredAt: clock.expiresAt,
    data: {
      ruleCode: clock.ruleCode,
      before: { state: clock.state },
      after: { state: next.state },
      expiresAt: clock.expiresAt,
      detectedAt,
      detectionDelaySeconds,
    },
  });
  if (isTold) await tell(cx, next, "EXPIRY");
  return next;
}

/** RECORD rules are kept in the trail and tell nobody. */
async function tell(cx: UnitContext, clock: StoredClock, what: "WARNING" | "EXPIRY") {
  if (clock.onExpiry === "RECORD") return;
  const { id, lineId, runId, frozen, expiresAt } = clock;
  const isWarning = what === "WARNING";
  await notify(cx, {
    topic: isWarning ? "clock.warning" : "clock.expired",
    severity: isWarning ? "WARNING" : "ALARM",
    code: isWarning ? "CLOCK_WARNING" : "CLOCK_EXPIRED",
    context: {
      clockId: id,
      ruleCode: clock.ruleCode,
      ruleName: frozen.name,
      ruleNameZh: frozen.nameZh,
      subjectType: clock.subjectType,
      subjectKey: clock.subjectKey,
      runNo: clock.runNo,
      expiresAt,
      remainingMinutes: Math.max(0, Math.ceil(elapsedMs(cx.now, expiresAt) / 60_000)),
      isBlocking: clock.onExpiry === "BLOCK",
    },
    entityType: "clock",
    entityKey: clock.subjectKey,
    lineId,
    runId,
    uniqueKey: `clock.${what}:${id}`,
    to: audiences(lineId, isWarning),
  });
}

/** D23: a permission that does not exist does not compile. Operators and leader track units in. */
function audiences(lineId: string | null, isWarning: boolean): Audience[] {
  const line: Audience[] = [{ permission: "exec:track_in", lineId }];
  if (isWarning) return line;
  return [
    ...line,
    { permission: "quality:disposition", lineId },
    { permission: "clock:waive", lineId },
  ];
}
