import type { Database } from "@lineside/db";
import {
  type ExecutionStation,
  type StationStatus,
  stationStatus,
  stepCardOf,
  undoUntil,
} from "@lineside/domain/execution";
import { type Instant, plantDayStart } from "@lineside/domain/kernel";
import { z } from "zod";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import {
  inStationCount,
  type StationRun,
  stationHere,
  stationRuns,
  waitingCount,
} from "./station-queries.ts";

/** The frame of the station page: what runs here, what was done today, what can be taken back. */
export const readStationStatus = defineQuery({
  name: "execution.stationStatus",
  permission: "exec:read",
  input: z.object({ code: z.string().min(1).max(64) }),
  output: stationStatus,
  async run(cx, { code }): Promise<StationStatus> {
    const { db, now } = cx;
    const station = await stationHere(cx, code);
    const runs = await stationRuns(db, station);
    const since = plantDayStart(now, cx.timezone);
    const [card, today, done, inStation, waiting, lastTrackOut] = await Promise.all([
      cardOf(db, station),
      todayOf(db, station.id, since),
      doneOf(db, runs),
      inStationCount(db, station.id),
      waitingCount(db, runs),
      lastTrackOutOf(cx, station.id),
    ]);
    return {
      ...card,
      now,
      today: { since, ...today },
      counts: { inStation, waiting },
      lastTrackOut,
      runs: runs.map(({ id, steps, ...run }) => ({
        ...run,
        done: done.get(id) ?? 0,
        steps: steps.map(stepCardOf),
      })),
    };
  },
});

async function cardOf(db: Database, station: ExecutionStation) {
  const line = await db.read
    .selectFrom("plant_line")
    .select(["code", "name", "processType"])
    .where("id", "=", station.lineId)
    .executeTakeFirstOrThrow();
  const group = await db.read
    .selectFrom("plant_station_group")
    .select("code")
    .where("id", "=", station.groupId ?? "")
    .executeTakeFirst();
  const { code, name, stationType, isActive } = station;
  return { station: { code, name, stationType, isActive, groupCode: group?.code ?? null }, line };
}

/** Visits that ended since the plant day began, by result; undone ones are not counted. */
async function todayOf(db: Database, stationId: string, since: Instant) {
  const rows = await db.read
    .selectFrom("execution_track")
    .select(["result", (x) => x.fn.countAll<number>().as("n")])
    .where("stationId", "=", stationId)
    .where("outAt", ">=", since)
    .where("undoneAt", "is", null)
    .groupBy("result")
    .execute();
  const of = (result: string) => Number(rows.find((row) => row.result === result)?.n ?? 0);
  const open = await db.read
    .selectFrom("execution_track")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("stationId", "=", stationId)
    .where("outAt", "is", null)
    .where("inAt", ">=", since)
    .executeTakeFirstOrThrow();
  const ended = await db.read
    .selectFrom("execution_track")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("stationId", "=", stationId)
    .where("outAt", ">=", since)
    .where("inAt", ">=", since)
    .where("undoneAt", "is", null)
    .executeTakeFirstOrThrow();
  return { in: Number(open.n) + Number(ended.n), pass: of("PASS"), fail: of("FAIL") };
}

async function doneOf(db: Database, runs: StationRun[]): Promise<Map<string, number>> {
  const rows = await db.read
    .selectFrom("execution_unit")
    .select(["runId", (x) => x.fn.countAll<number>().as("n")])
    .where("runId", "in", ["", ...runs.map((run) => run.id)])
    .where("state", "=", "DONE")
    .groupBy("runId")
    .execute();
  return new Map(rows.map((row) => [row.runId, Number(row.n)]));
}

async function lastTrackOutOf(
  { db, actor, now, settings }: QueryContext,
  stationId: string,
): Promise<StationStatus["lastTrackOut"]> {
  const last = await db.read
    .selectFrom("execution_track as t")
    .innerJoin("execution_unit as u", "u.id", "t.unitId")
    .leftJoin("execution_panel as p", "p.id", "u.panelId")
    .leftJoin("execution_carrier_track as ct", "ct.id", "t.carrierTrackId")
    .leftJoin("execution_carrier as ca", "ca.id", "ct.carrierId")
    .select(["t.id", "t.result", "t.outAt", "u.sn", "p.panelNo", "ca.carrierNo"])
    .where("t.stationId", "=", stationId)
    .where("t.outById", "=", actor.id ?? "")
    .where("t.outAt", "is not", null)
    .where("t.undoneAt", "is", null)
    .orderBy("t.outAt", "desc")
    .orderBy("t.id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!last?.outAt) return null;
  const until = undoUntil(last.outAt, settings.undoSeconds);
  return {
    trackId: last.id,
    sn: last.sn,
    panelNo: last.panelNo,
    carrierNo: last.carrierNo,
    result: last.result === "FAIL" ? "FAIL" : "PASS",
    at: last.outAt,
    undoUntil: until !== null && until >= now ? until : null,
  };
}
