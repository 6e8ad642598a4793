import { checkForms, type LineRunReading, type ReadinessFacts } from "@lineside/domain/readiness";
import { equipmentOfLine } from "../equipment/index.ts";
import { recordsFor } from "../form/index.ts";
import { stationsOfLine } from "../plant/index.ts";
import { frozenVersion } from "../routing/index.ts";
import { pasteOnLine } from "../solder-paste/index.ts";
import { clocksOfRun, clocksOfSubject } from "../time-rule/index.ts";
import { type Reader, reading, unitCountsOf } from "../work-order/index.ts";
import type { RunHead, Source } from "./run-store.ts";

/** Everything the checks judge, read now: inside the unit of work that authorises, or for a screen. */
export async function gatherFacts(from: Source, head: RunHead): Promise<ReadinessFacts> {
  const k = reading(from);
  const { run, lineId } = head;
  const version = await frozenVersion(from, head.routeVersionId);
  const paste = await pasteOnLine(k, lineId);
  const counts = (await unitCountsOf(k, [run.id]))(run.id);
  return {
    run,
    order: head.order,
    version,
    lineCode: head.lineCode,
    productCode: head.productCode,
    productTraits: head.productTraits,
    routeCode: head.routeCode,
    lineStations: await stationsOfLine(from, lineId),
    unitCount: counts.total,
    otherRuns: await runsInProgress(k, lineId),
    equipment: await equipmentOfLine(k, lineId),
    paste,
    clocks: await clocksAround(k, run.id, paste?.bottleId ?? null),
    records: await recordsFor(k, {
      formCodes: checkForms,
      runId: run.id,
      lineId,
      productCode: head.productCode,
    }),
  };
}

/** Clocks of the run, and of the bottle on the line, which may have been opened for this run: each once. */
async function clocksAround(k: Reader, runId: string, bottleId: string | null) {
  const ofRun = await clocksOfRun(k, runId);
  const ofBottle = await clocksOfSubject(k, "PASTE_BOTTLE", bottleId ? [bottleId] : []);
  return [...ofRun, ...ofBottle.filter(({ id }) => !ofRun.some((clock) => clock.id === id))];
}

/** What is in production on the line now; a handful at most. */
async function runsInProgress(k: Reader, lineId: string): Promise<LineRunReading[]> {
  return await k
    .selectFrom("work_order_run as r")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .innerJoin("routing_version as v", "v.id", "r.routeVersionId")
    .innerJoin("routing_route as t", "t.id", "v.routeId")
    .select(["r.runNo", "r.state", "r.startedAt", "p.code as productCode", "t.code as routeCode"])
    .where("r.lineId", "=", lineId)
    .where("r.state", "=", "IN_PROGRESS")
    .orderBy("r.id", "desc")
    .limit(20)
    .execute();
}
