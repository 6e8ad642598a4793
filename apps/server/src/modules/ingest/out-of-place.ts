import { AppError, refusalError } from "@lineside/domain/kernel";
import { stationFits } from "@lineside/domain/routing";
import { type MachineScan, validateEntry } from "../execution/index.ts";
import { EarlyEvent, type IngestContext } from "./contract.ts";

/**
 * Why the unit's step is not the station's: what a person would be told there; early while the unit
 * is still before the station's step, refused once it is past it.
 */
export async function outOfPlace(cx: IngestContext, scan: MachineScan): Promise<Error> {
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
