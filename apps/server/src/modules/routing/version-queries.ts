import type { Database } from "@lineside/db";
import { pageQuery, refusalError } from "@lineside/domain/kernel";
import {
  type CompileError,
  diffAnswer,
  diffVersions,
  draftSnapshotSchema,
  type VersionDetail,
  versionDetail,
  versionRow,
} from "@lineside/domain/routing";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { versionHead } from "./compile-route.ts";
import { page, routeParam } from "./params.ts";

type Reader = Database["read"];
const zVersionNo = z.coerce.number().int().min(1).max(1_000_000);

/** The compiled versions of a route, newest first. */
export const listVersions = defineQuery({
  name: "routeVersion.list",
  permission: "route:read",
  input: routeParam.extend(pageQuery.omit({ q: true }).shape),
  output: page(versionRow),
  async run({ db }, { routeCode, limit, cursor }) {
    const before = readCursor(cursor, 1);
    const route = await db.read
      .selectFrom("routing_route")
      .select("id")
      .where("code", "=", routeCode)
      .executeTakeFirst();
    if (!route) throw refusalError({ code: "ROUTE_NOT_FOUND", context: { routeCode } });
    let query = db.read
      .selectFrom("routing_version")
      .select(headColumns)
      .where("routeId", "=", route.id)
      .orderBy("versionNo", "desc")
      .limit(limit + 1);
    if (before) query = query.where("versionNo", "<", Number(before[0]));
    return toPage(await query.execute(), limit, {
      item: (row) => versionHead(row, row.errors),
      key: (row) => [row.versionNo],
    });
  },
});

export const readVersion = defineQuery({
  name: "routeVersion.read",
  permission: "route:read",
  input: routeParam.extend({ no: zVersionNo }),
  output: versionDetail,
  run: ({ db }, { routeCode, no }) => versionOf(db.read, routeCode, no),
});

/** What changed from one version to another, as an engineer reads it. */
export const diffRoute = defineQuery({
  name: "routeVersion.diff",
  permission: "route:read",
  input: routeParam.extend({ no: zVersionNo, to: zVersionNo }),
  output: diffAnswer,
  async run({ db }, { routeCode, no, to }) {
    const older = await versionOf(db.read, routeCode, no);
    const newer = await versionOf(db.read, routeCode, to);
    return {
      from: versionHead(older, older.errors),
      to: versionHead(newer, newer.errors),
      changes: diffVersions(older.snapshot, newer.snapshot),
    };
  },
});

const headColumns = [
  "id",
  "versionNo",
  "status",
  "contentHash",
  "errors",
  "compiledAt",
  "compiledByName",
] as const;

async function versionOf(
  read: Reader,
  routeCode: string,
  versionNo: number,
): Promise<VersionDetail> {
  const row = await read
    .selectFrom("routing_version as v")
    .innerJoin("routing_route as r", "r.id", "v.routeId")
    .select(headColumns.map((column) => `v.${column}` as const))
    .select("v.snapshot")
    .where("r.code", "=", routeCode)
    .where("v.versionNo", "=", versionNo)
    .executeTakeFirst();
  if (!row)
    throw refusalError({ code: "ROUTE_VERSION_NOT_FOUND", context: { routeCode, versionNo } });
  const errors = row.errors as CompileError[];
  const snapshot = draftSnapshotSchema.parse(row.snapshot);
  return { ...versionHead(row, errors), snapshot, errors };
}
