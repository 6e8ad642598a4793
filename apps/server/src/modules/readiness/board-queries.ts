import { pageQuery } from "@lineside/domain/kernel";
import {
  type BoardAnswer,
  boardAnswer,
  type Evaluation,
  historyAnswer,
  type ReadinessItem,
  type ReadinessStatus,
  signaturesNow,
} from "@lineside/domain/readiness";
import { runStates } from "@lineside/domain/work-order";
import { z } from "zod";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery } from "../../platform/query.ts";
import { signaturesUnder } from "../../platform/signing-store.ts";
import { type Reader, reading, runParams, visibleRun } from "../work-order/index.ts";
import { evaluateRun } from "./evaluation.ts";
import { headOf, type RunHead, type Source } from "./run-store.ts";
import { changeoverOf, evaluationFrom, waiversOf } from "./store.ts";

/** The preparation board: judged on read, kept only when somebody asks for it. */
export const readBoard = defineQuery({
  name: "readiness.read",
  permission: "readiness:read",
  input: z.object(runParams),
  output: boardAnswer,
  async run(cx, { runNo }) {
    const head = await headOf(cx.db, runNo);
    cx.requireScope({ lineId: head.lineId });
    return await boardOf(cx.db, head, cx.now);
  },
});

/** The board as it stands now; of a run that is over, the last evaluation that was kept of it. */
export async function boardOf(from: Source, head: RunHead, now: string): Promise<BoardAnswer> {
  const k = reading(from);
  const { run } = head;
  const waivers = await waiversOf(k, run.id);
  const changeover = await changeoverOf(k, run.id);
  const ids = { run: [run.id], waiver: waivers.map(({ id }) => id) };
  const signed = await signaturesUnder(k, ids);
  const isLive = !runStates.isTerminal(run.state);
  const kept = isLive ? null : await lastKept(k, run.id);
  const shown: Evaluation = isLive
    ? await evaluateRun(from, head, now)
    : { status: kept?.status ?? "PASSED", items: kept?.items ?? [], sinceBlocked: null };
  return {
    runNo: run.runNo,
    runState: run.state,
    woNo: head.order.woNo,
    productCode: head.productCode,
    productName: head.productName,
    lineCode: head.lineCode,
    lineName: head.lineName,
    routeCode: head.routeCode,
    planQty: run.planQty,
    status: shown.status,
    isLive,
    evaluatedAt: isLive ? now : (kept?.at ?? null),
    items: [...shown.items],
    waivers,
    signatures: signaturesNow(signed, {
      authorizedAt: run.authorizedAt,
      reviewedAt: changeover?.reviewedAt ?? null,
      waivers,
    }),
    changeover,
    canAuthorize:
      run.state === "PREP" && head.order.state !== "ON_HOLD" && shown.status === "PASSED",
    sinceBlocked: shown.sinceBlocked,
  };
}

async function lastKept(k: Reader, runId: string) {
  const row = await k
    .selectFrom("readiness_evaluation")
    .select(["status", "at", "items"])
    .where("runId", "=", runId)
    .where("type", "=", "FORMAL")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  const status = row.status as ReadinessStatus;
  return { status, at: row.at, items: row.items as unknown as ReadinessItem[] };
}

/** Every evaluation of a run that was kept, the newest first, with what it saw. */
export const readHistory = defineQuery({
  name: "readiness.history",
  permission: "readiness:read",
  input: pageQuery
    .omit({ q: true })
    .extend({ ...runParams, limit: z.coerce.number().int().min(1).max(50).default(10) }),
  output: historyAnswer,
  async run(cx, { runNo, limit, cursor }) {
    const run = await visibleRun(cx, runNo);
    const after = readCursor(cursor, 1);
    let query = cx.db.read
      .selectFrom("readiness_evaluation")
      .select(["id", "type", "status", "at", "byName", "items"])
      .where("runId", "=", run.id)
      .orderBy("id", "desc")
      .limit(limit + 1);
    if (after) query = query.where("id", "<", String(after[0]));
    return toPage(await query.execute(), limit, {
      key: (row) => [row.id],
      item: (row) => evaluationFrom(row),
    });
  },
});
