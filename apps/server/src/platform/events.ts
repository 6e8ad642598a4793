import { type Params, statement, type Tx } from "@lineside/db";
import type { Instant } from "@lineside/domain/kernel";
import type { Caller, Place } from "./actor.ts";
import { newId } from "./ids.ts";

/** What happened, as commands tell it; the trail adds who, when and where from. */
export interface DomainEvent extends Place {
  /** noun.pastTense */
  type: string;
  entityType: string;
  entityId: string;
  /** What people call the entity: SN, run number, user name. */
  entityKey: string;
  workOrderId?: string | null;
  runId?: string | null;
  /** When it happened at its source, if that is not now. */
  occurredAt?: Instant;
  data?: object;
  /** For subscribers in the same unit of work only; the trail does not keep it. */
  heard?: Readonly<Record<string, unknown>>;
  /** Subscribers have heard it already, in a part of this unit of work. */
  isHeard?: true;
  /** Who caused it, where that is not who runs the unit of work: a job carries out what machines sent. */
  by?: Sender;
}

export interface Sender {
  readonly actorId: string | null;
  readonly actorName: string;
  readonly actorKind: "USER" | "MACHINE";
  readonly requestId: string | null;
  readonly ip: string | null;
}

/** What a command is about, so that its refusal can be found under the same entity. */
export type Subject = Omit<
  DomainEvent,
  "type" | "occurredAt" | "data" | "heard" | "isHeard" | "by"
>;

export interface Teller {
  caller: Caller;
  actorId: string | null;
  actorName: string;
  actorKind: string;
  now: Instant;
}

export type EventRow = ReturnType<typeof eventRow>;

function eventRow(
  event: DomainEvent,
  { outcome, code }: { outcome: "DONE" | "REFUSED"; code: string | null },
  by: Teller,
) {
  return {
    id: newId(),
    type: event.type,
    outcome,
    code,
    entityType: event.entityType,
    entityId: event.entityId,
    entityKey: event.entityKey,
    actorId: event.by ? event.by.actorId : by.actorId,
    actorName: event.by?.actorName ?? by.actorName,
    actorKind: event.by?.actorKind ?? by.actorKind,
    lineId: event.lineId ?? null,
    stationId: event.stationId ?? null,
    workOrderId: event.workOrderId ?? null,
    runId: event.runId ?? null,
    occurredAt: event.occurredAt ?? by.now,
    recordedAt: by.now,
    requestId: event.by?.requestId ?? by.caller.requestId,
    ip: event.by ? event.by.ip : by.caller.ip,
    data: event.data ?? {},
  };
}

export const insertEvent = statement((k, p: Params<EventRow>) =>
  k.insertInto("platform_event").values({
    id: p("id"),
    type: p("type"),
    outcome: p("outcome"),
    code: p("code"),
    entityType: p("entityType"),
    entityId: p("entityId"),
    entityKey: p("entityKey"),
    actorId: p("actorId"),
    actorName: p("actorName"),
    actorKind: p("actorKind"),
    lineId: p("lineId"),
    stationId: p("stationId"),
    workOrderId: p("workOrderId"),
    runId: p("runId"),
    occurredAt: p("occurredAt"),
    recordedAt: p("recordedAt"),
    requestId: p("requestId"),
    ip: p("ip"),
    data: p("data"),
  }),
);

/** Writes the events of one unit of work: they are the audit rows and commit with the change. */
export async function writeEvents(tx: Tx, events: DomainEvent[], by: Teller): Promise<EventRow[]> {
  const rows = events.map((event) => eventRow(event, { outcome: "DONE", code: null }, by));
  // A prepared row costs SQLite less than a long statement costs to build; PostgreSQL is a trip away.
  if (rows.length === 1 || tx.dialect === "sqlite")
    for (const row of rows) await tx.change(insertEvent, row);
  else
    for (let at = 0; at < rows.length; at += 500)
      await tx.k
        .insertInto("platform_event")
        .values(rows.slice(at, at + 500))
        .execute();
  return rows;
}

/** The one row a refusal leaves after its unit of work was rolled back. */
export async function writeRefusal(
  tx: Tx,
  refusal: { command: string; code: string; context: object; subject: Subject },
  by: Teller,
): Promise<void> {
  const event = { ...refusal.subject, type: refusal.command, data: refusal.context };
  await tx.change(insertEvent, eventRow(event, { outcome: "REFUSED", code: refusal.code }, by));
}
