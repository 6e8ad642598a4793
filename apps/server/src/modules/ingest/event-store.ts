import { type Params, type Row, statement, type Tx } from "@lineside/db";
import type { IngestEventState } from "@lineside/domain/ingest";
import type { Instant } from "@lineside/domain/kernel";

/** An event as its door read it, before it is stored. */
export interface NewEvent {
  readonly id: string;
  readonly identity: string;
  readonly businessKey: string | null;
  readonly sourceSystem: string;
  readonly dedupeKey: string;
  readonly payloadHash: string;
  readonly door: string;
  readonly eventType: string;
  readonly messageName: string | null;
  readonly occurredAt: Instant;
  readonly flags: readonly string[];
  readonly runNo: string | null;
  readonly transactionId: string | null;
  readonly keyId: string | null;
  readonly sentById: string | null;
  readonly sentByName: string;
  readonly scopeLineIds: readonly string[] | null;
  readonly requestId: string | null;
  readonly ip: string | null;
  readonly bytes: number;
}

interface Stored extends Omit<NewEvent, "flags" | "scopeLineIds"> {
  flags: object;
  scopeLineIds: object | null;
  state: string;
  code: string | null;
  conflictOfId: string | null;
  receivedAt: Instant;
  decidedAt: Instant | null;
}

