import {
  type DefectToOpen,
  type JudgedValue,
  type Operator,
  stepCardOf,
  type TrackedIn,
  type TrackedOut,
  type TrackOutFacts,
  type TrackOutUnit,
} from "@lineside/domain/execution";
import type { Instant } from "@lineside/domain/kernel";
import type { CommandContext } from "../../platform/command.ts";
import type { UnitContext } from "../../platform/subscribers.ts";
import { closeDefects, openDefect, openFurtherDefects, openReworks } from "../quality/index.ts";
import { startRun } from "../work-order/index.ts";
import { addWholeVisit, closeVisit, openVisit, saveCapture, saveUnit } from "./move-store.ts";
import { cardOf, heardOf, operatorOf, subjectOf } from "./scan.ts";
import type { Scan } from "./scan-store.ts";

/** Who moves units, and when that happened: the clock on the wall for people, the event's for machines. */
export interface MoveContext extends UnitContext {
  readonly by: Operator;
  readonly source: "MANUAL" | "AUTO" | "BATCH" | "TEST";
  readonly at: Instant;
  /** The machine event it came from. */
  readonly eventId?: string;
}

export type OutFacts = Scan & TrackOutFacts;

/** A person's scan: it happens now. */
export function byHand(cx: CommandContext): MoveContext {
  return { ...cx, by: operatorOf(cx), source: "MANUAL", at: cx.now };
}

/** What a track-out is decided on besides the scan. */
export async function outFactsOf(
  { tx }: Pick<UnitContext, "tx">,
  scan: Scan,
  knownDefectCodes: ReadonlySet<string> | null,
): Promise<OutFacts> {
  return {
    ...scan,
    knownDefectCodes,
    visitDefects: scan.visitDefectId === null ? [] : [{ id: scan.visitDefectId }],
    openReworks: scan.hasOpenRework ? await openReworks(tx, scan.unit?.id ?? "") : [],
  };
}

/** Saves a unit's way into a station, and tells of it. */
export async function enter(
  cx: MoveContext,
  { scan, value }: { scan: Scan; value: TrackedIn },
  { carrierTrackId = null }: { carrierTrackId?: string | null } = {},
) {
  const trackId = cx.newId();
  await saveUnit(cx.tx, scan, { patch: value.unit, now: cx.at });
  await openVisit(cx.tx, {
    ...value.visit,
    id: trackId,
    runId: scan.runId,
    source: cx.source,
    continuesId: null,
    carrierTrackId,
  });
  tellIn(cx, scan, { trackId, stepNo: value.visit.stepNo });
  return { unit: cardOf(scan, value.unit), trackId };
}

/** Saves a unit's way out of a station with all that follows from it, and tells of it. */
export async function leave(
  cx: MoveContext,
  { scan, value }: { scan: OutFacts; value: TrackedOut },
): Promise<LeftUnit> {
  await closeVisit(cx.tx, value.visit);
  return await left(cx, { scan, value });
}

/** In and out at once: one closed visit, one change of the unit, the events of both scans. */
export async function goThrough(
  cx: MoveContext,
  { scan, entered, value }: { scan: OutFacts; entered: TrackedIn; value: TrackedOut },
  { carrierTrackId = null }: { carrierTrackId?: string | null } = {},
): Promise<LeftUnit> {
  await addWholeVisit(cx.tx, {
    ...entered.visit,
    ...value.visit,
    runId: scan.runId,
    source: cx.source,
    carrierTrackId,
  });
  tellIn(cx, scan, { trackId: value.visit.id, stepNo: entered.visit.stepNo });
  return await left(cx, { scan, value });
}

/** The answer to a track-out, with what only machines ask for. */
export interface LeftUnit {
  readonly answer: TrackOutUnit;
  readonly defectIds: readonly string[];
  readonly breaches: readonly JudgedValue[];
}

async function left(
  cx: MoveContext,
  { scan, value }: { scan: OutFacts; value: TrackedOut },
): Promise<LeftUnit> {
  const { tx, at } = cx;
  const trackId = value.visit.id;
  await saveUnit(tx, scan, { patch: value.unit, now: at });
  if (value.captured)
    await saveCapture(tx, {
      trackId,
      unitId: scan.unit?.id ?? "",
      values: value.captured.values,
      judgements: value.captured.judgements,
      recordedAt: cx.now,
    });
  await closeDefects(tx, value.closedDefectIds, at);
  const defectIds = value.defect ? await record(cx, scan, value) : [];
  tellOut(cx, scan, value);
  return {
    answer: {
      unit: cardOf(scan, value.unit),
      trackId,
      result: value.visit.result,
      nextStep: value.nextStep && stepCardOf(value.nextStep),
      judgements: value.captured?.judged ?? [],
      alarm: value.alarm,
      isForcedFail: value.isForcedFail,
      defectId: defectIds[0] ?? scan.visitDefectId,
    },
    defectIds: defectIds.length > 0 ? defectIds : scan.visitDefects.map(({ id }) => id),
    breaches: value.captured?.breaches.map((breach) => breach.value) ?? [],
  };
}

