import type { NewRow, RowChange, Tx } from "@lineside/db";
import { type Instant, refusalError } from "@lineside/domain/kernel";
import type {
  ChangeoverAnswer,
  EvaluationAnswer,
  EvaluationType,
  NeedFacts,
  PolicyFacts,
  PolicyPlace,
  ReadinessItem,
  ReadinessStatus,
  Settlement,
  WaiverAnswer,
} from "@lineside/domain/readiness";
import type { Reader } from "../work-order/index.ts";

/** More waivers than a run has; the newest count. */
const waiversMax = 500;

/** How a run is to be judged. */
export async function settlementOf(
  k: Reader,
  run: { id: string } & PolicyPlace,
): Promise<Settlement> {
  return {
    policies: await policiesOf(k, run),
    needs: await needsOf(k, run.id),
    waivers: await waiversOf(k, run.id),
  };
}

async function policiesOf(k: Reader, place: PolicyPlace): Promise<PolicyFacts[]> {
  const rows = await k
    .selectFrom("readiness_policy")
    .select(["checkCode", "scope", "scopeKey", "gate", "freshnessMinutes", "needsTwo"])
    .where("scopeKey", "in", ["", place.lineCode, place.routeCode, place.productCode])
    .execute();
  return rows as PolicyFacts[];
}

async function needsOf(k: Reader, runId: string): Promise<NeedFacts[]> {
  return await k
    .selectFrom("readiness_need")
    .select(["checkCode", "isNeeded", "remark", "setByName", "setAt"])
    .where("runId", "=", runId)
    .execute();
}

export const waiverColumns = [
  "id",
  "checkCode",
  "itemKey",
  "fingerprint",
  "findingCode",
  "findingContext",
  "reason",
  "state",
  "requestedAt",
  "requestedById",
  "requestedByName",
  "approvedAt",
  "approvedByName",
  "expiresAt",
  "revokedAt",
  "revokedByName",
  "revokeReason",
] as const;

/** Every waiver of a run, the newest first. */
export async function waiversOf(k: Reader, runId: string): Promise<WaiverAnswer[]> {
  const rows = await k
    .selectFrom("readiness_waiver")
    .select(waiverColumns)
    .where("runId", "=", runId)
    .orderBy("id", "desc")
    .limit(waiversMax)
    .execute();
  return rows.map(waiverFrom);
}

type WaiverRow = Omit<WaiverAnswer, "finding"> & { findingCode: string; findingContext: unknown };

/** Columns hold what the schemas let in, so the narrower type is the truth. */
export function waiverFrom(row: object): WaiverAnswer {
  const from = row as WaiverRow;
  return {
    id: from.id,
    checkCode: from.checkCode,
    itemKey: from.itemKey,
    fingerprint: from.fingerprint,
    finding: { code: from.findingCode, context: from.findingContext as Record<string, unknown> },
    reason: from.reason,
    state: from.state,
    requestedAt: from.requestedAt,
    requestedById: from.requestedById,
    requestedByName: from.requestedByName,
    approvedAt: from.approvedAt,
    approvedByName: from.approvedByName,
    expiresAt: from.expiresAt,
    revokedAt: from.revokedAt,
    revokedByName: from.revokedByName,
    revokeReason: from.revokeReason,
  };
}

export function evaluationFrom(row: object): EvaluationAnswer {
  const { id, type, status, at, byName, items } = row as EvaluationAnswer;
  return { id, type, status, at, byName, items };
}

/** The run of a waiver: locked before the waiver is, like everything else of a run. */
export async function runOfWaiver(tx: Tx, id: string): Promise<{ runId: string; runNo: string }> {
  const row = await tx.k
    .selectFrom("readiness_waiver as w")
    .innerJoin("work_order_run as r", "r.id", "w.runId")
    .select(["w.runId", "r.runNo"])
    .where("w.id", "=", id)
    .executeTakeFirst();
  if (!row) throw refusalError({ code: "WAIVER_NOT_FOUND", context: { id } });
  return row;
}

export async function insertWaiver(tx: Tx, row: NewRow<"readiness_waiver">): Promise<void> {
  await tx.k.insertInto("readiness_waiver").values(row).execute();
}

/** Saves what a rule decided of a waiver, unless it has left the state the rule saw. */
export async function saveWaiver(
  tx: Tx,
  waiver: Pick<WaiverAnswer, "id" | "state">,
  patch: RowChange<"readiness_waiver">,
): Promise<void> {
  const done = await tx.k
    .updateTable("readiness_waiver")
    .set((x) => ({ ...patch, version: x("version", "+", 1) }))
    .where("id", "=", waiver.id)
    .where("state", "=", waiver.state)
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n)
    throw refusalError({ code: "CONCURRENT_CHANGE", context: { id: waiver.id } });
}

export async function insertEvaluation(
  tx: Tx,
  row: {
    id: string;
    runId: string;
    type: EvaluationType;
    status: ReadinessStatus;
    at: Instant;
    byId: string | null;
    byName: string;
    items: readonly ReadinessItem[];
  },
): Promise<void> {
  const items = [...row.items];
  await tx.k
    .insertInto("readiness_evaluation")
    .values({ ...row, items })
    .execute();
}

/** Says whether a run needs a check; null: nobody says so any more. */
export async function saveNeed(
  tx: Tx,
  need: { runId: string; checkCode: string },
  said: Omit<NewRow<"readiness_need">, "runId" | "checkCode"> | null,
): Promise<void> {
  if (said === null) {
    await tx.k
      .deleteFrom("readiness_need")
      .where("runId", "=", need.runId)
      .where("checkCode", "=", need.checkCode)
      .execute();
    return;
  }
  const { id, ...change } = said;
  await tx.k
    .insertInto("readiness_need")
    .values({ id, ...need, ...change })
    .onConflict((conflict) => conflict.columns(["runId", "checkCode"]).doUpdateSet(change))
    .execute();
}

export async function changeoverOf(k: Reader, runId: string): Promise<ChangeoverAnswer | null> {
  const row = await k
    .selectFrom("readiness_changeover")
    .select([
      "changeoverAt",
      "remindAt",
      "remindedAt",
      "remark",
      "preparedAt",
      "preparedById",
      "preparedByName",
      "reviewedAt",
      "reviewedById",
      "reviewedByName",
    ])
    .where("runId", "=", runId)
    .executeTakeFirst();
  return row ?? null;
}

/** The run is locked by whoever calls, so nobody changes its sheet meanwhile. */
export async function saveChangeover(
  tx: Tx,
  sheet: ChangeoverAnswer & { runId: string },
  now: Instant,
): Promise<void> {
  const { runId, ...change } = sheet;
  await tx.k
    .insertInto("readiness_changeover")
    .values({ runId, ...change, version: 1, updatedAt: now })
    .onConflict((conflict) =>
      conflict.column("runId").doUpdateSet((x) => ({
        ...change,
        updatedAt: now,
        version: x("readiness_changeover.version", "+", 1),
      })),
    )
    .execute();
}
