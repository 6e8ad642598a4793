import type { Database } from "@lineside/db";
import {
  type IngestAttempt,
  type IngestEffectRow,
  type IngestEventAnswer,
  type IngestEventRow,
  type IngestEventState,
  ingestEventAnswer,
  mayDiscard,
  mayReplay,
} from "@lineside/domain/ingest";
import { codeEntry, type Result, refusalError } from "@lineside/domain/kernel";
import { sql } from "kysely";
import { z } from "zod";
import { defineQuery } from "../../platform/query.ts";
import { archivesHolding } from "./archive-queries.ts";
import { eventRows } from "./event-queries.ts";
import { subjectOfEvent } from "./jobs.ts";

export const eventParam = z.object({ id: z.string().min(1).max(64) });

/** Characters of the text as it came that a page shows; the raw door has all of it. */
const rawShownMax = 200_000;

/** One event whole: what came, what was read from it, what it did, and what people did with it. */
export const readEvent = defineQuery({
  name: "ingest.readEvent",
  permission: "ingest:read",
  input: eventParam,
  output: ingestEventAnswer,
  async run({ db, requireScope }, { id }): Promise<IngestEventAnswer> {
    const found = await eventWithText(db, id);
    if (!found) throw refusalError({ code: "INGEST_EVENT_NOT_FOUND", context: { id } });
    const { keyId, lineId, stationId, conflictOfId, raw, rawLength, ...event } = found;
    if (lineId !== null) requireScope({ lineId, stationId });
    const [effects, related, attempts, decisions, archives, keyName] = await Promise.all([
      effectsOf(db, id),
      relatedTo(db, { id, conflictOfId }),
      attemptsOf(db, id),
      decisionsAbout(db, id),
      raw === null ? archivesHolding(db, id) : [],
      keyNameOf(db, keyId),
    ]);
    const [archive] = archives;
    const state = event.state as IngestEventState;
    return {
      ...(event as typeof event & IngestEventRow),
      context: event.context as IngestEventAnswer["context"],
      resolvedBy: event.code === null ? null : (codeEntry(event.code)?.resolvedBy ?? null),
      reading: event.reading as IngestEventAnswer["reading"],
      keyName,
      raw,
      isRawCut: (rawLength ?? 0) > rawShownMax,
      archive: archive ? { id: archive.id, at: archive.createdAt } : null,
      effects: effects.slice(0, effectsMax),
      hasMoreEffects: effects.length > effectsMax,
      carrierTrackId: effects.find((row) => row.carrierTrackId)?.carrierTrackId ?? null,
      ...related,
      ...attempts,
      decisions,
      can: { replay: codeOf(mayReplay(state)), discard: codeOf(mayDiscard(state)) },
    };
  },
});

const codeOf = (answer: Result<unknown>) => (answer.ok ? null : answer.refusal.code);

function eventWithText(db: Database, id: string) {
  const body = sql.ref("p.body");
  return eventRows(db)
    .leftJoin("ingest_payload as p", "p.eventId", "e.id")
    .select([
      ...(["e.reading", "e.keyId", "e.sentByName", "e.requestId"] as const),
      ...(["e.ip", "e.bytes", "e.payloadHash", "e.testResultId", "e.conflictOfId"] as const),
      ...(["e.lineId", "e.stationId"] as const),
      sql<string | null>`substr(${body}, 1, ${sql.lit(rawShownMax)})`.as("raw"),
      sql<number | null>`length(${body})`.as("rawLength"),
    ])
    .where("e.id", "=", id)
    .executeTakeFirst();
}

/** Units of one batch shown at most. */
const effectsMax = 500;

async function effectsOf(db: Database, eventId: string) {
  const rows = await db.read
    .selectFrom("ingest_event_unit as eu")
    .innerJoin("execution_unit as u", "u.id", "eu.unitId")
    .leftJoin("execution_track as t", "t.id", "eu.trackId")
    .leftJoin("plant_station as s", "s.id", "t.stationId")
    .select([
      ...(["eu.unitId", "u.sn", "eu.effect", "eu.result", "eu.trackId", "t.stepNo"] as const),
      ...(["s.code as stationCode", "t.undoneAt", "eu.carrierTrackId"] as const),
    ])
    .where("eu.eventId", "=", eventId)
    .orderBy("eu.id")
    .limit(effectsMax + 1)
    .execute();
  return rows.map(({ undoneAt, ...row }) => ({
    ...(row as Omit<IngestEffectRow, "isUndone">),
    carrierTrackId: row.carrierTrackId,
    isUndone: undoneAt !== null,
  }));
}

