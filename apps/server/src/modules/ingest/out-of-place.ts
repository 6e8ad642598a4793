import { AppError, refusalError } from "@lineside/domain/kernel";
import { type FrozenStep, stationFits, stepAt } from "@lineside/domain/routing";
import { type MachineScan, validateEntry } from "../execution/index.ts";
import { EarlyEvent, type IngestContext } from "./contract.ts";

/**
 * The unit's current step in its frozen version, which the station must be able to do (D2). Throws
 * early where the run or the unit has not come so far, and refuses where it never will.
 */
export async function stepHere(cx: IngestContext, scan: MachineScan): Promise<FrozenStep> {
  const { snapshot, unit, station, run, sn } = scan;
  const { runNo } = run;
  if (run.state === "PREP") throw new EarlyEvent("RUN_IN_PREP", { sn, runNo }, `run:${runNo}`);
  const step = snapshot && stepAt(snapshot, unit?.stepNo ?? 0);
  if (!step || !station || !stationFits(step, station)) throw await outOfPlace(cx, scan);
  return step;
}

/**
 * Why the unit's step is not the station's: what a person would be told there; early while the unit
 * is still before the station's step, refused once it is past it.
 */
async function outOfPlace(cx: IngestContext, scan: MachineScan): Promise<Error> {
  const { snapshot, station, sn, run, unit } = scan;
  const stationCode = station?.code ?? "";
  const stepNo = unit?.stepNo ?? 0;
  const told = await validateEntry(cx.tx, { sn, stationCode, at: cx.now });
  if (told.ok) return new AppError("conflict", "INGEST_CONFLICT", { sn });
  if (told.refusal.code !== "STATION_MISMATCH" || !station) return refusalError(told.refusal);
  const fitting = snapshot?.steps.filter((step) => stationFits(step, station)) ?? [];
  const context = { sn, runNo: run.runNo, stationCode, stepNo, unitState: unit?.state };
  const ahead = fitting.find((step) => step.stepNo > stepNo);
  if (ahead)
    return new EarlyEvent("STEP_MISMATCH", { ...context, eventStepNo: ahead.stepNo }, `unit:${sn}`);
  const behind = fitting.at(-1);
  if (!behind) return refusalError(told.refusal);
  return refusalError({
    code: "STEP_MISMATCH",
    context: { ...context, eventStepNo: behind.stepNo },
  });
}
