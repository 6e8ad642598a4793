import { pageQuery } from "@lineside/domain/kernel";
import { type RunAuthorizationRow, runAuthorizationRow } from "@lineside/domain/work-order";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { signaturesOf } from "../../platform/signing-store.ts";
import { runParams } from "./params.ts";
import { visibleRun } from "./run-queries.ts";

/** Who opened and closed mass production of a run, the newest first, with what the gate found then. */
export const listAuthorizations = defineQuery({
  name: "run.authorizations",
  permission: "run:read",
  input: pageQuery.omit({ q: true }).extend(runParams),
  output: z.object({ items: z.array(runAuthorizationRow), nextCursor: z.string().nullable() }),
  async run(cx, { runNo, limit, cursor }) {
    const run = await visibleRun(cx, runNo);
    const after = readCursor(cursor, 1);
    let query = cx.db.read
      .selectFrom("work_order_run_authorization")
      .select(["id", "action", "actorName", "at", "reason", "evidence"])
      .where("runId", "=", run.id)
      .orderBy("id", "desc")
      .limit(limit + 1);
    if (after) query = query.where("id", "<", String(after[0]));
    const signatures = await signaturesOf(cx.db.read, "run", [run.id]);
    const signed = signatures.filter(({ command }) => command === "run.authorize");
    return toPage(await query.execute(), limit, {
      key: (row) => [row.id],
      item: (row) => ({
        ...(row as Omit<RunAuthorizationRow, "signature">),
        signature: signed.find(({ signedAt }) => signedAt === row.at) ?? null,
      }),
    });
  },
});
