import { unstorable, violation } from "@lineside/db";
import { type IngestEventState, type IngestFate, openIngestStates } from "@lineside/domain/ingest";
import { AppError, type ErrorContext } from "@lineside/domain/kernel";
import type { DomainEvent, Sender } from "../../platform/events.ts";
import { describeError } from "../../platform/logger.ts";
import type { Platform } from "../../platform/platform.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { executeCfx } from "./cfx/index.ts";
import {
  EarlyEvent,
  type Executed,
  type Executor,
  type IngestContext,
  type StoredEvent,
  type Whereabouts,
} from "./contract.ts";
import { waitsFor } from "./early.ts";
import { type Decision, linkUnit, saveDecision } from "./event-store.ts";
import { executeStandard } from "./standard.ts";
import { countFates } from "./tally-store.ts";

/** What one event came to. `waitKey`: what it waits for, when it is parked. */
export interface Outcome {
  readonly event: StoredEvent;
  readonly state: IngestEventState;
  readonly status: number;
  readonly code: string | null;
  readonly context: ErrorContext | null;
  readonly flags: readonly string[];
  readonly waitKey: string | null;
  /** false: it had been decided before. */
  readonly isNew: boolean;
}

/** What every execution needs of the platform: who hears events, and the log. */
export type Engine = Pick<Platform, "subscribers" | "log">;

const executorOf = (event: StoredEvent): Executor =>
  event.eventType === "CFX" ? executeCfx : executeStandard;

/**
 * Carries events out, one after the other, each in a part of the unit that is undone alone when it
 * is refused. An event somebody else has decided meanwhile is left as it is: nothing happens twice.
 */
export async function executeEvents(
  engine: Engine,
  ux: UnitContext,
  events: readonly StoredEvent[],
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const event of events) outcomes.push(await executeEvent(engine, ux, event));
  await countFates(
    ux.tx,
    ux.now,
    outcomes
      .filter(({ isNew }) => isNew)
      .map(({ event, state }) => ({
        sourceSystem: event.sourceSystem,
        stationCode: event.stationCode,
        fate: state as IngestFate,
      })),
  );
  return outcomes;
}

/** Without the count; see executeEvents. */
export async function executeEvent(
  engine: Engine,
  ux: UnitContext,
  event: StoredEvent,
): Promise<Outcome> {
  if (!openIngestStates.includes(event.state as IngestEventState)) return asBefore(event);
  const where: { -readonly [K in keyof Whereabouts]: Whereabouts[K] } = {};
  const told: DomainEvent[] = [];
  try {
    return await ux.tx.part(async () => {
      const done = await executorOf(event)(contextOf(ux, event, { where, told }), event);
      await engine.subscribers.hear(ux, told);
      await settle(ux, event, { ...done, ...pick(where, done) });
      const by = senderOf(event);
      for (const each of told) ux.emit({ by, ...each, isHeard: true });
      const at = { ...event, stationCode: done.stationCode ?? where.stationCode ?? null };
      const { state, flags = [] } = done;
      const answer = { state, status: 200, code: null, context: null, waitKey: null, isNew: true };
      return { event: at, flags, ...answer };
    });
  } catch (error) {
    return await refuseEvent(engine, ux, { event, error, where });
  }
}

function contextOf(
  ux: UnitContext,
  event: StoredEvent,
  { where, told }: { where: Whereabouts; told: DomainEvent[] },
): IngestContext {
  const { tx, now, settings, timezone } = ux;
  return {
    ...{ tx, now, settings, timezone, event },
    newId: () => ux.newId(),
    emit: (each) => void told.push(each),
    by: { id: null, name: event.sourceSystem },
    about: (known) => void Object.assign(where, known),
  };
}

/** Where the executor says nothing of its own, what it told on the way holds. */
function pick(where: Whereabouts, done: Executed): Whereabouts {
  const given = Object.entries(where).filter(([key]) => !(done[key as keyof Executed] ?? null));
  return Object.fromEntries(given);
}

async function settle(ux: UnitContext, event: StoredEvent, done: Executed): Promise<void> {
  const { links, occurredAt = event.occurredAt, flags = [], state } = done;
  const rest = { code: null, context: null, occurredAt, unitCount: countUnits(done) };
  const decision = { ...placed(event, done), ...rest, state, reading: done.reading ?? null };
  // Whatever the event did: a sender's clock that runs ahead is told.
  const ahead = occurredAt > event.receivedAt ? ["CLOCK_AHEAD"] : [];
  const merged = [...new Set([...(event.flags as string[]), ...ahead, ...flags])];
  await save(ux, event, { ...decision, flags: merged });
  for (const link of links) {
    const { unitId, effect, trackId = null, carrierTrackId = null, result = null } = link;
    const ids = { id: ux.newId(), eventId: event.id, unitId };
    await linkUnit(ux.tx, { ...ids, effect, trackId, carrierTrackId, result });
  }
}

