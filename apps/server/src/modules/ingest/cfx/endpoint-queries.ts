import { type EndpointRow, endpointDetail, endpointQuery, endpointRow } from "@lineside/domain/cfx";
import { refusalError } from "@lineside/domain/kernel";
import { z } from "zod";
import { readCursor, toPage } from "../../../platform/page.ts";
import { defineQuery, type QueryContext } from "../../../platform/query.ts";
import { contains } from "../../../platform/search.ts";

/** Endpoints by handle. Who is bound to lines sees those of the lines and those that stand nowhere. */
export const listEndpoints = defineQuery({
  name: "ingestEndpoint.list",
  permission: "ingest:read",
  input: endpointQuery,
  output: z.object({ items: z.array(endpointRow), nextCursor: z.string().nullable() }),
  async run(cx, { q, limit, cursor, lineCode, state }) {
    const after = readCursor(cursor, 1);
    const visible = cx.visibleLines("ingest:read");
    let query = endpoints(cx)
      .orderBy("e.handle")
      .limit(limit + 1);
    if (after) query = query.where("e.handle", ">", String(after[0]));
    if (visible)
      query = query.where((x) =>
        x.or([x("e.stationId", "is", null), x("s.lineId", "in", ["", ...visible])]),
      );
    if (q) query = query.where(contains(["e.handle", "s.code", "e.operatorName"], q));
    if (lineCode) query = query.where("l.code", "=", lineCode);
    if (state) query = query.where("e.state", "=", state);
    return toPage(await query.execute(), limit, {
      item: (row): EndpointRow => endpointRow.parse(row),
      key: (row) => [row.handle],
    });
  },
});

const messagesMax = 50;

/** One endpoint with what it said of late and what of it is not carried out. */
export const readEndpoint = defineQuery({
  name: "ingestEndpoint.read",
  permission: "ingest:read",
  input: z.object({ id: z.string().max(64) }),
  output: endpointDetail,
  async run(cx, { id }) {
    const row = await endpoints(cx).where("e.id", "=", id).executeTakeFirst();
    if (!row) throw refusalError({ code: "ENDPOINT_NOT_FOUND", context: { id } });
    if (row.stationId !== null)
      cx.requireScope({ lineId: row.lineId ?? null, stationId: row.stationId });
    const events = cx.db.read
      .selectFrom("ingest_event")
      .where("sourceSystem", "=", row.handle)
      .where("eventType", "=", "CFX");
    const open = await events
      .where("state", "in", ["PARKED", "REJECTED", "DEAD"])
      .select((x) => x.fn.countAll<number>().as("n"))
      .executeTakeFirst();
    // Of its latest messages: a machine that beats every second has told a million of them.
    const latest = events
      .select(["messageName", "receivedAt"])
      .orderBy("id", "desc")
      .limit(1_000)
      .as("latest");
    const messages = await cx.db.read
      .selectFrom(latest)
      .select((x) => [
        "messageName",
        x.fn.countAll<number>().as("count"),
        x.fn.max("receivedAt").as("lastAt"),
      ])
      .groupBy("messageName")
      .orderBy("count", "desc")
      .limit(messagesMax)
      .execute();
    const openEvents = Number(open?.n ?? 0);
    return endpointDetail.parse({
      ...row,
      openEvents,
      messages: messages.map((each) => ({ ...each, count: Number(each.count) })),
    });
  },
});

const endpoints = ({ db }: QueryContext) =>
  db.read
    .selectFrom("ingest_endpoint as e")
    .leftJoin("plant_station as s", "s.id", "e.stationId")
    .leftJoin("plant_line as l", "l.id", "s.lineId")
    .selectAll("e")
    .select(["s.code as stationCode", "s.name as stationName", "s.lineId", "l.code as lineCode"]);
