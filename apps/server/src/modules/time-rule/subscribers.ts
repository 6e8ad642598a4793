import type { Instant } from "@lineside/domain/kernel";
import {
  allClockTriggers,
  type ClockEvent,
  type ClockState,
  type ClockTrigger,
  matches,
  openClockStates,
  type SubjectType,
  starts,
  winners,
} from "@lineside/domain/time-rule";
import type { DomainEvent } from "../../platform/events.ts";
import type { Platform } from "../../platform/platform.ts";
import type { Subscriber, UnitContext } from "../../platform/subscribers.ts";
import { ActiveRules } from "./active-rules.ts";
import {
  type Cause,
  type ClockSubject,
  cancel,
  complete,
  follow,
  reopen,
  start,
} from "./clocks.ts";
import { lockClocksOf, lockClocksOfVoided, type StoredClock } from "./store.ts";

/** Clocks start and end in the unit of work of the event that starts or ends them. */
export function timeRuleSubscribers(platform: Pick<Platform, "reactions">): Subscriber[] {
  const active = new ActiveRules(platform);
  return [
    { events: allClockTriggers, hear: (cx, event) => hearTrigger(cx, event, active) },
    { events: ["unit.scrapped", "unit.released"], hear: hearEnded },
    { events: ["unit.voided"], hear: hearVoided },
    { events: ["unit.trackOutUndone"], hear: hearUndone },
  ];
}

/** First what the event ends, then what it starts; the first start of a family stays. */
async function hearTrigger(cx: UnitContext, event: DomainEvent, active: ActiveRules) {
  const seen = seenIn(event);
  const subject = subjectIn(event, seen.subjectType);
  const cause = causeOf(cx, event);
  const still =
    factsOf(event).hasOpenClock === false ? [] : await end(cx, seen, { subject, cause });
  const { rules, lineCodes, starters } = await active.read(cx.tx);
  if (!starters.has(seen.type)) return;
  const { lineId, routeCode, productCode } = subject;
  const place = { lineCode: lineCodes.get(lineId ?? "") ?? null, routeCode, productCode };
  for (const rule of winners(rules, seen.subjectType, place))
    if (starts(rule, seen) && !still.some((clock) => clock.family === rule.family))
      await start(cx, rule, { subject, cause });
}

/** Ends the clocks the event ends, each by the rule it started with; returns those that still count. */
async function end(
  cx: UnitContext,
  seen: ClockEvent,
  { subject, cause }: { subject: ClockSubject; cause: Cause },
): Promise<StoredClock[]> {
  const still: StoredClock[] = [];
  for (const clock of await lockClocksOf(cx.tx, subject, openClockStates)) {
    if (matches(clock.frozen.endWhen, seen)) await complete(cx, clock, cause);
    else if (seen.isOver) await cancel(cx, clock, { ...cause, reason: seen.type });
    else still.push(await follow(cx, clock, subject));
  }
  return still;
}

/** Quality scrapped the unit, or released one that had passed its last step: nothing more is made of it. */
async function hearEnded(cx: UnitContext, event: DomainEvent): Promise<void> {
  if (event.type === "unit.released" && dataOf(event).after?.state !== "DONE") return;
  const unit = { type: "UNIT", id: event.entityId } as const;
  const cause = { ...causeOf(cx, event), reason: event.type };
  for (const clock of await lockClocksOf(cx.tx, unit, openClockStates))
    await cancel(cx, clock, cause);
}

/** One event tells that all waiting units of a run are void. */
async function hearVoided(cx: UnitContext, event: DomainEvent): Promise<void> {
  const cause = { ...causeOf(cx, event), reason: event.type };
  for (const clock of await lockClocksOfVoided(cx.tx, event.runId ?? ""))
    await cancel(cx, clock, cause);
}

const endedByEvent: readonly ClockState[] = ["COMPLETED", "LATE_COMPLETED", "CANCELLED"];

/** A track-out that never was started no clock and ended none. */
async function hearUndone(cx: UnitContext, event: DomainEvent): Promise<void> {
  const unit = { type: "UNIT", id: event.entityId } as const;
  const cause = { ...causeOf(cx, event), reason: event.type };
  if (cause.ref === null) return;
  const clocks = await lockClocksOf(cx.tx, unit, [...openClockStates, ...endedByEvent]);
  const isOpen = (clock: StoredClock) => openClockStates.includes(clock.state);
  for (const clock of clocks)
    if (isOpen(clock) && clock.startRef === cause.ref) await cancel(cx, clock, cause);
  for (const clock of clocks)
    if (!isOpen(clock) && clock.endRef === cause.ref && clock.startRef !== cause.ref)
      await reopen(cx, clock);
}

/** What subscribers are told besides the trail; a missing fact is unknown, not false. */
interface Facts {
  operationTraits?: string[];
  laterTraits?: string[];
  routeCode?: string | null;
  productCode?: string | null;
  runNo?: string | null;
  hasOpenClock?: boolean;
  isOpen?: boolean;
}

const factsOf = (event: DomainEvent) => (event.heard ?? {}) as Facts;
const dataOf = (event: DomainEvent) =>
  (event.data ?? {}) as {
    trackId?: string;
    stepId?: string;
    result?: string;
    state?: string;
    after?: { state?: string };
  };

const lastOfBottle: readonly string[] = ["pasteBottle.emptied", "pasteBottle.scrapped"];

function seenIn(event: DomainEvent): ClockEvent {
  const { operationTraits = [], laterTraits = [], isOpen = true } = factsOf(event);
  const { result = null, state } = dataOf(event);
  const isUnit = event.entityType === "unit";
  return {
    type: event.type as ClockTrigger,
    subjectType: isUnit ? "UNIT" : "PASTE_BOTTLE",
    traits: operationTraits,
    laterTraits,
    result,
    isOver: isUnit ? state === "DONE" : lastOfBottle.includes(event.type),
    isOpen,
  };
}

function subjectIn(event: DomainEvent, type: SubjectType): ClockSubject {
  const { routeCode = null, productCode = null, runNo = null } = factsOf(event);
  return {
    type,
    id: event.entityId,
    key: event.entityKey,
    lineId: event.lineId ?? null,
    runId: event.runId ?? null,
    runNo,
    routeCode,
    productCode,
  };
}

/**
 * When it happened at its source, but never in the future. A visit has two events: its arrival stands
 * when its track-out is undone.
 */
function causeOf(cx: UnitContext, event: DomainEvent): Cause {
  const at: Instant = event.occurredAt ?? cx.now;
  const { trackId, stepId } = dataOf(event);
  const visit = trackId && event.type === "unit.trackedIn" ? `in:${trackId}` : trackId;
  return { at: at < cx.now ? at : cx.now, ref: visit ?? stepId ?? null };
}
