import { pageQuery } from "@lineside/domain/kernel";
import {
  type CaptureItemRow,
  type ConfigRow,
  captureItemQuery,
  captureItemRow,
  configQuery,
  configRow,
} from "@lineside/domain/routing";
import { type SqlBool, sql } from "kysely";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { page } from "./params.ts";

/**
 * What scopes say, in the order it was first said. With a route: what its steps listen to, of every
 * scope.
 */
export const listConfigs = defineQuery({
  name: "executionConfig.list",
  permission: "route:read",
  input: configQuery.extend(pageQuery.omit({ q: true }).shape),
  output: page(configRow),
  async run({ db }, { scope, routeCode, operationId, limit, cursor }) {
    const after = readCursor(cursor, 1);
    let query = db.read
      .selectFrom("routing_execution_config as c")
      .selectAll("c")
      .orderBy("c.id")
      .limit(limit + 1);
    if (after) query = query.where("c.id", ">", String(after[0]));
    if (scope) query = query.where("c.scope", "=", scope);
    if (operationId) query = query.where("c.operationId", "=", operationId);
    if (routeCode) {
      const steps = db.read
        .selectFrom("routing_step as s")
        .innerJoin("routing_route as r", "r.id", "s.routeId")
        .where("r.code", "=", routeCode);
      const route = db.read.selectFrom("routing_route").select("id").where("code", "=", routeCode);
      query = query.where((x) =>
        x.or([
          x("c.scope", "=", "GLOBAL"),
          x("c.routeId", "in", route),
          x("c.stepId", "in", steps.select("s.id")),
          x("c.operationId", "in", steps.select("s.operationId")),
        ]),
      );
    }
    return toPage(await query.$castTo<ConfigRow & { scopeKey: string }>().execute(), limit, {
      item: ({ scopeKey: _, ...row }): ConfigRow => row,
      key: (row) => [row.id],
    });
  },
});

/** Items operation by operation, in the order operators fill them in. */
export const listCaptureItems = defineQuery({
  name: "captureItem.list",
  permission: "route:read",
  input: captureItemQuery,
  output: page(captureItemRow),
  async run({ db }, { q, limit, cursor, operationId, isActive }) {
    const after = readCursor(cursor, 3);
    let query = db.read
      .selectFrom("routing_capture_item as c")
      .innerJoin("plant_operation as o", "o.id", "c.operationId")
      .selectAll("c")
      .select("o.code as operationCode")
      .orderBy("o.code")
      .orderBy("c.sequence")
      .orderBy("c.code")
      .limit(limit + 1);
    if (after)
      query = query.where(
        sql<SqlBool>`(o.code, c.sequence, c.code) > (${after[0]}, ${after[1]}, ${after[2]})`,
      );
    if (q) query = query.where(contains(["c.code", "c.name", "c.nameZh", "o.code"], q));
    if (operationId) query = query.where("c.operationId", "=", operationId);
    if (isActive !== undefined) query = query.where("c.isActive", "=", isActive);
    return toPage(await query.$castTo<CaptureItemRow>().execute(), limit, {
      item: (row) => row,
      key: (row) => [row.operationCode, row.sequence, row.code],
    });
  },
});
