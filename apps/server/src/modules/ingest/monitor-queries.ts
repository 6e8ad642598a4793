import type { Database } from "@lineside/db";
import {
  type FateCounts,
  type IngestFate,
  ingestDoors,
  type MonitorAnswer,
  type MonitorWindow,
  monitorAnswer,
  monitorQuery,
} from "@lineside/domain/ingest";
import { addMinutes, type Instant, toInstant, toMs } from "@lineside/domain/kernel";
import { defineQuery } from "../../platform/query.ts";
import { isVisible, type Lines, lastOfSources, newestByDoor } from "./visible-queries.ts";

/** Minutes shown, and minutes a point of the drawing stands for. */
const windows: Record<MonitorWindow, { minutes: number; step: number }> = {
  "15m": { minutes: 15, step: 1 },
  "1h": { minutes: 60, step: 1 },
  "24h": { minutes: 24 * 60, step: 15 },
};

/** What somebody has to know of: not decided yet, or decided against. */
const openStates = ["RECEIVED", "PARKED", "REJECTED", "DEAD", "CONFLICT"] as const;

/** What machines send and what becomes of it. Counts come from the minute's tally, never from the events. */
export const readMonitor = defineQuery({
  name: "ingest.readMonitor",
  permission: "ingest:read",
  input: monitorQuery,
  output: monitorAnswer,
  async run({ db, now, visibleLines }, { window }): Promise<MonitorAnswer> {
    const lines = visibleLines("ingest:read");
    const { minutes, step } = windows[window];
    const from = startOf(now, { minutes, step });
    const [byMinute, bySource, waiting, lasts, stations, doors] = await Promise.all([
      talliesByMinute(db, from, lines),
      talliesBySource(db, from, lines),
      openGroups(db, lines),
      lastOfSources(db, lines),
      stationLines(db),
      newestByDoor(db, lines),
    ]);
    const names = [
      ...new Set([
        ...lasts.map(({ sourceSystem }) => sourceSystem),
        ...bySource.map(({ sourceSystem }) => sourceSystem),
      ]),
    ];
    const codes = [...new Set([...bySource, ...waiting].map(({ stationCode }) => stationCode))];
    return {
      at: now,
      window,
      from,
      stepMinutes: step,
      points: pointsOf(byMinute, { from, now, step }),
      totals: fatesOf(bySource),
      sources: names.toSorted().map((sourceSystem) => {
        const last = lasts.find((row) => row.sourceSystem === sourceSystem);
        return {
          sourceSystem,
          fates: fatesOf(bySource.filter((row) => row.sourceSystem === sourceSystem)),
          open: openOf(waiting.filter((row) => row.sourceSystem === sourceSystem)),
          lastAt: last?.receivedAt ?? null,
          lastEventId: last?.id ?? null,
          lastDoor: last?.door ?? null,
        };
      }),
      stations: codes.toSorted(byText).map((stationCode) => ({
        stationCode,
        lineCode: stations.get(stationCode ?? "") ?? null,
        fates: fatesOf(bySource.filter((row) => row.stationCode === stationCode)),
        open: openOf(waiting.filter((row) => row.stationCode === stationCode)),
      })),
      waiting,
      open: openStates.flatMap((state) => {
        const of = waiting.filter((row) => row.state === state);
        const [oldestAt] = of.map((row) => row.oldestAt).toSorted();
        return oldestAt ? [{ state, count: sum(of), oldestAt }] : [];
      }),
      doors: ingestDoors.map((door) => ({ door, lastAt: doors.get(door) ?? null })),
    };
  },
});

/** The first whole step of the window. */
function startOf(now: Instant, { minutes, step }: { minutes: number; step: number }): Instant {
  const stepMs = step * 60_000;
  return toInstant(Math.floor(toMs(addMinutes(now, step - minutes)) / stepMs) * stepMs);
}

interface MinuteRow {
  minute: Instant;
  fate: string;
  count: number;
}

