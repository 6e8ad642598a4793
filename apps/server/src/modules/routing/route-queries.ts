import type { Database } from "@lineside/db";
import { refusalError } from "@lineside/domain/kernel";
import {
  compileRoute,
  previewAnswer,
  type RouteDetail,
  type RouteRow,
  routeDetail,
  routeQuery,
  routeRow,
  type StepRow,
  type VersionStatus,
} from "@lineside/domain/routing";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { contains } from "../../platform/search.ts";
import { compileFacts } from "./compile-store.ts";
import { page, routeParam } from "./params.ts";

type Reader = Database["read"];

export const listRoutes = defineQuery({
  name: "route.list",
  permission: "route:read",
  input: routeQuery,
  output: page(routeRow),
  async run({ db }, { q, limit, cursor, ...filter }) {
    const after = readCursor(cursor, 1);
    let query = routes(db.read)
      .orderBy("r.code")
      .limit(limit + 1);
    if (after) query = query.where("r.code", ">", String(after[0]));
    if (q) query = query.where(contains(["r.code", "r.name", "p.code"], q));
    if (filter.processType) query = query.where("r.processType", "=", filter.processType);
    if (filter.productId) query = query.where("r.productId", "=", filter.productId);
    if (filter.source) query = query.where("r.source", "=", filter.source);
    if (filter.isActive !== undefined) query = query.where("r.isActive", "=", filter.isActive);
    return toPage(await query.execute(), limit, { item: routeOf, key: (row) => [row.code] });
  },
});

export const readRoute = defineQuery({
  name: "route.read",
  permission: "route:read",
  input: routeParam,
  output: routeDetail,
  async run({ db }, { routeCode }): Promise<RouteDetail> {
    const route = await routes(db.read).where("r.code", "=", routeCode).executeTakeFirst();
    if (!route) throw refusalError({ code: "ROUTE_NOT_FOUND", context: { routeCode } });
    const steps = await db.read
      .selectFrom("routing_step as s")
      .innerJoin("plant_operation as o", "o.id", "s.operationId")
      .select(["s.id", "s.stepNo", "s.operationId", "s.sourceStepKey", "s.name"])
      .select(["o.code as operationCode", "o.name as operationName", "o.nameZh as operationNameZh"])
      .where("s.routeId", "=", route.id)
      .orderBy("s.stepNo")
      .$castTo<StepRow>()
      .execute();
    return { ...routeOf(route), steps };
  },
});

/** What a compile would say now: every setting with the scope it comes from, and what is wrong. */
export const previewRoute = defineQuery({
  name: "route.preview",
  permission: "route:read",
  input: routeParam,
  output: previewAnswer,
  async run({ db }, { routeCode }) {
    const facts = await compileFacts(db.read, routeCode);
    if (!facts) throw refusalError({ code: "ROUTE_NOT_FOUND", context: { routeCode } });
    const { status, snapshot, errors } = compileRoute(facts);
    return { status, snapshot, errors };
  },
});

type Found = Omit<RouteRow, "latestVersion"> & {
  latestNo: number | null;
  latestStatus: VersionStatus | null;
};

function routes(read: Reader) {
  return read
    .selectFrom("routing_route as r")
    .leftJoin("plant_product as p", "p.id", "r.productId")
    .selectAll("r")
    .select("p.code as productCode")
    .select((x) => {
      const versions = x.selectFrom("routing_version as v").whereRef("v.routeId", "=", "r.id");
      const newestFirst = versions.orderBy("v.versionNo", "desc").limit(1);
      return [
        x
          .selectFrom("routing_step as s")
          .whereRef("s.routeId", "=", "r.id")
          .select((y) => y.fn.countAll<number>().as("n"))
          .as("stepCount"),
        newestFirst.select("v.versionNo").as("latestNo"),
        newestFirst.select("v.status").as("latestStatus"),
        newestFirst.select("v.versionNo").where("v.status", "=", "READY").as("readyVersionNo"),
      ];
    })
    .$castTo<Found>();
}

function routeOf({ latestNo, latestStatus, ...row }: Found): RouteRow {
  const latestVersion =
    latestNo === null || latestStatus === null
      ? null
      : { versionNo: latestNo, status: latestStatus };
  return { ...row, latestVersion };
}