const insertEvent = statement((k, p: Params<Stored>) =>
  k
    .insertInto("ingest_event")
    .values({
      id: p("id"),
      identity: p("identity"),
      businessKey: p("businessKey"),
      sourceSystem: p("sourceSystem"),
      dedupeKey: p("dedupeKey"),
      payloadHash: p("payloadHash"),
      door: p("door"),
      eventType: p("eventType"),
      messageName: p("messageName"),
      state: p("state"),
      code: p("code"),
      occurredAt: p("occurredAt"),
      receivedAt: p("receivedAt"),
      decidedAt: p("decidedAt"),
      flags: p("flags"),
      runNo: p("runNo"),
      transactionId: p("transactionId"),
      conflictOfId: p("conflictOfId"),
      keyId: p("keyId"),
      sentById: p("sentById"),
      sentByName: p("sentByName"),
      scopeLineIds: p("scopeLineIds"),
      requestId: p("requestId"),
      ip: p("ip"),
      bytes: p("bytes"),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

const insertPayload = statement((k, p: Params<{ eventId: string; body: string }>) =>
  k.insertInto("ingest_payload").values({ eventId: p("eventId"), body: p("body") }),
);

export interface FirstEvent {
  readonly id: string;
  readonly identity: string;
  readonly payloadHash: string;
  readonly state: string;
  readonly code: string | null;
  readonly context: unknown;
}

/** Whoever came first under the identity or the business key. */
const firstUnder = statement((k, p: Params<{ identity: string; businessKey: string | null }>) =>
  k
    .selectFrom("ingest_event")
    .select(["id", "identity", "payloadHash", "state", "code", "context"])
    .where((x) =>
      x.or([x("identity", "=", p("identity")), x("businessKey", "=", p("businessKey"))]),
    )
    .orderBy("id")
    .limit(1),
);

const payloadOf = statement((k, p: Params<{ eventId: string }>) =>
  k.selectFrom("ingest_payload").select("body").where("eventId", "=", p("eventId")),
);

export interface Keeping {
  readonly state: IngestEventState;
  readonly code?: string;
  readonly conflictOfId?: string;
  readonly now: Instant;
}

/** Keeps an event with its text; false: its identity or business key is known already. */
export async function keepEvent(
  tx: Tx,
  { event, body }: { event: NewEvent; body: string },
  { state, code, conflictOfId, now }: Keeping,
): Promise<boolean> {
  const kept = await tx.change(insertEvent, {
    ...event,
    flags: event.flags,
    scopeLineIds: event.scopeLineIds,
    state,
    code: code ?? null,
    conflictOfId: conflictOfId ?? null,
    receivedAt: now,
    decidedAt: state === "RECEIVED" ? null : now,
  });
  if (kept === 0) return false;
  await tx.change(insertPayload, { eventId: event.id, body });
  return true;
}

export async function findFirst(
  tx: Tx,
  { identity, businessKey }: Pick<NewEvent, "identity" | "businessKey">,
): Promise<FirstEvent | null> {
  const [first] = await tx.run(firstUnder, { identity, businessKey });
  return first ?? null;
}

/** The text as it came; null once it was archived. */
export async function readBody(tx: Pick<Tx, "run">, eventId: string): Promise<string | null> {
  const [payload] = await tx.run(payloadOf, { eventId });
  return payload?.body ?? null;
}

export type EventRow = Row<"ingest_event">;

/** Events as they stand now, in the order they came; PostgreSQL: locked until the unit ends. */
export async function lockEvents(tx: Tx, ids: readonly string[]): Promise<EventRow[]> {
  const query = tx.k
    .selectFrom("ingest_event")
    .selectAll()
    .where("id", "in", [...ids])
    .orderBy("id");
  return await (tx.dialect === "postgresql" ? query.forUpdate() : query).execute();
}

/** The row of an event that was kept a moment ago, as it reads. */
export function rowOf(event: NewEvent, now: Instant): EventRow {
  return {
    ...event,
    flags: event.flags,
    scopeLineIds: event.scopeLineIds,
    ...{ state: "RECEIVED", code: null, context: null, receivedAt: now, decidedAt: null },
    ...{ reading: null, runId: null, stationCode: null, stationId: null, lineId: null },
    ...{ carrierNo: null, sn: null, unitCount: 0, result: null, testResultId: null },
    conflictOfId: null,
  };
}

/** What executing an event came to. */
export interface Decision {
  readonly state: IngestEventState;
  readonly code: string | null;
  readonly context: object | null;
  readonly flags: readonly string[];
  readonly reading: object | null;
  readonly runNo: string | null;
  readonly runId: string | null;
  readonly stationCode: string | null;
  readonly stationId: string | null;
  readonly lineId: string | null;
  readonly carrierNo: string | null;
  readonly sn: string | null;
  readonly unitCount: number;
  readonly result: string | null;
  readonly testResultId: string | null;
  readonly occurredAt: Instant;
}

type Deciding = Omit<Decision, "flags"> & {
  id: string;
  from: string;
  flags: object;
  decidedAt: Instant;
};

const decideEvent = statement((k, p: Params<Deciding>) =>
  k
    .updateTable("ingest_event")
    .set({
      state: p("state"),
      code: p("code"),
      context: p("context"),
      flags: p("flags"),
      reading: p("reading"),
      runNo: p("runNo"),
      runId: p("runId"),
      stationCode: p("stationCode"),
      stationId: p("stationId"),
      lineId: p("lineId"),
      carrierNo: p("carrierNo"),
      sn: p("sn"),
      unitCount: p("unitCount"),
      result: p("result"),
      testResultId: p("testResultId"),
      occurredAt: p("occurredAt"),
      decidedAt: p("decidedAt"),
    })
    .where("id", "=", p("id"))
    .where("state", "=", p("from")),
);

/** Saves what an event came to; false: somebody else has decided it since it was read. */
export async function saveDecision(
  tx: Tx,
  { id, from, now }: { id: string; from: string; now: Instant },
  decision: Decision,
): Promise<boolean> {
  const { flags, ...rest } = decision;
  return (await tx.change(decideEvent, { ...rest, id, from, flags, decidedAt: now })) === 1;
}

interface Link {
  id: string;
  eventId: string;
  unitId: string;
  trackId: string | null;
  carrierTrackId: string | null;
  effect: string;
  result: string | null;
}

const insertLink = statement((k, p: Params<Link>) =>
  k
    .insertInto("ingest_event_unit")
    .values({
      id: p("id"),
      eventId: p("eventId"),
      unitId: p("unitId"),
      trackId: p("trackId"),
      carrierTrackId: p("carrierTrackId"),
      effect: p("effect"),
      result: p("result"),
    })
    .onConflict((conflict) => conflict.doNothing()),
);

/** Says which unit an event acted on, and how. */
export async function linkUnit(tx: Tx, link: Link): Promise<void> {
  await tx.change(insertLink, link);
}

interface Marking {
  state: IngestEventState;
  code: string | null;
  context: object | null;
  now: Instant;
}

const markEvent = statement((k, p: Params<Marking & { id: string; from: string }>) =>
  k
    .updateTable("ingest_event")
    .set({ state: p("state"), code: p("code"), context: p("context"), decidedAt: p("now") })
    .where("id", "=", p("id"))
    .where("state", "=", p("from")),
);

/** Gives an event another state; false: it was decided since it was read. */
export async function markState(
  tx: Tx,
  { id, state: from }: Pick<EventRow, "id" | "state">,
  change: Marking,
): Promise<boolean> {
  return (await tx.change(markEvent, { id, from, ...change })) === 1;
}