function pointsOf(
  rows: readonly MinuteRow[],
  { from, now, step }: { from: Instant; now: Instant; step: number },
): MonitorAnswer["points"] {
  const points: MonitorAnswer["points"] = [];
  for (let at = from; at <= now; at = addMinutes(at, step)) points.push({ at, fates: {} });
  for (const { minute, fate, count } of rows) {
    const index = Math.floor((toMs(minute) - toMs(from)) / (step * 60_000));
    const fates = points[index]?.fates;
    if (fates) fates[fate as IngestFate] = (fates[fate as IngestFate] ?? 0) + count;
  }
  return points;
}

function fatesOf(rows: readonly { fate: string; count: number }[]): FateCounts {
  const fates: FateCounts = {};
  for (const { fate, count } of rows)
    fates[fate as IngestFate] = (fates[fate as IngestFate] ?? 0) + count;
  return fates;
}

type Waiting = MonitorAnswer["waiting"];

const sum = (rows: readonly { count: number }[]) =>
  rows.reduce((total, { count }) => total + count, 0);

function openOf(rows: Waiting): MonitorAnswer["sources"][number]["open"] {
  const of = (state: string) => sum(rows.filter((row) => row.state === state));
  return {
    parked: of("PARKED"),
    rejected: of("REJECTED"),
    dead: of("DEAD"),
    conflict: of("CONFLICT"),
  };
}

/** Null, what no station was found for, stands last. */
function byText(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a < b ? -1 : Number(a > b);
}

function tallies(db: Database, from: Instant, lines: Lines) {
  const query = db.read
    .selectFrom("ingest_tally as t")
    .select((eb) => eb.fn.sum<number>("t.count").as("count"))
    .where("t.minute", ">=", from);
  if (lines === null) return query;
  return query.where((eb) =>
    eb.or([
      eb("t.stationCode", "is", null),
      eb(
        "t.stationCode",
        "in",
        eb
          .selectFrom("plant_station as s")
          .select("s.code")
          .where("s.lineId", "in", ["", ...lines]),
      ),
    ]),
  );
}

function talliesByMinute(db: Database, from: Instant, lines: Lines): Promise<MinuteRow[]> {
  return tallies(db, from, lines)
    .select(["t.minute", "t.fate"])
    .groupBy(["t.minute", "t.fate"])
    .execute();
}

function talliesBySource(db: Database, from: Instant, lines: Lines) {
  return tallies(db, from, lines)
    .select(["t.sourceSystem", "t.stationCode", "t.fate"])
    .groupBy(["t.sourceSystem", "t.stationCode", "t.fate"])
    .execute();
}

/** Causes shown at most; more than a person could look at one by one. */
const groupsMax = 200;

async function openGroups(db: Database, lines: Lines): Promise<Waiting> {
  const rows = await db.read
    .selectFrom("ingest_event as e")
    .select(["e.state", "e.code", "e.sourceSystem", "e.stationCode"])
    .select((eb) => [
      eb.fn.countAll<number>().as("count"),
      eb.fn.min("e.receivedAt").as("oldestAt"),
      eb.fn.max("e.receivedAt").as("newestAt"),
      // Ids are made in time order.
      eb.fn.max("e.id").as("sampleId"),
    ])
    .where("e.state", "in", openStates)
    .where(isVisible("e.lineId", lines))
    .groupBy(["e.state", "e.code", "e.sourceSystem", "e.stationCode"])
    .orderBy("count", "desc")
    .limit(groupsMax)
    .execute();
  const samples = await db.read
    .selectFrom("ingest_event")
    .select(["id", "dedupeKey", "context"])
    .where("id", "in", ["", ...rows.map(({ sampleId }) => sampleId)])
    .execute();
  const contexts = new Map(
    samples.map(({ id, dedupeKey, context }) => [id, { dedupeKey, ...(context as object | null) }]),
  );
  return rows.map((row) => ({ ...row, context: contexts.get(row.sampleId) ?? null })) as Waiting;
}

async function stationLines(db: Database): Promise<Map<string, string>> {
  const rows = await db.read
    .selectFrom("plant_station as s")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .select(["s.code", "l.code as lineCode"])
    .execute();
  return new Map(rows.map(({ code, lineCode }) => [code, lineCode]));
}
