import {
  checkRows,
  checksAnswer,
  type PolicyRow,
  policiesAnswer,
  policyQuery,
} from "@lineside/domain/readiness";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";

export const listChecks = defineQuery({
  name: "readiness.checks",
  permission: "readiness:read",
  input: z.object({}),
  output: checksAnswer,
  run: async () => ({ items: checkRows() }),
});

export const listPolicies = defineQuery({
  name: "readiness.policies",
  permission: "readiness:read",
  input: policyQuery,
  output: policiesAnswer,
  async run(cx, { limit, cursor, checkCode, scope }) {
    const after = readCursor(cursor, 1);
    let query = cx.db.read
      .selectFrom("readiness_policy")
      .selectAll()
      .orderBy("id")
      .limit(limit + 1);
    if (after) query = query.where("id", ">", String(after[0]));
    if (checkCode) query = query.where("checkCode", "=", checkCode);
    if (scope) query = query.where("scope", "=", scope);
    return toPage(await query.execute(), limit, {
      key: (row) => [row.id],
      item: (row) => row as PolicyRow,
    });
  },
});