const countUnits = ({ links }: Executed) => new Set(links.map(({ unitId }) => unitId)).size;

function placed(event: StoredEvent, known: Whereabouts & Partial<Executed>) {
  return {
    runNo: known.runNo ?? event.runNo,
    runId: known.runId ?? event.runId,
    stationCode: known.stationCode ?? event.stationCode,
    stationId: known.stationId ?? event.stationId,
    lineId: known.lineId ?? event.lineId,
    carrierNo: known.carrierNo ?? event.carrierNo,
    sn: known.sn ?? event.sn,
    result: known.result ?? event.result,
    testResultId: known.testResultId ?? event.testResultId,
  };
}

async function save(ux: UnitContext, event: StoredEvent, decision: Decision): Promise<void> {
  const { id, state: from } = event;
  if (await saveDecision(ux.tx, { id, from, now: ux.now }, decision)) return;
  throw new AppError("conflict", "INGEST_CONFLICT", { eventId: id });
}

interface Refused {
  event: StoredEvent;
  error: unknown;
  where: Whereabouts;
}

/** Parked when what it needs may still come, else rejected; what is no refusal fails the whole unit. */
async function refuseEvent(
  engine: Engine,
  ux: UnitContext,
  { event, error, where }: Refused,
): Promise<Outcome> {
  const refusal = refusalOf(error, event);
  if (refusal === null) throw error;
  if (refusal.code === "INTERNAL")
    engine.log.error("an event could not be executed", {
      event: event.id,
      ...describeError(error),
    });
  const { code, context, waitKey, status } = refusal;
  const state = waitKey === null ? "REJECTED" : "PARKED";
  const known = placed(event, where);
  const { occurredAt, unitCount, reading } = event;
  const kept = { code, context, flags: event.flags as string[], reading: reading as object | null };
  await save(ux, event, { ...known, ...kept, state, occurredAt, unitCount });
  if (state === "REJECTED") tellRejected(ux, { ...event, ...known }, { code, context });
  const flags: readonly string[] = [];
  const at = { ...event, ...known };
  return { event: at, state, status, code, context, flags, waitKey, isNew: true };
}

interface Refusal {
  code: string;
  context: ErrorContext;
  status: number;
  waitKey: string | null;
}

function refusalOf(error: unknown, event: StoredEvent): Refusal | null {
  if (error instanceof EarlyEvent) {
    const { code, context, waitKey } = error;
    return { code, context, waitKey, status: 202 };
  }
  const refused = error instanceof AppError ? error : null;
  const context = refused?.context ?? {};
  const waitKey = refused && waitsFor(refused, event);
  if (refused && waitKey !== null) return { code: refused.code, context, waitKey, status: 202 };
  // Somebody else changed the same thing: soon again.
  if (violation(error) !== null || refused?.kind === "conflict")
    return { code: "INGEST_CONFLICT", context, waitKey: `event:${event.id}`, status: 202 };
  if (refused && refused.kind !== "internal")
    return { code: refused.code, context, waitKey: null, status: refused.status };
  // A fault of ours in one event must not keep the others: it waits for a person.
  const isOurs = error instanceof TypeError || error instanceof RangeError || unstorable(error);
  if (isOurs || error instanceof AppError)
    return { code: "INTERNAL", context: {}, waitKey: null, status: 500 };
  return null;
}

function tellRejected(
  ux: UnitContext,
  event: StoredEvent,
  { code, context }: { code: string; context: ErrorContext },
): void {
  ux.emit(aboutEvent(event, "ingest.rejected", { code, context }));
}

/** What the trail says of an event itself. */
export function aboutEvent(event: StoredEvent, type: string, data: object): DomainEvent {
  return {
    type,
    entityType: "ingestEvent",
    entityId: event.id,
    entityKey: event.dedupeKey,
    lineId: event.lineId,
    stationId: event.stationId,
    runId: event.runId,
    by: senderOf(event),
    data: { source: event.sourceSystem, eventType: event.messageName ?? event.eventType, ...data },
  };
}

function senderOf(event: StoredEvent): Sender {
  const { keyId, sentById, sourceSystem, sentByName, requestId, ip } = event;
  const isPerson = sentById !== null;
  return {
    actorId: sentById ?? keyId,
    actorName: isPerson ? sentByName : sourceSystem,
    actorKind: isPerson ? "USER" : "MACHINE",
    ...{ requestId, ip },
  };
}

function asBefore(event: StoredEvent): Outcome {
  const { code, flags } = event;
  const context = event.context as ErrorContext | null;
  const state = event.state as IngestEventState;
  const answer = { status: 200, code, context, waitKey: null, isNew: false };
  return { event, state, flags: flags as string[], ...answer };
}
