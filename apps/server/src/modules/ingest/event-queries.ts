import { type Database, prefix } from "@lineside/db";
import {
  type IngestEventFilter,
  type IngestEventRow,
  ingestEventRow,
  ingestEventsQuery,
  replayMax,
  type UnitIngestEvent,
} from "@lineside/domain/ingest";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { holds, isVisible, type Lines, lastOfSources } from "./visible-queries.ts";

/** Events of machines, newest first. Ids are made in time order, so the cursor is an id. */
export const listEvents = defineQuery({
  name: "ingest.listEvents",
  permission: "ingest:read",
  input: ingestEventsQuery,
  output: z.object({ items: z.array(ingestEventRow), nextCursor: z.string().nullable() }),
  async run({ db, visibleLines }, { limit, cursor, ...filter }) {
    const lines = visibleLines("ingest:read");
    let query = (await filtered(db, filter, lines)).orderBy("e.id", "desc").limit(limit + 1);
    const after = readCursor(cursor, 1);
    if (after) query = query.where("e.id", "<", String(after[0]));
    return toPage(await query.execute(), limit, {
      item: (row) => row as IngestEventRow,
      key: (row) => [row.id],
    });
  },
});

export function eventRows(db: Pick<Database, "read">) {
  return db.read
    .selectFrom("ingest_event as e")
    .leftJoin("plant_line as l", "l.id", "e.lineId")
    .select([
      ...(["e.id", "e.sourceSystem", "e.dedupeKey", "e.door", "e.eventType"] as const),
      ...(["e.messageName", "e.state", "e.code", "e.context"] as const),
      ...(["e.occurredAt", "e.receivedAt"] as const),
      ...(["e.decidedAt", "e.flags", "e.runNo", "e.stationCode", "l.code as lineCode"] as const),
      ...(["e.carrierNo", "e.sn", "e.unitCount", "e.result", "e.transactionId"] as const),
    ]);
}

/** What the filter finds among the lines somebody may see. */
export async function filtered(db: Database, filter: IngestEventFilter, lines: Lines) {
  let query = eventRows(db).where(isVisible("e.lineId", lines));
  const equals = [
    ["e.state", filter.state],
    ["e.sourceSystem", filter.source],
    ["e.eventType", filter.eventType],
    ["e.messageName", filter.messageName],
    ["e.transactionId", filter.transaction],
    ["e.door", filter.door],
    ["e.code", filter.code],
    ...(await placeOf(db, filter)),
  ] as const;
  for (const [column, value] of equals) if (value) query = query.where(column, "=", value);
  if (filter.flag) query = query.where(holds(db.dialect, "flags", filter.flag));
  if (filter.from) query = query.where("e.receivedAt", ">=", filter.from);
  if (filter.to) query = query.where("e.receivedAt", "<", filter.to);
  if (filter.sn) query = query.where("e.id", "in", eventsOfSn(db, filter.sn));
  if (filter.q) query = query.where("e.id", "in", eventsBy(db, filter.q, await sourceNames(db)));
  return query;
}

/** By their ids, which are indexed; by what the sender wrote when there is no such station or run. */
async function placeOf({ read }: Database, { station, run }: IngestEventFilter) {
  const stationId = station
    ? await read
        .selectFrom("plant_station")
        .select("id")
        .where("code", "=", station)
        .executeTakeFirst()
    : undefined;
  const runId = run
    ? await read
        .selectFrom("work_order_run")
        .select("id")
        .where("runNo", "=", run)
        .executeTakeFirst()
    : undefined;
  return [
    stationId ? (["e.stationId", stationId.id] as const) : (["e.stationCode", station] as const),
    runId ? (["e.runId", runId.id] as const) : (["e.runNo", run] as const),
  ];
}

/** One more than may be replayed at once tells that there are too many. */
export async function filteredIds(
  db: Database,
  filter: IngestEventFilter,
  lines: Lines,
): Promise<string[]> {
  const rows = await (await filtered(db, filter, lines))
    .clearSelect()
    .select("e.id")
    .where("e.state", "in", ["PARKED", "REJECTED", "DEAD"])
    .orderBy("e.id")
    .limit(replayMax + 1)
    .execute();
  return rows.map(({ id }) => id);
}

const sourceNames = async (db: Database) =>
  (await lastOfSources(db, null)).map(({ sourceSystem }) => sourceSystem);

/** Named by the event itself, or acted on by it. */
function eventsOfSn({ read }: Database, sn: string) {
  return read
    .selectFrom("ingest_event as n")
    .select("n.id")
    .where("n.sn", "=", sn)
    .union(
      read
        .selectFrom("ingest_event_unit as eu")
        .innerJoin("execution_unit as u", "u.id", "eu.unitId")
        .select("eu.eventId as id")
        .where("u.sn", "=", sn),
    );
}

/** Units looked at whose number begins with a text. */
const unitsMax = 200;

/** A text somebody has at hand: event, dedupe key, transaction, or how a serial number begins. */
function eventsBy({ read, dialect }: Database, text: string, sources: readonly string[]) {
  const identities = sources.map((source) => `${source}\n${text}`);
  const units = read
    .selectFrom("execution_unit as u")
    .select("u.id")
    .where(prefix(dialect, "u.sn", text))
    .orderBy("u.id", "desc")
    .limit(unitsMax);
  const by = read.selectFrom("ingest_event as n").select("n.id");
  return by
    .where("n.id", "=", text)
    .union(by.where("n.identity", "in", ["", ...identities]))
    .union(by.where("n.sn", "=", text))
    .union(by.where("n.transactionId", "=", text))
    .union(
      read
        .selectFrom("ingest_event_unit as eu")
        .select("eu.eventId as id")
        .where("eu.unitId", "in", read.selectFrom(units.as("found")).select("found.id")),
    );
}

/** What machines told about these units, oldest first: for the trace. One statement. */
export async function eventsOfUnits(
  reader: Database["read"],
  unitIds: readonly string[],
): Promise<UnitIngestEvent[]> {
  const rows = await reader
    .selectFrom("ingest_event_unit as eu")
    .innerJoin("ingest_event as e", "e.id", "eu.eventId")
    .select([
      ...(["eu.eventId", "eu.unitId", "eu.trackId", "eu.effect", "eu.result"] as const),
      ...(["e.door", "e.eventType", "e.sourceSystem", "e.messageName", "e.stationCode"] as const),
      ...(["e.flags", "e.occurredAt", "e.receivedAt", "e.result as said"] as const),
    ])
    .where("eu.unitId", "in", ["", ...unitIds])
    .orderBy("e.occurredAt")
    .orderBy("e.id")
    .limit(unitEventsMax)
    .execute();
  return rows as UnitIngestEvent[];
}

/** More than one unit's life has. */
const unitEventsMax = 1_000;