type Related = IngestEventAnswer["rivals"][number];

/** The first of a conflict, and everything that came under its key with another content. */
async function relatedTo(
  { read }: Database,
  { id, conflictOfId }: { id: string; conflictOfId: string | null },
): Promise<Pick<IngestEventAnswer, "first" | "rivals">> {
  const columns = ["id", "state", "receivedAt"] as const;
  const first = conflictOfId
    ? await read
        .selectFrom("ingest_event")
        .select(columns)
        .where("id", "=", conflictOfId)
        .executeTakeFirst()
    : undefined;
  const rivals = await read
    .selectFrom("ingest_event")
    .select(columns)
    // A rival is in no other state, and few events are in these.
    .where("state", "in", ["CONFLICT", "DISCARDED"])
    .where("conflictOfId", "=", conflictOfId ?? id)
    .where("id", "<>", id)
    .orderBy("id")
    .limit(50)
    .execute();
  return { first: (first as Related) ?? null, rivals: rivals as Related[] };
}

async function attemptsOf(
  { read }: Database,
  eventId: string,
): Promise<Pick<IngestEventAnswer, "attempts" | "nextLookAt">> {
  const jobs = await read
    .selectFrom("platform_job")
    .select(["id", "state", "notBefore"])
    .where("subject", "=", subjectOfEvent(eventId))
    .orderBy("id", "desc")
    .limit(20)
    .execute();
  const ids = jobs.map(({ id }) => id);
  const attempts = await read
    .selectFrom("platform_job_attempt")
    .select([
      ...(["id", "jobId", "startedAt", "endedAt", "outcome"] as const),
      ...(["errorCode as code", "errorContext as context"] as const),
    ])
    .where("jobId", "in", ["", ...ids])
    .orderBy("id")
    .limit(100)
    .execute();
  const next = jobs.find(({ state }) => state === "QUEUED");
  return { attempts: attempts as IngestAttempt[], nextLookAt: next?.notBefore ?? null };
}

/** Rejected, replayed, discarded: as the trail tells it, oldest first. */
async function decisionsAbout(
  { read }: Database,
  eventId: string,
): Promise<IngestEventAnswer["decisions"]> {
  const rows = await read
    .selectFrom("platform_event")
    .select(["id", "type", "occurredAt", "recordedAt", "actorName", "data"])
    .where("entityType", "=", "ingestEvent")
    .where("entityId", "=", eventId)
    .where("outcome", "=", "DONE")
    .orderBy("id")
    .limit(100)
    .execute();
  return rows.map(({ id, type, recordedAt, actorName, data }) => {
    const { reason, code } = data as { reason?: unknown; code?: unknown };
    const text = (value: unknown) => (typeof value === "string" ? value : null);
    return { id, type, at: recordedAt, by: actorName, reason: text(reason), code: text(code) };
  });
}

async function keyNameOf({ read }: Database, keyId: string | null): Promise<string | null> {
  if (keyId === null) return null;
  const key = await read
    .selectFrom("auth_api_key")
    .select("name")
    .where("id", "=", keyId)
    .executeTakeFirst();
  return key?.name ?? null;
}

/** What the raw door needs of an event: whose it is and whether its text is still in the database. */
export async function textOfEvent(db: Database, id: string): Promise<EventText | null> {
  const row = await db.read
    .selectFrom("ingest_event as e")
    .leftJoin("ingest_payload as p", "p.eventId", "e.id")
    .select(["e.lineId", "e.stationId", "p.body"])
    .where("e.id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

export interface EventText {
  readonly lineId: string | null;
  readonly stationId: string | null;
  readonly body: string | null;
}
