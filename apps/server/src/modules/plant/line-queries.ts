import type { Database } from "@lineside/db";
import { refusalError } from "@lineside/domain/kernel";
import {
  type LineRow,
  lineQuery,
  lineRow,
  plantQuery,
  type StationGroupRow,
  type StationRow,
  stationGroupRow,
  stationQuery,
  stationRow,
} from "@lineside/domain/plant";
import { type Expression, type SqlBool, sql } from "kysely";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";

type Reader = Database["read"];
/** Every kind of master data is read by id or by code. */
const byId = z.object({ id: z.string() });
const page = <T extends z.ZodType>(row: T) =>
  z.object({ items: z.array(row), nextCursor: z.string().nullable() });

/** Lines by code; whoever is bound to lines or stations sees those lines only. */
export const listLines = defineQuery({
  name: "line.list",
  permission: "plant:read",
  input: lineQuery,
  output: page(lineRow),
  async run(cx, { q, limit, cursor, isActive, processType, include }) {
    const after = readCursor(cursor, 1);
    const visible = cx.visibleLines("plant:read");
    let query = lines(cx.db.read)
      .orderBy("l.code")
      .limit(limit + 1);
    if (after) query = query.where("l.code", ">", String(after[0]));
    if (visible) query = query.where("l.id", "in", ["", ...visible]);
    if (q) query = query.where(contains(["l.code", "l.name"], q));
    if (isActive !== undefined) query = query.where("l.isActive", "=", isActive);
    if (processType) query = query.where("l.processType", "=", processType);
    const found = await query.execute();
    const standing = include ? await stationsOf(cx.db.read, found) : null;
    const item = (row: LineRow): LineRow =>
      standing ? { ...row, stations: standing.filter((each) => each.lineId === row.id) } : row;
    return toPage(found, limit, { item, key: (row) => [row.code] });
  },
});

export const readLine = defineQuery({
  name: "line.read",
  permission: "plant:read",
  input: byId,
  output: lineRow,
  async run(cx, { id }) {
    const row = await lines(cx.db.read)
      .where((x) => x.or([x("l.id", "=", id), x("l.code", "=", id)]))
      .executeTakeFirst();
    if (!row) throw refusalError({ code: "LINE_NOT_FOUND", context: { id } });
    cx.requireScope({ lineId: row.id });
    return { ...row, stations: await stationsOf(cx.db.read, [row]) };
  },
});

/** Stations in the order they stand, line by line; of the lines the reader may see. */
export const listStations = defineQuery({
  name: "station.list",
  permission: "plant:read",
  input: stationQuery,
  output: page(stationRow),
  async run(cx, { q, limit, cursor, ...filter }) {
    const after = readCursor(cursor, 3);
    const visible = cx.visibleLines("plant:read");
    let query = stations(cx.db.read).limit(limit + 1);
    if (after) query = query.where(comesAfter(after));
    if (visible) query = query.where("s.lineId", "in", ["", ...visible]);
    if (q) query = query.where(contains(["s.code", "s.name"], q));
    if (filter.lineId) query = query.where("s.lineId", "=", filter.lineId);
    if (filter.groupId) query = query.where("s.groupId", "=", filter.groupId);
    if (filter.stationType) query = query.where("s.stationType", "=", filter.stationType);
    if (filter.isActive !== undefined) query = query.where("s.isActive", "=", filter.isActive);
    return toPage(await query.execute(), limit, {
      item: (row) => row,
      key: (row) => [row.lineCode, row.sequence, row.code],
    });
  },
});

/** The doors of execution name stations by code, and a path has one name for its parameter. */
export const readStation = defineQuery({
  name: "station.read",
  permission: "plant:read",
  input: z.object({ code: z.string() }),
  output: stationRow,
  async run(cx, { code }) {
    const row = await stations(cx.db.read)
      .where((x) => x.or([x("s.id", "=", code), x("s.code", "=", code)]))
      .executeTakeFirst();
    if (!row) throw refusalError({ code: "STATION_NOT_FOUND", context: { code } });
    cx.requireScope({ lineId: row.lineId });
    return row;
  },
});

export const listStationGroups = defineQuery({
  name: "stationGroup.list",
  permission: "plant:read",
  input: plantQuery.omit({ isActive: true }),
  output: page(stationGroupRow),
  async run({ db }, { q, limit, cursor }) {
    const after = readCursor(cursor, 1);
    let query = groups(db.read)
      .orderBy("g.code")
      .limit(limit + 1);
    if (after) query = query.where("g.code", ">", String(after[0]));
    if (q) query = query.where(contains(["g.code", "g.name"], q));
    return toPage(await query.execute(), limit, {
      item: (row) => row,
      key: (row) => [row.code],
    });
  },
});

export const readStationGroup = defineQuery({
  name: "stationGroup.read",
  permission: "plant:read",
  input: byId,
  output: stationGroupRow,
  async run({ db }, { id }) {
    const row = await groups(db.read)
      .where((x) => x.or([x("g.id", "=", id), x("g.code", "=", id)]))
      .executeTakeFirst();
    if (!row) throw refusalError({ code: "STATION_GROUP_NOT_FOUND", context: { id } });
    return row;
  },
});

function lines(read: Reader) {
  return read
    .selectFrom("plant_line as l")
    .selectAll("l")
    .select((x) =>
      x
        .selectFrom("plant_station as s")
        .select((y) => y.fn.countAll<number>().as("n"))
        .whereRef("s.lineId", "=", "l.id")
        .as("stationCount"),
    )
    .$castTo<LineRow>();
}

function stations(read: Reader) {
  return read
    .selectFrom("plant_station as s")
    .innerJoin("plant_line as l", "l.id", "s.lineId")
    .leftJoin("plant_station_group as g", "g.id", "s.groupId")
    .selectAll("s")
    .select(["l.code as lineCode", "l.name as lineName", "g.code as groupCode"])
    .orderBy("l.code")
    .orderBy("s.sequence")
    .orderBy("s.code")
    .$castTo<StationRow>();
}

function groups(read: Reader) {
  return read
    .selectFrom("plant_station_group as g")
    .selectAll("g")
    .select((x) =>
      x
        .selectFrom("plant_station as s")
        .select((y) => y.fn.countAll<number>().as("n"))
        .whereRef("s.groupId", "=", "g.id")
        .as("stationCount"),
    )
    .$castTo<StationGroupRow>();
}

/** Both databases compare rows of columns as one. */
function comesAfter([lineCode, sequence, code]: (string | number)[]): Expression<SqlBool> {
  return sql<SqlBool>`(l.code, s.sequence, s.code) > (${lineCode}, ${sequence}, ${code})`;
}

/** A line has some tens of stations, a page of lines some thousands at most. */
function stationsOf(read: Reader, found: { id: string }[]): Promise<StationRow[]> {
  const ids = ["", ...found.map((row) => row.id)];
  return stations(read).where("s.lineId", "in", ids).limit(5000).execute();
}
