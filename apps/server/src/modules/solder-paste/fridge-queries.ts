import { addMinutes, refusalError } from "@lineside/domain/kernel";
import {
  bucketMinutesOf,
  type FridgeReadingRow,
  type FridgeRow,
  fridgeListQuery,
  fridgeReadingRow,
  fridgeReadingsQuery,
  fridgeRow,
  fridgeTrendAnswer,
  fridgeTrendQuery,
  trendOf,
} from "@lineside/domain/solder-paste";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { codeParams } from "./params.ts";
import type { Reader } from "./store.ts";

const page = <T extends z.ZodType>(row: T) =>
  z.object({ items: z.array(row), nextCursor: z.string().nullable() });

export const listFridges = defineQuery({
  name: "paste.listFridges",
  permission: "paste:read",
  input: fridgeListQuery,
  output: page(fridgeRow),
  async run(cx, { q, limit, cursor, isActive }) {
    const after = readCursor(cursor, 1);
    let query = fridges(cx.db.read)
      .orderBy("f.code")
      .limit(limit + 1);
    if (after) query = query.where("f.code", ">", String(after[0]));
    if (q) query = query.where(contains(["f.code", "f.name"], q));
    if (isActive !== undefined) query = query.where("f.isActive", "=", isActive);
    const found = toPage(await query.execute(), limit, {
      item: (row) => row,
      key: (row) => [row.code],
    });
    const items: FridgeRow[] = [];
    for (const row of found.items) items.push(await rowOf(cx.db.read, row));
    return { items, nextCursor: found.nextCursor };
  },
});

export async function fridgeByCode(k: Reader, code: string): Promise<FridgeRow> {
  const row = await fridges(k).where("f.code", "=", code).executeTakeFirst();
  if (!row) throw refusalError({ code: "FRIDGE_NOT_FOUND", context: { code } });
  return await rowOf(k, row);
}

/** Newest first. */
export const listReadings = defineQuery({
  name: "paste.listReadings",
  permission: "paste:read",
  input: fridgeReadingsQuery.extend(codeParams),
  output: page(fridgeReadingRow),
  async run(cx, { code, from, to, limit, cursor }) {
    const after = readCursor(cursor, 2);
    await fridgeByCode(cx.db.read, code);
    let query = readings(cx.db.read)
      .where("f.code", "=", code)
      .orderBy("r.measuredAt", "desc")
      .orderBy("r.id", "desc")
      .limit(limit + 1);
    if (from) query = query.where("r.measuredAt", ">=", from);
    if (to) query = query.where("r.measuredAt", "<", to);
    if (after)
      query = query.where((x) =>
        x.or([
          x("r.measuredAt", "<", String(after[0])),
          x.and([x("r.measuredAt", "=", String(after[0])), x("r.id", "<", String(after[1]))]),
        ]),
      );
    return toPage(await query.execute(), limit, {
      item: readingOf,
      key: (row) => [row.measuredAt, row.id],
    });
  },
});

/** One reading a minute for three months is the most a chart is made of. */
const trendRowsMax = 150_000;

/** Temperature over time against the limits, as points that keep every excursion. */
export const readTrend = defineQuery({
  name: "paste.readTrend",
  permission: "paste:read",
  input: fridgeTrendQuery.extend(codeParams),
  output: fridgeTrendAnswer,
  async run(cx, { code, days }) {
    const { minC, maxC } = await fridgeByCode(cx.db.read, code);
    const from = addMinutes(cx.now, -days * 1440);
    const rows = await cx.db.read
      .selectFrom("solder_paste_fridge_reading as r")
      .innerJoin("solder_paste_fridge as f", "f.id", "r.fridgeId")
      .select(["r.measuredAt", "r.temperatureC", "r.isWithin"])
      .where("f.code", "=", code)
      .where("r.measuredAt", ">=", from)
      .orderBy("r.measuredAt")
      .limit(trendRowsMax)
      .execute();
    const bucketMinutes = bucketMinutesOf(days);
    const points = trendOf(rows, bucketMinutes);
    return { fridgeCode: code, minC, maxC, from, to: cx.now, bucketMinutes, points };
  },
});

export async function readingById(k: Reader, id: string): Promise<FridgeReadingRow> {
  return readingOf(await readings(k).where("r.id", "=", id).executeTakeFirstOrThrow());
}

function fridges(k: Reader) {
  return k
    .selectFrom("solder_paste_fridge as f")
    .select(["f.id", "f.code", "f.name", "f.minC", "f.maxC", "f.isActive", "f.version"])
    .select((x) => [
      x
        .selectFrom("solder_paste_bottle as j")
        .select((y) => y.fn.countAll<number>().as("n"))
        .whereRef("j.fridgeId", "=", "f.id")
        .where("j.state", "not in", ["EMPTY", "SCRAPPED"])
        .as("bottleCount"),
      x
        .selectFrom("solder_paste_fridge_reading as u")
        .select((y) => y.fn.countAll<number>().as("n"))
        .whereRef("u.fridgeId", "=", "f.id")
        .where("u.reviewedAt", "is", null)
        .as("unreviewed"),
    ]);
}

type StoredFridge = Awaited<ReturnType<ReturnType<typeof fridges>["execute"]>>[number];

async function rowOf(k: Reader, row: StoredFridge): Promise<FridgeRow> {
  const last = await readings(k)
    .where("r.fridgeId", "=", row.id)
    .orderBy("r.measuredAt", "desc")
    .limit(1)
    .executeTakeFirst();
  return {
    ...row,
    bottleCount: Number(row.bottleCount ?? 0),
    unreviewed: Number(row.unreviewed ?? 0),
    lastReading: last ? readingOf(last) : null,
  };
}

function readings(k: Reader) {
  return k
    .selectFrom("solder_paste_fridge_reading as r")
    .innerJoin("solder_paste_fridge as f", "f.id", "r.fridgeId")
    .select([
      "r.id",
      "f.code as fridgeCode",
      "r.measuredAt",
      "r.temperatureC",
      "r.isWithin",
      "r.minC",
      "r.maxC",
      "r.source",
      "r.measuredByName",
      "r.reviewedAt",
      "r.reviewedByName",
      "r.remark",
      "r.recordedAt",
    ]);
}

type StoredReading = Awaited<ReturnType<ReturnType<typeof readings>["execute"]>>[number];

const readingOf = (row: StoredReading): FridgeReadingRow => ({
  ...row,
  source: row.source as FridgeReadingRow["source"],
});
