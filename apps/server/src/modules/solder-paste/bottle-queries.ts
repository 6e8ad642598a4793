import { type Instant, refusalError } from "@lineside/domain/kernel";
import {
  counted,
  nextActions,
  type PasteActionRow,
  type PasteBottleAnswer,
  type PasteBottleRow,
  type PastePolicy,
  type PasteState,
  type PasteType,
  pasteBottleAnswer,
  pasteBottleListQuery,
  pasteBottleRow,
  stateAt,
  takeFirst,
  thawedAt,
  type UsableLimit,
  warnAt,
} from "@lineside/domain/solder-paste";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { blockOf } from "./blocked.ts";
import { historyOf } from "./history-queries.ts";
import { bottleParams } from "./params.ts";
import { inStates, thawsOf } from "./state-queries.ts";
import { bottleOf, candidates, currentBinding, type Reader } from "./store.ts";
import { typeByCode } from "./type-queries.ts";

/** The board of bottles: what ends first comes first. */
export const listBottles = defineQuery({
  name: "paste.listBottles",
  permission: "paste:read",
  input: pasteBottleListQuery,
  output: z.object({ items: z.array(pasteBottleRow), nextCursor: z.string().nullable() }),
  async run(cx, { q, limit, cursor, state, ...filter }) {
    const after = readCursor(cursor, 2);
    let query = bottles(cx.db.read)
      .orderBy("j.expiresAt")
      .orderBy("j.id")
      .limit(limit + 1);
    if (q) query = query.where(contains(["j.bottleNo", "j.lotNo"], q));
    if (state) {
      const thaws = await thawsOf(cx.db.read, cx.now);
      query = query.where((x) => inStates(x, state, { thaws, now: cx.now }));
    }
    if (filter.typeCode) query = query.where("t.code", "=", filter.typeCode);
    if (filter.lineCode) query = query.where("l.code", "=", filter.lineCode);
    if (filter.fridgeCode) query = query.where("f.code", "=", filter.fridgeCode);
    if (filter.lotNo) query = query.where("j.lotNo", "=", filter.lotNo);
    if (after)
      query = query.where((x) =>
        x.or([
          x("j.expiresAt", ">", String(after[0])),
          x.and([x("j.expiresAt", "=", String(after[0])), x("j.id", ">", String(after[1]))]),
        ]),
      );
    return toPage(await query.execute(), limit, {
      item: (row) => rowOf(row, cx.now),
      key: (row) => [row.expiresAt, row.id],
    });
  },
});

export const readBottle = defineQuery({
  name: "paste.readBottle",
  permission: "paste:read",
  input: z.object(bottleParams),
  output: pasteBottleAnswer,
  run: (cx, { bottleNo }) => bottleAnswer(cx.db.read, bottleNo, cx.now),
});

/** One bottle: what it is, what may be done with it next and when, and everything that was done. */
export async function bottleAnswer(
  k: Reader,
  bottleNo: string,
  now: Instant,
): Promise<PasteBottleAnswer> {
  const row = await bottles(k).where("j.bottleNo", "=", bottleNo).executeTakeFirst();
  if (!row) throw refusalError({ code: "PASTE_BOTTLE_NOT_FOUND", context: { bottleNo } });
  return {
    bottle: rowOf(row, now),
    type: await typeByCode(k, row.typeCode),
    actions: await actionsOf(k, row, now),
    ...(await historyOf(k, row.id)),
  };
}

export async function bottlesByNo(
  k: Reader,
  numbers: readonly string[],
  now: Instant,
): Promise<PasteBottleRow[]> {
  const rows = await bottles(k).where("j.bottleNo", "in", numbers).execute();
  const found = new Map(rows.map((row) => [row.bottleNo, row]));
  return numbers.map((bottleNo) => {
    const row = found.get(bottleNo);
    if (!row) throw refusalError({ code: "PASTE_BOTTLE_NOT_FOUND", context: { bottleNo } });
    return rowOf(row, now);
  });
}

export async function actionsOf(
  k: Reader,
  row: BottleRow,
  now: Instant,
): Promise<PasteActionRow[]> {
  const type: PasteType = { code: row.typeCode, policy: row.policy as unknown as PastePolicy };
  const bottle = bottleOf(row);
  const binding = await currentBinding(k, { bottleId: row.id });
  const others = binding ? [] : await candidates(k, row.typeId, now);
  return nextActions({
    bottle,
    type,
    now,
    boundLineCode: binding?.lineCode ?? null,
    takeFirst: (action) => takeFirst(bottle, others, { action, type, now }),
    blocked: await blockOf(k, row, now),
  });
}

/** A bottle with its type, fridge and current line. */
export function bottles(k: Reader) {
  return k
    .selectFrom("solder_paste_bottle as j")
    .innerJoin("solder_paste_type as t", "t.id", "j.typeId")
    .leftJoin("solder_paste_fridge as f", "f.id", "j.fridgeId")
    .leftJoin("solder_paste_binding as b", (join) =>
      join.onRef("b.bottleId", "=", "j.id").on("b.currentLineId", "is not", null),
    )
    .leftJoin("plant_line as l", "l.id", "b.lineId")
    .selectAll("j")
    .select([
      "t.code as typeCode",
      "t.name as typeName",
      "t.policy",
      "f.code as fridgeCode",
      "l.code as lineCode",
      "b.boundAt",
    ]);
}

export type BottleRow = Awaited<ReturnType<ReturnType<typeof bottles>["execute"]>>[number];

/** The bottle as the clock has it at `now`. */
export function rowOf(row: BottleRow, now: Instant): PasteBottleRow {
  const bottle = bottleOf(row);
  const policy = row.policy as unknown as PastePolicy;
  const isLiving = stateAt(bottle, policy, now) !== "EXPIRED";
  return {
    id: row.id,
    bottleNo: row.bottleNo,
    typeCode: row.typeCode,
    typeName: row.typeName,
    lotNo: row.lotNo,
    serialNo: row.serialNo,
    state: stateAt(bottle, policy, now) as PasteState,
    stateSince: row.stateSince,
    receivedAt: row.receivedAt,
    expiresAt: row.expiresAt,
    fridgeCode: row.fridgeCode,
    thawStartedAt: row.thawStartedAt,
    readyAt: row.state === "THAWING" || row.state === "RETURNED" ? thawedAt(bottle, policy) : null,
    thawCycles: row.thawCycles,
    outSeconds: counted(row.outSeconds, row.outSince, now),
    stirredAt: row.stirredAt,
    openedAt: row.openedAt,
    exposureSeconds: counted(row.exposureSeconds, row.exposedSince, now),
    isExposed: row.exposedSince !== null,
    stencilSeconds: counted(row.stencilSeconds, row.stencilSince, now),
    usableUntil: row.usableUntil,
    usableLimit: row.usableLimit as UsableLimit | null,
    warnAt: isLiving ? warnAt(row.usableUntil, policy) : null,
    blockedCode: row.blockedCode,
    lineCode: row.lineCode,
    boundAt: row.boundAt,
    remark: row.remark,
    version: row.version,
  };
}
