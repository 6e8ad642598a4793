import type { Database } from "@lineside/db";
import { type ExecutionStation, type StepCard, stepCardOf } from "@lineside/domain/execution";
import { refusalError } from "@lineside/domain/kernel";
import { type FrozenStep, firstStep, stationFits } from "@lineside/domain/routing";
import type { QueryContext } from "../../platform/query.ts";
import { frozenVersion } from "../routing/index.ts";
import { findStation } from "./scan-store.ts";

/** A run that is worked on along a line, with those of its steps that one station may do. */
export interface StationRun {
  id: string;
  runNo: string;
  woNo: string;
  productCode: string;
  productName: string;
  state: string;
  planQty: number;
  unitSource: string;
  holdCode: string | null;
  holdReason: string | null;
  steps: FrozenStep[];
  /** Whether its boards begin here: only then may a first scan create one. */
  startsHere: boolean;
}

/** The station, if this person may look at it. */
export async function stationHere(cx: QueryContext, code: string): Promise<ExecutionStation> {
  const station = await findStation(cx.db, code);
  if (!station) throw refusalError({ code: "STATION_NOT_FOUND", context: { code } });
  cx.requireScope({ lineId: station.lineId, stationId: station.id });
  return station;
}

/** Open runs of the station's line with a step this station may do, oldest first. */
export async function stationRuns(db: Database, station: ExecutionStation): Promise<StationRun[]> {
  const runs = await db.read
    .selectFrom("work_order_run as r")
    .innerJoin("work_order as o", "o.id", "r.workOrderId")
    .innerJoin("plant_product as p", "p.id", "r.productId")
    .select([
      "r.id",
      "r.runNo",
      "r.state",
      "r.planQty",
      "r.unitSource",
      "r.holdCode",
      "r.holdReason",
      "r.routeVersionId",
      "o.woNo",
      "p.code as productCode",
      "p.name as productName",
    ])
    .where("r.lineId", "=", station.lineId)
    .where("r.state", "in", ["AUTHORIZED", "IN_PROGRESS", "ON_HOLD"])
    .orderBy("r.createdAt")
    .limit(100)
    .execute();
  const found: StationRun[] = [];
  for (const { routeVersionId, ...run } of runs) {
    const { snapshot } = await frozenVersion(db, routeVersionId);
    const steps = snapshot.steps.filter((step) => stationFits(step, station));
    const startsHere = stationFits(firstStep(snapshot), station);
    if (steps.length > 0) found.push({ ...run, steps, startsHere });
  }
  return found;
}

/** The step's name for a row that only knows its number. */
export function stepCardIn(runs: Map<string, StationRun>, runId: string, stepNo: number): StepCard {
  const step = runs.get(runId)?.steps.find((each) => each.stepNo === stepNo);
  if (step) return stepCardOf(step);
  return { stepNo, name: String(stepNo), nameZh: String(stepNo), operationCode: "" };
}

/** The runs whose boards may be scanned in now: a held run's boards wait, but for nobody here. */
export function movingRuns(runs: StationRun[]): StationRun[] {
  return runs.filter((run) => run.state !== "ON_HOLD");
}

/** Units waiting before this station, by run; the sum is the station's queue. */
export async function waitingCount(db: Database, runs: StationRun[]): Promise<number> {
  const open = movingRuns(runs);
  if (open.length === 0) return 0;
  const row = await db.read
    .selectFrom("execution_unit")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("state", "=", "QUEUED")
    .where((x) =>
      x.or(
        open.map((run) =>
          x.and([
            x("runId", "=", run.id),
            x(
              "currentStepNo",
              "in",
              run.steps.map((step) => step.stepNo),
            ),
          ]),
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

export async function inStationCount(db: Database, stationId: string): Promise<number> {
  const row = await db.read
    .selectFrom("execution_track")
    .select((x) => x.fn.countAll<number>().as("n"))
    .where("stationId", "=", stationId)
    .where("outAt", "is", null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
