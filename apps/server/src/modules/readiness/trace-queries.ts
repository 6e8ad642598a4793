import { signaturesNow, type TraceReadiness } from "@lineside/domain/readiness";
import { signaturesUnder } from "../../platform/signing-store.ts";
import type { Reader } from "../work-order/index.ts";
import { evaluationFrom, waiverColumns, waiverFrom } from "./store.ts";

/**
 * What mass production of a run was opened on, and everything that was waived for it, in one
 * statement: the evaluation, which is large, comes beside the newest waiver only. Where something
 * of it was signed, a second one brings the signatures.
 */
export async function readinessForTrace(k: Reader, runId: string): Promise<TraceReadiness> {
  const rows = await k
    .selectFrom("work_order_run as r")
    .leftJoin("readiness_changeover as c", "c.runId", "r.id")
    .leftJoin("readiness_waiver as w", "w.runId", "r.id")
    .leftJoin("readiness_evaluation as e", (join) =>
      join
        .onRef("e.runId", "=", "r.id")
        .onRef("e.at", "=", "r.authorizedAt")
        .on("e.type", "=", "FORMAL")
        .on((x) =>
          x.or([
            x("w.id", "is", null),
            x(
              "w.id",
              "=",
              x
                .selectFrom("readiness_waiver as newest")
                .select((y) => y.fn.max("newest.id").as("id"))
                .whereRef("newest.runId", "=", "r.id"),
            ),
          ]),
        ),
    )
    .select(waiverColumns.map((column) => `w.${column} as ${column}` as const))
    .select((x) => {
      const under = (type: string, id: "r.id" | "w.id") =>
        x.exists(
          x
            .selectFrom("audit_signature as s")
            .select("s.id")
            .where("s.entityType", "=", type)
            .whereRef("s.entityId", "=", id),
        );
      return x.or([under("run", "r.id"), under("waiver", "w.id")]).as("isSigned");
    })
    .select(["r.authorizedAt as openSince", "c.reviewedAt"])
    .select(["e.id as evaluationId", "e.type", "e.status", "e.at", "e.byName", "e.items"])
    .where("r.id", "=", runId)
    .orderBy("w.id", "desc")
    .orderBy("e.id", "desc")
    .limit(500)
    .execute();
  const kept = rows.find((row) => row.evaluationId !== null);
  // Two evaluations of one instant would tell the newest waiver twice.
  const isNew = (row: (typeof rows)[number], at: number) => row.id !== rows[at - 1]?.id;
  const waivers = rows
    .filter((row) => row.id !== null)
    .filter(isNew)
    .map(waiverFrom);
  const [first] = rows;
  const signed = rows.some(({ isSigned }) => isSigned)
    ? await signaturesUnder(k, { run: [runId], waiver: waivers.map(({ id }) => id) })
    : [];
  return {
    authorizedOn: kept ? evaluationFrom({ ...kept, id: kept.evaluationId }) : null,
    waivers,
    signatures: signaturesNow(signed, {
      authorizedAt: first?.openSince ?? null,
      reviewedAt: first?.reviewedAt ?? null,
      waivers,
    }),
  };
}
