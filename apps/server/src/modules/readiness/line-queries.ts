import {
  type LineReadiness,
  type LineRun,
  linesAnswer,
  linesQuery,
} from "@lineside/domain/readiness";
import { readCursor, toPage } from "../../platform/page.ts";
import { defineQuery, type QueryContext } from "../../platform/query.ts";
import { evaluateRun } from "./evaluation.ts";
import { headsOfLines, type RunHead } from "./run-store.ts";

/** Runs per line the overview judges; more of them wait behind. */
const shownPerLine = 5;

/** Every line with what it makes, what comes next, and what stops that, for how long. */
export const listLineReadiness = defineQuery({
  name: "readiness.lines",
  permission: "readiness:read",
  input: linesQuery,
  output: linesAnswer,
  async run(cx, { limit, cursor, lineCode }) {
    const after = readCursor(cursor, 1);
    const lines = cx.visibleLines("readiness:read");
    let query = cx.db.read
      .selectFrom("plant_line")
      .select(["id", "code", "name", "processType"])
      .where("isActive", "=", true)
      .orderBy("code")
      .limit(limit + 1);
    if (after) query = query.where("code", ">", String(after[0]));
    if (lines) query = query.where("id", "in", ["", ...lines]);
    if (lineCode) query = query.where("code", "=", lineCode);
    const page = toPage(await query.execute(), limit, {
      key: (row) => [row.code],
      item: (row) => row,
    });
    const ids = page.items.map((line) => line.id);
    const running = await headsOfLines(cx.db, ids, ["IN_PROGRESS"]);
    const waiting = await headsOfLines(cx.db, ids, ["PREP", "AUTHORIZED"]);
    const items: LineReadiness[] = [];
    for (const line of page.items) {
      const next = waiting.filter((head) => head.lineId === line.id).sort(soonestFirst);
      const now = running.filter((head) => head.lineId === line.id);
      items.push({
        lineCode: line.code,
        lineName: line.name,
        processType: line.processType,
        running: await judged(cx, now.slice(-shownPerLine)),
        next: await judged(cx, next.slice(0, shownPerLine)),
        hasMore: next.length > shownPerLine,
      });
    }
    return { items, nextCursor: page.nextCursor };
  },
});

type Head = RunHead & { changeoverAt: string | null };

/** By changeover, those without one behind, else in the order they were cut. */
function soonestFirst(a: Head, b: Head): number {
  const [x, y] = [a.changeoverAt ?? "9", b.changeoverAt ?? "9"];
  if (x !== y) return x < y ? -1 : 1;
  return a.run.id < b.run.id ? -1 : 1;
}

async function judged(cx: Pick<QueryContext, "db" | "now">, heads: Head[]): Promise<LineRun[]> {
  const runs: LineRun[] = [];
  for (const head of heads) {
    const { status, items, sinceBlocked } = await evaluateRun(cx.db, head, cx.now);
    runs.push({
      runNo: head.run.runNo,
      woNo: head.order.woNo,
      productCode: head.productCode,
      productName: head.productName,
      state: head.run.state,
      planQty: head.run.planQty,
      changeoverAt: head.changeoverAt,
      status,
      blocking: items
        .filter((item) => item.state === "FAILED")
        .map(({ checkCode, itemKey, finding, gate, since, resolvedBy }) => ({
          checkCode,
          itemKey,
          finding,
          gate,
          since,
          resolvedBy,
        })),
      waivedCount: items.filter((item) => item.state === "WAIVED").length,
      sinceBlocked,
    });
  }
  return runs;
}
