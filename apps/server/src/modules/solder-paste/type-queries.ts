import { refusalError } from "@lineside/domain/kernel";
import {
  type PastePolicy,
  type PasteTypeRow,
  pasteTypeListQuery,
  pasteTypeRow,
} from "@lineside/domain/solder-paste";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { codeParams } from "./params.ts";
import type { Reader } from "./store.ts";

export const listTypes = defineQuery({
  name: "paste.listTypes",
  permission: "paste:read",
  input: pasteTypeListQuery,
  output: z.object({ items: z.array(pasteTypeRow), nextCursor: z.string().nullable() }),
  async run(cx, { q, limit, cursor, isActive }) {
    const after = readCursor(cursor, 1);
    let query = types(cx.db.read)
      .orderBy("t.code")
      .limit(limit + 1);
    if (after) query = query.where("t.code", ">", String(after[0]));
    if (q) query = query.where(contains(["t.code", "t.name"], q));
    if (isActive !== undefined) query = query.where("t.isActive", "=", isActive);
    return toPage(await query.execute(), limit, { item: rowOf, key: (row) => [row.code] });
  },
});

export const readType = defineQuery({
  name: "paste.readType",
  permission: "paste:read",
  input: z.object(codeParams),
  output: pasteTypeRow,
  run: (cx, { code }) => typeByCode(cx.db.read, code),
});

export async function typeByCode(k: Reader, code: string): Promise<PasteTypeRow> {
  const row = await types(k).where("t.code", "=", code).executeTakeFirst();
  if (!row) throw refusalError({ code: "PASTE_TYPE_NOT_FOUND", context: { code } });
  return rowOf(row);
}

function types(k: Reader) {
  return k
    .selectFrom("solder_paste_type as t")
    .selectAll("t")
    .select((x) =>
      x
        .selectFrom("solder_paste_bottle as j")
        .select((y) => y.fn.countAll<number>().as("n"))
        .whereRef("j.typeId", "=", "t.id")
        .where("j.state", "not in", ["EMPTY", "SCRAPPED", "EXPIRED"])
        .as("bottlesInUse"),
    );
}

type TypeRow = Awaited<ReturnType<ReturnType<typeof types>["execute"]>>[number];

const rowOf = (row: TypeRow): PasteTypeRow => ({
  ...row,
  policy: row.policy as unknown as PastePolicy,
  bottlesInUse: Number(row.bottlesInUse ?? 0),
});
