import {
  trackOut as decideTrackOut,
  panelResults,
  stepCardOf,
  type TrackedOut,
  type TrackOutAnswer,
  type TrackOutFacts,
  type TrackOutInput,
  type TrackOutUnit,
  trackOutAnswer,
  trackOutInput,
  undoUntil,
} from "@lineside/domain/execution";
import { refusalError, unwrap } from "@lineside/domain/kernel";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { activeDefectCodes, closeDefects, openDefect, openReworks } from "../quality/index.ts";
import { completeRunIfFinished } from "../work-order/index.ts";
import { closeVisit, saveCapture, saveUnit } from "./move-store.ts";
import {
  cardOf,
  decided,
  decidedPanel,
  findTarget,
  heardOf,
  operatorOf,
  subjectOf,
  type Target,
} from "./scan.ts";
import type { Scan } from "./scan-store.ts";

type Request = z.output<typeof trackOutInput>;
type Facts = Scan & TrackOutFacts;

interface Moved {
  scan: Facts;
  value: TrackedOut;
}

/**
 * One scan out of a station, with a result and what was captured: a unit, or a panel with a result
 * for each of its units. FAIL opens its defect in the same unit of work (D11).
 */
export const trackOut = defineCommand({
  name: "execution.trackOut",
  permission: "exec:track_out",
  scope: "station",
  input: z.intersection(z.object({ code: z.string().min(1).max(64) }), trackOutInput),
  output: trackOutAnswer,
  async run(cx, input): Promise<TrackOutAnswer> {
    const target = await findTarget(cx, input);
    if (target.kind === "UNKNOWN")
      throw refusalError({ code: "UNIT_NOT_FOUND", context: { sn: target.sn } });
    const { moved, skipped } = await decide(cx, target, input);
    const units: TrackOutUnit[] = [];
    for (const each of moved) units.push(await leave(cx, each));
    const [first] = moved;
    const isOver = moved.some(({ value }) => value.unit.state === "DONE");
    const runCompleted =
      first !== undefined && isOver && (await completeRunIfFinished(cx, first.scan.runId));
    return {
      ...(units[0] as TrackOutUnit),
      at: cx.now,
      panelNo: target.kind === "PANEL" ? target.panelNo : (first?.scan.panelNo ?? null),
      units,
      skipped,
      undoUntil: runCompleted ? null : undoUntil(cx.now, cx.settings.undoSeconds),
      runCompleted,
    };
  },
});

async function decide(cx: CommandContext, target: Target, input: Request) {
  const by = operatorOf(cx);
  const knownDefectCodes = await codesFor(cx, input);
  const withDefects = async (scan: Scan): Promise<Facts> => ({
    ...scan,
    knownDefectCodes,
    visitDefects: scan.visitDefectId === null ? [] : [{ id: scan.visitDefectId }],
    openReworks: scan.hasOpenRework ? await openReworks(cx.tx, scan.unit?.id ?? "") : [],
  });
  if (target.kind === "UNIT") {
    const { result, defect, captures } = input;
    const asked: TrackOutInput = { by, result, defect, captures: captures ?? [] };
    const scan = await withDefects(target.scan);
    const value = await decided(cx.tx, scan, (facts) => decideTrackOut(facts, asked, cx.now));
    return { moved: [{ scan, value }], skipped: [] };
  }
  if (target.kind === "UNKNOWN") return { moved: [], skipped: [] };
  const units: Facts[] = [];
  for (const scan of target.scans) units.push(await withDefects(scan));
  const panel = { panelNo: target.panelNo, units };
  const results = unwrap(panelResults(panel, input));
  return await decidedPanel(cx.tx, panel, (facts) => {
    const own = results.get(facts.sn) ?? { result: input.result };
    return decideTrackOut(facts, { by, ...own }, cx.now);
  });
}

/** The defect list is only read when somebody names a defect. */
async function codesFor(cx: CommandContext, input: Request): Promise<ReadonlySet<string> | null> {
  const isNamed = input.defect || input.units?.some((unit) => unit.defect);
  return isNamed ? await activeDefectCodes(cx.tx) : null;
}

async function leave(cx: CommandContext, { scan, value }: Moved): Promise<TrackOutUnit> {
  const { tx, now } = cx;
  const trackId = value.visit.id;
  await closeVisit(tx, value.visit);
  await saveUnit(tx, scan, { patch: value.unit, now });
  if (value.captured)
    await saveCapture(tx, {
      trackId,
      unitId: scan.unit?.id ?? "",
      values: value.captured.values,
      judgements: value.captured.judgements,
      recordedAt: now,
    });
  await closeDefects(tx, value.closedDefectIds, now);
  const defectId = value.defect ? await record(cx, scan, value) : scan.visitDefectId;
  tell(cx, scan, value);
  return {
    unit: cardOf(scan, value.unit),
    trackId,
    result: value.visit.result,
    nextStep: value.nextStep && stepCardOf(value.nextStep),
    judgements: value.captured?.judged ?? [],
    alarm: value.alarm,
    isForcedFail: value.isForcedFail,
    defectId: defectId ?? null,
  };
}

async function record(cx: CommandContext, scan: Scan, value: TrackedOut): Promise<string> {
  const id = cx.newId();
  const defect = value.defect as NonNullable<TrackedOut["defect"]>;
  await openDefect(cx.tx, {
    ...defect,
    id,
    unitId: scan.unit?.id ?? "",
    runId: scan.runId,
    trackId: value.visit.id,
    stationId: scan.station?.id ?? null,
    source: "MANUAL",
    now: cx.now,
    by: operatorOf(cx),
  });
  cx.emit({
    ...subjectOf(scan),
    type: "defect.recorded",
    entityType: "defect",
    entityId: id,
    data: { sn: scan.sn, ...defect },
  });
  return id;
}

function tell(cx: CommandContext, scan: Scan, value: TrackedOut): void {
  const breaches = value.captured?.breaches.map((breach) => breach.value) ?? [];
  cx.emit({
    ...subjectOf(scan),
    type: "unit.trackedOut",
    data: {
      trackId: value.visit.id,
      stationCode: scan.station?.code,
      stepNo: value.step.stepNo,
      result: value.visit.result,
      state: value.unit.state,
      nextStepNo: value.nextStep?.stepNo ?? null,
      ...(value.isForcedFail ? { isForcedFail: true } : {}),
      ...(value.closedDefectIds.length > 0 ? { closedDefectIds: value.closedDefectIds } : {}),
    },
    heard: heardOf(scan, value.step.stepNo),
  });
  if (value.alarm)
    cx.emit({
      ...subjectOf(scan),
      type: "unit.alarmRaised",
      data: { stepNo: value.step.stepNo, breaches },
    });
  if (value.unit.state === "ON_HOLD")
    cx.emit({
      ...subjectOf(scan),
      type: "unit.held",
      data: { stepNo: value.step.stepNo, reason: value.unit.holdReason },
    });
}
