import { firstScan } from "@lineside/domain/execution";
import { assert, unwrap } from "@lineside/domain/kernel";
import type { CommandContext } from "../../platform/command.ts";
import { firstScanRuns, insertUnit } from "./first-scan-store.ts";
import type { Target } from "./scan.ts";
import { scanUnit } from "./scan-store.ts";

type Unknown = Extract<Target, { kind: "UNKNOWN" }>;
type Found = Extract<Target, { kind: "UNIT" }>;

/** An unknown serial number becomes a unit where a run creates its units at the first scan. */
export async function createAtFirstScan(
  cx: Pick<CommandContext, "tx" | "now" | "timezone" | "newId" | "emit">,
  { sn, station }: Unknown,
  runNo: string | undefined,
): Promise<Found> {
  const { tx, now } = cx;
  const candidates = await firstScanRuns(tx, { lineId: station.lineId, sn, cx });
  const facts = { sn, station, candidates };
  const { runId, stepNo } = unwrap(firstScan(facts, runNo === undefined ? {} : { runNo }));
  const chosen = candidates.find((each) => each.run.id === runId);
  const unit = {
    id: cx.newId(),
    sn,
    runId,
    workOrderId: chosen?.workOrderId ?? "",
    state: "QUEUED",
    currentStepNo: stepNo,
    createdAt: now,
    updatedAt: now,
  };
  await insertUnit(tx, unit);
  cx.emit({
    type: "unit.created",
    entityType: "unit",
    entityId: unit.id,
    entityKey: sn,
    lineId: station.lineId,
    stationId: station.id,
    runId,
    workOrderId: unit.workOrderId,
    data: { runNo: chosen?.run.runNo, source: "FIRST_SCAN" },
  });
  const scan = await scanUnit(tx, { sn, stationCode: station.code });
  assert(scan, `unit ${sn} is missing right after it was created`);
  return { kind: "UNIT", scan, station };
}
