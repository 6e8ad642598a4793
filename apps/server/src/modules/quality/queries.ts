import { refusalError } from "@lineside/domain/kernel";
import {
  type DefectCodeRow,
  type DefectRow,
  defectAnswer,
  defectCodeListQuery,
  defectCodeRow,
  defectListQuery,
  defectRow,
} from "@lineside/domain/quality";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { signaturesOf } from "../../platform/signing-store.ts";
import {
  defectKey,
  listedDefects,
  oneDefect,
  priorDefects,
  toDefectRow,
} from "./defect-queries.ts";

const page = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Defects of the lines one may see, newest first. */
export const listDefects = defineQuery({
  name: "quality.listDefects",
  permission: "quality:read",
  input: defectListQuery,
  output: page(defectRow),
  async run({ db, visibleLines }, filter) {
    const rows = await listedDefects(db, filter, visibleLines("quality:read"));
    const { items, nextCursor } = toPage(rows, filter.limit, {
      item: (row) => row,
      key: defectKey,
    });
    const shown: DefectRow[] = [];
    for (const row of items) shown.push(await toDefectRow(db, row));
    return { items: shown, nextCursor };
  },
});

/** One defect, with how often its unit failed before. */
export const readDefect = defineQuery({
  name: "quality.readDefect",
  permission: "quality:read",
  input: z.object({ id: z.string().max(64) }),
  output: defectAnswer,
  async run({ db, requireScope }, { id }) {
    const found = await oneDefect(db, id);
    if (!found) throw refusalError({ code: "DEFECT_NOT_FOUND", context: { defectId: id } });
    requireScope({ lineId: found.lineId });
    const signatures = await signaturesOf(db.read, "defect", [id]);
    return { ...found.defect, priorDefects: await priorDefects(db, id), signatures };
  },
});

/** The defect list in the order of its rank: the first ones are the station's quick buttons. */
export const listDefectCodes = defineQuery({
  name: "quality.listDefectCodes",
  permission: "quality:read",
  input: defectCodeListQuery,
  output: page(defectCodeRow),
  async run({ db }, { q, limit, cursor, processType, isActive }) {
    const after = readCursor(cursor, 2);
    let query = db.read
      .selectFrom("quality_defect_code")
      .selectAll()
      .orderBy("rank")
      .orderBy("code")
      .limit(limit + 1);
    if (after) {
      const [rank, code] = [Number(after[0]), String(after[1])];
      query = query.where((x) =>
        x.or([x("rank", ">", rank), x.and([x("rank", "=", rank), x("code", ">", code)])]),
      );
    }
    if (isActive !== undefined) query = query.where("isActive", "=", isActive);
    if (processType)
      query = query.where((x) =>
        x.or([x("processType", "=", processType), x("processType", "is", null)]),
      );
    if (q) query = query.where(contains(["code", "name", "nameZh"], q));
    return toPage(await query.execute(), limit, {
      item: (row): DefectCodeRow => ({
        ...row,
        processType: row.processType as DefectCodeRow["processType"],
        severity: row.severity as DefectCodeRow["severity"],
      }),
      key: (row) => [row.rank, row.code],
    });
  },
});
