import { AppError, type Refusal } from "@lineside/domain/kernel";
import { EarlyEvent, type IngestContext } from "./contract.ts";
import { scanAt } from "./locate.ts";
import { stepHere } from "./out-of-place.ts";

export type RefusedUnit = { readonly sn: string } & Refusal;

/**
 * A unit of a batch that is not registered yet, still before the batch's step, or still inside the
 * station before: its own news has not come. The batch waits for it, whatever its policy, so that none
 * is left behind for being told of in the wrong order. Units that will never fit are for the policy.
 */
export async function waitForLate(
  cx: IngestContext,
  refused: readonly RefusedUnit[],
  stationCode: string,
): Promise<void> {
  const late: EarlyEvent[] = [];
  for (const unit of refused) {
    const early = await lateness(cx, unit, stationCode);
    if (early) late.push(early);
  }
  const [first] = late;
  if (!first) return;
  const sns = late.map(({ context }) => context.sn);
  throw new EarlyEvent(first.code, { ...first.context, late: sns }, first.waitKey);
}

const onItsWay = new Set(["UNIT_NOT_FOUND", "UNIT_ALREADY_IN_STATION", "ACTIVE_TRACK_EXISTS"]);

async function lateness(
  cx: IngestContext,
  { sn, code, context }: RefusedUnit,
  stationCode: string,
): Promise<EarlyEvent | null> {
  const waitKey = `unit:${sn}`;
  if (onItsWay.has(code)) return new EarlyEvent(code, { ...context, sn }, waitKey);
  if (code === "CARRIER_UNITS_DIVERGED") {
    const { stepNo, batchStepNo } = context;
    const isBefore = Number(stepNo) < Number(batchStepNo);
    return isBefore ? new EarlyEvent("STEP_MISMATCH", { ...context, sn }, waitKey) : null;
  }
  if (code !== "STATION_MISMATCH") return null;
  try {
    await stepHere(cx, await scanAt(cx, { sn, stationCode }));
    return null;
  } catch (error) {
    if (error instanceof EarlyEvent) return error;
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The units a refused batch names: the first that may not move, or all where none may. */
export function refusedIn({ code, context }: AppError): RefusedUnit[] {
  if (code === "BATCH_NOTHING_MOVED") return context.refused as RefusedUnit[];
  return typeof context.sn === "string" ? [{ sn: context.sn, code, context }] : [];
}
