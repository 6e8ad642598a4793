import type { Database } from "@lineside/db";
import { refusalError } from "@lineside/domain/kernel";
import {
  type OperationRow,
  operationQuery,
  operationRow,
  type ProductRow,
  productQuery,
  productRow,
  type ShiftRow,
  shiftQuery,
  shiftRow,
} from "@lineside/domain/plant";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";

type Reader = Database["read"];
/** Every kind of master data is read by id or by code. */
const byId = z.object({ id: z.string() });
const page = <T extends z.ZodType>(row: T) =>
  z.object({ items: z.array(row), nextCursor: z.string().nullable() });
const byCode = { item: <R>(row: R) => row, key: (row: { code: string }) => [row.code] };

/** With a process, also the operations that serve both. */
export const listOperations = defineQuery({
  name: "operation.list",
  permission: "plant:read",
  input: operationQuery,
  output: page(operationRow),
  async run({ db }, { q, limit, cursor, isActive, processType }) {
    const after = readCursor(cursor, 1);
    let query = operations(db.read)
      .orderBy("code")
      .limit(limit + 1);
    if (after) query = query.where("code", ">", String(after[0]));
    if (q) query = query.where(contains(["code", "name", "nameZh"], q));
    if (isActive !== undefined) query = query.where("isActive", "=", isActive);
    if (processType)
      query = query.where((x) =>
        x.or([x("processType", "=", processType), x("processType", "is", null)]),
      );
    return toPage(await query.execute(), limit, byCode);
  },
});

export const readOperation = defineQuery({
  name: "operation.read",
  permission: "plant:read",
  input: byId,
  output: operationRow,
  async run({ db }, { id }) {
    const row = await operations(db.read)
      .where((x) => x.or([x("id", "=", id), x("code", "=", id)]))
      .executeTakeFirst();
    if (!row) throw refusalError({ code: "OPERATION_NOT_FOUND", context: { id } });
    return row;
  },
});

export const listProducts = defineQuery({
  name: "product.list",
  permission: "plant:read",
  input: productQuery,
  output: page(productRow),
  async run({ db }, { q, limit, cursor, isActive, customer }) {
    const after = readCursor(cursor, 1);
    let query = products(db.read)
      .orderBy("code")
      .limit(limit + 1);
    if (after) query = query.where("code", ">", String(after[0]));
    if (q) query = query.where(contains(["code", "name", "customer"], q));
    if (isActive !== undefined) query = query.where("isActive", "=", isActive);
    if (customer) query = query.where("customer", "=", customer);
    return toPage(await query.execute(), limit, byCode);
  },
});

export const readProduct = defineQuery({
  name: "product.read",
  permission: "plant:read",
  input: byId,
  output: productRow,
  async run({ db }, { id }) {
    const row = await products(db.read)
      .where((x) => x.or([x("id", "=", id), x("code", "=", id)]))
      .executeTakeFirst();
    if (!row) throw refusalError({ code: "PRODUCT_NOT_FOUND", context: { id } });
    return row;
  },
});

/** The shifts of the whole plant, and those of the lines the reader may see. */
export const listShifts = defineQuery({
  name: "shift.list",
  permission: "plant:read",
  input: shiftQuery,
  output: page(shiftRow),
  async run(cx, { q, limit, cursor, isActive, lineId }) {
    const after = readCursor(cursor, 1);
    const visible = cx.visibleLines("plant:read");
    let query = shifts(cx.db.read)
      .orderBy("h.code")
      .limit(limit + 1);
    if (after) query = query.where("h.code", ">", String(after[0]));
    if (visible)
      query = query.where((x) =>
        x.or([x("h.lineId", "is", null), x("h.lineId", "in", ["", ...visible])]),
      );
    if (q) query = query.where(contains(["h.code", "h.name", "h.nameZh"], q));
    if (isActive !== undefined) query = query.where("h.isActive", "=", isActive);
    if (lineId) query = query.where("h.lineId", "=", lineId);
    return toPage(await query.execute(), limit, byCode);
  },
});

export const readShift = defineQuery({
  name: "shift.read",
  permission: "plant:read",
  input: byId,
  output: shiftRow,
  async run(cx, { id }) {
    const row = await shifts(cx.db.read)
      .where((x) => x.or([x("h.id", "=", id), x("h.code", "=", id)]))
      .executeTakeFirst();
    if (!row) throw refusalError({ code: "SHIFT_NOT_FOUND", context: { id } });
    if (row.lineId !== null) cx.requireScope({ lineId: row.lineId });
    return row;
  },
});

const operations = (read: Reader) =>
  read.selectFrom("plant_operation").selectAll().$castTo<OperationRow>();

const products = (read: Reader) =>
  read.selectFrom("plant_product").selectAll().$castTo<ProductRow>();

const shifts = (read: Reader) =>
  read
    .selectFrom("plant_shift as h")
    .leftJoin("plant_line as l", "l.id", "h.lineId")
    .selectAll("h")
    .select("l.code as lineCode")
    .$castTo<ShiftRow>();
