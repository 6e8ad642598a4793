import type { Instant, Refusal } from "@lineside/domain/kernel";
import { type LinePasteAnswer, lifeOver, linePasteAnswer } from "@lineside/domain/solder-paste";
import { z } from "zod";
import { defineQuery } from "../../platform/query.ts";
import { blockOf } from "./blocked.ts";
import { actionsOf, bottles, rowOf } from "./bottle-queries.ts";
import { lineParams } from "./params.ts";
import { lineOf } from "./place.ts";
import { bottleOf, type Reader } from "./store.ts";

/** What a line prints with, and whether it may. */
export const readLinePaste = defineQuery({
  name: "paste.readLine",
  permission: "paste:read",
  input: z.object(lineParams),
  output: linePasteAnswer,
  run: async (cx, { id }) => await linePaste(cx.db.read, await lineOf(cx, id), cx.now),
});

export async function linePaste(
  k: Reader,
  line: { id: string; code: string },
  now: Instant,
): Promise<LinePasteAnswer> {
  const row = await bottles(k).where("b.currentLineId", "=", line.id).executeTakeFirst();
  if (!row) return { lineCode: line.code, bottle: null, actions: [], refusal: null };
  return {
    lineCode: line.code,
    bottle: rowOf(row, now),
    actions: await actionsOf(k, row, now),
    refusal: await printRefusal(k, row, now),
  };
}

/** The bottle a line prints with, for whoever decides on it elsewhere. */
export interface PasteFacts {
  readonly bottleId: string;
  readonly bottleNo: string;
  readonly typeCode: string;
  readonly lotNo: string;
  readonly isOpen: boolean;
  readonly boundAt: Instant;
  readonly usableUntil: Instant | null;
  readonly usableLimit: string | null;
  readonly blockedCode: string | null;
}

/** null: no bottle is bound. Whether it may still be used is for the reader's own clock to say. */
export async function pasteOnLine(k: Reader, lineId: string): Promise<PasteFacts | null> {
  const row = await bottles(k).where("b.currentLineId", "=", lineId).executeTakeFirst();
  if (!row) return null;
  return {
    bottleId: row.id,
    bottleNo: row.bottleNo,
    typeCode: row.typeCode,
    lotNo: row.lotNo,
    isOpen: row.openedAt !== null,
    boundAt: row.boundAt ?? row.stateSince,
    usableUntil: row.usableUntil,
    usableLimit: row.usableLimit,
    blockedCode: row.blockedCode,
  };
}

async function printRefusal(
  k: Reader,
  row: Parameters<typeof bottleOf>[0],
  now: Instant,
): Promise<Refusal | null> {
  return lifeOver(bottleOf(row), now) ?? (await blockOf(k, row, now));
}
