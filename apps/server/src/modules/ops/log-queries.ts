import { hostname } from "node:os";
import {
  type LogPage,
  type LogQuery,
  type LogRow,
  logLevels,
  logQuery,
  type RequestEvent,
  type RequestEvents,
  zLogPage,
  zRequestEvents,
} from "@lineside/domain/log";
import { z } from "zod";
import { defineAction } from "../../platform/action.ts";
import type { LogBook } from "../../platform/log-book.ts";
import { type Found, type LogFilter, matching, searchLogFiles } from "../../platform/log-search.ts";
import { readCursor } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";

/** What this node has logged, newest first. A search reads only so far at once and says where to go on. */
export const listLogs = defineAction({
  name: "ops.listLogs",
  permission: "ops:read",
  input: logQuery,
  output: zLogPage,
  async run({ platform }, query) {
    const { logs, clock } = platform;
    const dir = logs.files?.options.dir ?? null;
    const place = dir === null ? "MEMORY" : (query.place ?? "FILES");
    const found =
      dir === null || place === "MEMORY" ? fromMemory(logs, query) : await fromFiles(dir, query);
    const page = { ...found, at: clock.now(), node: hostname(), place, dir, lost: logs.lost };
    return Response.json(page satisfies LogPage, { headers: { "cache-control": "no-store" } });
  },
});

type Rows = Pick<LogPage, "items" | "nextCursor">;

function filterOf({ level, q, requestId, from, to }: LogQuery): LogFilter {
  return {
    levels: level ? logLevels.slice(logLevels.indexOf(level)) : null,
    // As the line has it: quotes and line breaks are escaped there.
    text: q ? JSON.stringify(q).slice(1, -1).toLowerCase() : null,
    requestId: requestId ?? null,
    from: from ?? null,
    to: to ?? null,
  };
}

/** One search at a time: each holds up to one unpacked file. */
let searching: Promise<unknown> = Promise.resolve();

async function fromFiles(dir: string, query: LogQuery): Promise<Rows> {
  const cursor = readCursor(query.cursor, 2);
  const before = cursor && { file: String(cursor[0]), offset: Number(cursor[1]) };
  const limits = { lines: query.limit };
  const search = searching.then(() => searchLogFiles(dir, filterOf(query), { before, limits }));
  searching = search.catch(() => {});
  const { lines, next }: Found = await search;
  return {
    items: lines.map(({ at, value }) => rowOf(`${at.file}:${at.offset}`, value)),
    nextCursor: next && cursorOf([next.file, next.offset]),
  };
}

function fromMemory(logs: LogBook, query: LogQuery): Rows {
  const cursor = readCursor(query.cursor, 1);
  const before = cursor ? Number(cursor[0]) : Number.POSITIVE_INFINITY;
  const filter = filterOf(query);
  const items: LogRow[] = [];
  for (const { number, line } of logs.remembered.toReversed()) {
    if (number >= before) continue;
    const value = matching(line, filter);
    if (!value) continue;
    items.push(rowOf(`memory:${number}`, value));
    if (items.length === query.limit) return { items, nextCursor: cursorOf([number]) };
  }
  return { items, nextCursor: null };
}

const cursorOf = (parts: (string | number)[]) =>
  Buffer.from(JSON.stringify(parts)).toString("base64url");

function rowOf(id: string, value: Record<string, unknown>): LogRow {
  const { time, level, message, requestId, job, error, ...fields } = value;
  return {
    id,
    time: String(time),
    level: String(level),
    message: String(message),
    requestId: textOr(requestId),
    jobId: textOr(job),
    error: textOr(error),
    fields: typeof error === "object" && error !== null ? { error, ...fields } : fields,
  };
}

const textOr = (value: unknown) => (typeof value === "string" ? value : null);

const eventsMax = 50;

/** What a request or a job left in the trail: it leads to the units, runs and orders it touched. */
export const readRequestEvents = defineQuery({
  name: "ops.readRequestEvents",
  permission: "ops:read",
  input: z.object({ requestId: z.string().trim().min(1).max(120) }),
  output: zRequestEvents,
  async run({ db, actor }, { requestId }): Promise<RequestEvents> {
    const rows = await db.read
      .selectFrom("platform_event as e")
      .leftJoin("plant_line as l", "l.id", "e.lineId")
      .leftJoin("plant_station as s", "s.id", "e.stationId")
      .leftJoin("work_order_run as r", "r.id", "e.runId")
      .leftJoin("work_order as o", "o.id", "e.workOrderId")
      .select(["e.id", "e.type", "e.outcome", "e.code", "e.entityType", "e.entityKey"])
      .select(["e.actorName", "l.code as lineCode", "s.code as stationCode", "r.runNo", "o.woNo"])
      .select("e.recordedAt")
      .where("e.requestId", "=", requestId)
      .orderBy("e.id")
      .limit(eventsMax + 1)
      .execute();
    const mayKnowWho = actor.access["audit:read"] !== undefined;
    const items = rows
      .slice(0, eventsMax)
      .map((row) => ({ ...row, actorName: mayKnowWho ? row.actorName : null }) as RequestEvent);
    return { items, hasMore: rows.length > eventsMax };
  },
});