/** The visit's defect first: if it has one already, the others are not recorded either (D12). */
async function record(cx: MoveContext, scan: Scan, value: TrackedOut): Promise<string[]> {
  const rowOf = (defect: DefectToOpen) => ({
    ...defect,
    id: cx.newId(),
    unitId: scan.unit?.id ?? "",
    runId: scan.runId,
    trackId: value.visit.id,
    stationId: scan.station?.id ?? null,
    source: cx.source,
    now: cx.at,
    by: cx.by,
  });
  const [first, ...further] = [value.defect as DefectToOpen, ...value.moreDefects].map(rowOf);
  if (!first) return [];
  const isFirst = await openDefect(cx.tx, first);
  if (isFirst) await openFurtherDefects(cx.tx, further);
  const rows = isFirst ? [first, ...further] : [first];
  for (const { id, code, location, remark, stepNo } of rows)
    cx.emit({
      ...subjectOf(scan),
      ...origin(cx),
      type: "defect.recorded",
      entityType: "defect",
      entityId: id,
      data: { sn: scan.sn, code, location, remark, stepNo, ...originData(cx) },
    });
  return rows.map(({ id }) => id);
}

function tellIn(
  cx: MoveContext,
  scan: Scan,
  { trackId, stepNo }: { trackId: string; stepNo: number },
): void {
  cx.emit({
    ...subjectOf(scan),
    ...origin(cx),
    type: "unit.trackedIn",
    data: { trackId, stepNo, stationCode: scan.station?.code, ...originData(cx) },
    heard: heardOf(scan, stepNo),
  });
}

/** A test of thousands of values may breach hundreds of limits: the trail names the first. */
const toldBreaches = 50;

function tellOut(cx: MoveContext, scan: Scan, value: TrackedOut): void {
  const { stepNo } = value.step;
  const subject = { ...subjectOf(scan), ...origin(cx) };
  cx.emit({
    ...subject,
    type: "unit.trackedOut",
    data: {
      trackId: value.visit.id,
      stationCode: scan.station?.code,
      stepNo,
      result: value.visit.result,
      state: value.unit.state,
      nextStepNo: value.nextStep?.stepNo ?? null,
      ...(value.isForcedFail ? { isForcedFail: true } : {}),
      ...(value.closedDefectIds.length > 0 ? { closedDefectIds: value.closedDefectIds } : {}),
      ...originData(cx),
    },
    heard: heardOf(scan, stepNo),
  });
  const all = value.captured?.breaches ?? [];
  const breaches = all.slice(0, toldBreaches).map((breach) => breach.value);
  const more = all.length > toldBreaches ? { breachCount: all.length } : {};
  if (value.alarm)
    cx.emit({ ...subject, type: "unit.alarmRaised", data: { stepNo, breaches, ...more } });
  if (value.unit.state === "ON_HOLD")
    cx.emit({ ...subject, type: "unit.held", data: { stepNo, reason: value.unit.holdReason } });
}

/** A machine's event tells when it happened; a person's happens as it is recorded. */
export function origin({ source, at }: MoveContext): { occurredAt?: Instant } {
  return source === "MANUAL" ? {} : { occurredAt: at };
}

export function originData({ source, eventId }: MoveContext): object {
  if (source === "MANUAL") return {};
  return eventId === undefined ? { source } : { source, eventId };
}

/** The run's first unit is in a station: mass production has begun (D9: only now, in this unit). */
export async function startOnce(cx: MoveContext, scan: Scan): Promise<boolean> {
  const { runId, runVersion } = scan;
  const isFirst = await startRun(cx.tx, { runId, version: runVersion, now: cx.at });
  if (!isFirst) return false;
  cx.emit({
    ...subjectOf(scan),
    ...origin(cx),
    type: "run.started",
    entityType: "run",
    entityId: runId,
    entityKey: scan.run.runNo,
    data: {
      before: { state: scan.run.state },
      after: { state: "IN_PROGRESS" },
      ...originData(cx),
    },
  });
  return true;
}
