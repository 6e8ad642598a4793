import type { BatchMoved } from "@lineside/domain/execution";
import {
  type EventToRead,
  extract,
  type MachineResult,
  type Reading,
} from "@lineside/domain/ingest";
import { AppError, refusalError, unwrap } from "@lineside/domain/kernel";
import type { FrozenStep, IngestMapping } from "@lineside/domain/routing";
import {
  type BatchInput,
  batchThrough,
  clampAt,
  findMachineUnit,
  type MachineContext,
  type MachineScan,
  passThrough,
} from "../execution/index.ts";
import type { Executed, Executor, IngestContext, StoredEvent } from "./contract.ts";
import { refusedIn, waitForLate } from "./late-units.ts";
import { type Located, locate, scanAt } from "./locate.ts";
import { stepHere } from "./out-of-place.ts";

/** A REST event of an AUTO, TEST or BATCH step; domain.md 4.6.3, with D1 to D7 put right. */
export const executeStandard: Executor = async (cx, event) => {
  const read = toRead(cx, event);
  const located = await locate(cx, read, event);
  const { scan, step } = await leadOf(cx, event, located);
  const loaded = located.isLoad ? [located.sn, ...located.others] : null;
  const reading = unwrap(extract(step.ingestMapping, { ...read, loaded }, step));
  const atStation = await confirmed(cx, { located, reading, scan });
  return event.eventType === "BATCH"
    ? await batch(cx, { event, scan: atStation, step, reading })
    : await single(cx, { event, scan: atStation, reading });
};

interface Body {
  occurredAt?: string | null;
  runNo?: string | null;
  payload?: unknown;
  meta?: unknown;
}

function toRead(cx: IngestContext, event: StoredEvent): EventToRead {
  const body = event.value as Body;
  return {
    payload: body.payload,
    meta: body.meta,
    occurredAt: body.occurredAt ?? null,
    receivedAt: event.receivedAt,
    timezone: cx.timezone,
    runNo: body.runNo ?? null,
    sourceSystem: event.sourceSystem,
    eventType: event.eventType,
    dedupeKey: event.dedupeKey,
  };
}

/** The sender may speak for the line, and means the run the unit is in. */
async function admitted(
  cx: IngestContext,
  event: StoredEvent,
  scan: MachineScan,
): Promise<MachineScan> {
  const { station, run, sn } = scan;
  cx.about({
    ...{ sn, runNo: run.runNo, runId: scan.runId },
    ...{ stationCode: station?.code, stationId: station?.id, lineId: station?.lineId },
  });
  const scope = event.scopeLineIds as string[] | null;
  if (scope !== null && !scope.includes(station?.lineId ?? ""))
    throw refusalError({
      code: "INGEST_OUT_OF_SCOPE",
      context: { sn, stationCode: station?.code, lineCode: station?.lineCode },
    });
  const asked = (event.value as Body).runNo ?? null;
  if (asked !== null && asked !== run.runNo)
    throw refusalError({
      code: "UNIT_RUN_MISMATCH",
      context: { sn, runNo: run.runNo, askedRunNo: asked },
    });
  return scan;
}

type MappedStep = FrozenStep & { ingestMapping: IngestMapping };

/**
 * The unit's current step in its frozen version, never the first of a type (D2). A unit that is still
 * before the event's step makes the event early; one that is past it, the event late.
 */
async function stepToDo(
  cx: IngestContext,
  event: StoredEvent,
  scan: MachineScan,
): Promise<MappedStep> {
  const { sn, run } = scan;
  const { runNo } = run;
  const step = await stepHere(cx, scan);
  const { stepNo } = step;
  if (step.stationType !== event.eventType)
    throw refusalError({
      code: "STEP_TYPE_MISMATCH",
      context: { sn, stepNo, stepType: step.stationType, eventType: event.eventType },
    });
  if (!step.ingestMapping)
    throw refusalError({ code: "INGEST_MAPPING_MISSING", context: { sn, stepNo, runNo } });
  return step as MappedStep;
}

interface Lead {
  readonly scan: MachineScan;
  readonly step: MappedStep;
}

/**
 * The unit whose step the event is read by: the one it names. Of a batch whose units fare each for
 * itself the first that stands where its batch is: one that is out already must not refuse the others.
 */
async function leadOf(cx: IngestContext, event: StoredEvent, located: Located): Promise<Lead> {
  const lead = async (found: MachineScan): Promise<Lead> => {
    const scan = await admitted(cx, event, found);
    return { scan, step: await stepToDo(cx, event, scan) };
  };
  try {
    return await lead(located.scan);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === "INGEST_OUT_OF_SCOPE") throw error;
    for (const sn of located.others) {
      const found = await findMachineUnit(cx.tx, { sn, stationCode: located.stationCode });
      const other = found && (await lead(found).catch(onlyRefused));
      if (other) {
        if (other.step.ingestMapping.batchPolicy === "PARTIAL") return other;
        break;
      }
    }
    throw error;
  }
}

function onlyRefused(error: unknown): null {
  if (error instanceof AppError) return null;
  throw error;
}

