import type { NewRow, Tx } from "@lineside/db";
import type { FirstScanRun } from "@lineside/domain/execution";
import { parseSerialPattern, readSerial } from "@lineside/domain/plant";
import type { RunState } from "@lineside/domain/work-order";
import type { CommandContext } from "../../platform/command.ts";
import { frozenVersion } from "../routing/index.ts";

export async function insertUnit(tx: Tx, unit: NewRow<"execution_unit">): Promise<void> {
  await tx.k.insertInto("execution_unit").values(unit).execute();
}

/** Open runs of the line that take units from the first scan; locked, so that the plan is kept. */
export async function firstScanRuns(
  tx: Tx,
  of: { lineId: string; sn: string; cx: Pick<CommandContext, "now" | "timezone"> },
): Promise<(FirstScanRun & { workOrderId: string })[]> {
  const query = tx.k
    .selectFrom("work_order_run as r")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("plant_line as l", "l.id", "r.lineId")
    .selectAll("r")
    .select(["o.woNo", "p.code as productCode", "p.snPattern", "l.code as lineCode"])
    .where("r.lineId", "=", of.lineId)
    .where("r.unitSource", "=", "FIRST_SCAN")
    .where("r.state", "in", ["AUTHORIZED", "IN_PROGRESS"])
    .orderBy("r.createdAt")
    .limit(50);
  const runs = await (tx.dialect === "postgresql" ? query.forUpdate("r") : query).execute();
  const found = [];
  for (const run of runs) {
    const version = await frozenVersion(tx, run.routeVersionId);
    const count = await tx.k
      .selectFrom("execution_unit")
      .select((x) => x.fn.countAll<number>().as("n"))
      .where("runId", "=", run.id)
      .where("state", "!=", "VOIDED")
      .executeTakeFirstOrThrow();
    found.push({
      workOrderId: run.workOrderId,
      run: { ...run, state: run.state as RunState },
      snapshot: version.snapshot,
      unitCount: Number(count.n),
      matchesPattern: matches(of, run),
    });
  }
  return found;
}

function matches(
  { sn, cx }: { sn: string; cx: Pick<CommandContext, "now" | "timezone"> },
  run: {
    snPattern: string | null;
    runNo: string;
    woNo: string;
    productCode: string;
    lineCode: string;
  },
): boolean | null {
  if (run.snPattern === null) return null;
  const pattern = parseSerialPattern(run.snPattern);
  if (!pattern.ok) return false;
  // Labels may have been printed last month: a date in the pattern says when, not whether.
  if (pattern.value.parts.some((part) => part.kind === "FIELD" && dateFields.has(part.field)))
    return null;
  const facts = {
    product: run.productCode,
    run: run.runNo,
    wo: run.woNo,
    line: run.lineCode,
    now: cx.now,
    timeZone: cx.timezone,
  };
  return readSerial(pattern.value, facts, sn) !== null;
}

const dateFields: ReadonlySet<string> = new Set(["YYYY", "YY", "MM", "DD", "WW"]);