interface Confirming {
  located: Located;
  reading: Reading;
  scan: MachineScan;
}

/** What the step's own mapping reads decides; it was found by the paths of any mapping (D3). */
async function confirmed(
  cx: IngestContext,
  { located, reading, scan }: Confirming,
): Promise<MachineScan> {
  const { stationCode, lineCode, sns } = reading;
  if (sns[0] !== located.sn || !sns.includes(scan.sn))
    throw refusalError({
      code: "INGEST_PAYLOAD_INVALID",
      context: { path: "snPath", reason: "DIFFERS", found: sns[0], located: located.sn },
    });
  const lineOf = scan.station?.lineCode;
  if (lineCode !== null && lineCode !== lineOf)
    throw refusalError({
      code: "LINE_CODE_MISMATCH",
      context: { sn: scan.sn, lineCode, stationLine: lineOf },
    });
  if (stationCode === null || stationCode === scan.station?.code) return scan;
  const there = await scanAt(cx, { sn: scan.sn, stationCode });
  return await admitted(cx, cx.event, there);
}

interface Work {
  event: StoredEvent;
  scan: MachineScan;
  reading: Reading;
}

async function single(cx: IngestContext, { event, scan, reading }: Work): Promise<Executed> {
  const { at, flags } = clampAt(scan, reading.occurredAt, cx.now);
  const source = event.eventType as "AUTO" | "TEST";
  const outcome = outcomeOf(reading, reading.result);
  const move = { ...cx, source, at, eventId: event.id };
  const { unitId, trackId, result, nextStepNo, state } = await passThrough(move, scan, outcome);
  return {
    state: "EXECUTED",
    result,
    testResultId: reading.testResultId,
    occurredAt: reading.occurredAt,
    flags: flagsOf(reading, flags),
    reading: kept(reading, { stepNo: scan.unit?.stepNo, nextStepNo, state }),
    links: [{ unitId, trackId, effect: "PASS_THROUGH", result }],
  };
}

async function batch(
  cx: IngestContext,
  { event, scan, step, reading }: Work & { step: MappedStep },
): Promise<Executed> {
  const { at, flags } = clampAt(scan, reading.occurredAt, cx.now);
  const move = { ...cx, source: "BATCH" as const, at, eventId: event.id };
  const carrierNo = reading.carrierNo ?? "";
  cx.about({ carrierNo });
  const done = await inTime(cx, move, {
    carrierNo,
    stationCode: scan.station?.code ?? "",
    units: reading.units.map((unit) => ({ sn: unit.sn, outcome: outcomeOf(unit, unit.result) })),
    policy: step.ingestMapping.batchPolicy,
    isWholeLoad: true,
  });
  const { carrierTrackId } = done;
  return {
    state: "EXECUTED",
    carrierNo,
    result: done.result,
    testResultId: reading.testResultId,
    occurredAt: reading.occurredAt,
    flags: flagsOf(reading, flags),
    reading: kept(reading, { stepNo: step.stepNo, refused: done.refused }),
    links: done.moved.map(({ unitId, trackId, result }) => ({
      ...{ unitId, trackId, carrierTrackId, result },
      effect: "PASS_THROUGH",
    })),
  };
}

/**
 * The batch moves when none of its units is on its way here. Once it has waited as long as the plant
 * says, and a person sends it again, it goes without those that have not come.
 */
async function inTime(
  cx: IngestContext,
  move: MachineContext,
  input: BatchInput,
): Promise<BatchMoved> {
  const mayWait = cx.event.state === "RECEIVED" || cx.event.state === "PARKED";
  try {
    const done = await batchThrough(move, input);
    if (mayWait) await waitForLate(cx, done.refused, input.stationCode);
    return done;
  } catch (error) {
    if (mayWait && error instanceof AppError)
      await waitForLate(cx, refusedIn(error), input.stationCode);
    throw error;
  }
}

function outcomeOf(
  { captures, defects }: Pick<Reading, "captures" | "defects">,
  result: MachineResult,
) {
  return { result, captures, defects: result === "FAIL" ? defects : [] };
}

const flagsOf = (reading: Reading, flags: readonly string[]) => [
  ...new Set([...reading.flags, ...flags]),
];

/** Measurements kept with the event's row; the values themselves lie with the visit. */
const keptMeasurements = 60;

/** What was read, for people: of a long list those that matter, the others stay in the text. */
function kept({ measurements, captures: _, units, ...reading }: Reading, more: object): object {
  const isShort = measurements.length <= keptMeasurements;
  const remarkable = ({ judgement, senderJudge }: Reading["measurements"][number]) =>
    judgement === "FAIL" ||
    (senderJudge !== null && judgement !== "NA" && senderJudge !== judgement);
  const shown = isShort ? measurements : measurements.filter(remarkable).slice(0, keptMeasurements);
  const unmapped = reading.unmapped.slice(0, keptMeasurements);
  return {
    ...reading,
    units: units.map(({ sn, result }) => ({ sn, result })),
    unmapped,
    measurements: shown,
    measurementCount: measurements.length,
    ...more,
  };
}
