import {
  type EventToRead,
  find,
  findAll,
  type Look,
  listsNone,
  lookFor,
  lookForList,
  unitsMax,
} from "@lineside/domain/ingest";
import { AppError, refusalError } from "@lineside/domain/kernel";
import { type MachineStationType, stepAt } from "@lineside/domain/routing";
import {
  createAtFirstScan,
  findMachineUnit,
  findStation,
  type MachineScan,
  resolveIdentifier,
} from "../execution/index.ts";
import { type IngestPath, ingestPaths } from "../routing/index.ts";
import { EarlyEvent, type IngestContext, type StoredEvent } from "./contract.ts";
import { stationOnLineOf } from "./locate-queries.ts";

export interface Located {
  readonly sn: string;
  /** The rest of a batch's list. */
  readonly others: readonly string[];
  /** The list was none of the event's: it is what lies on the carrier. */
  readonly isLoad: boolean;
  readonly stationCode: string;
  readonly scan: MachineScan;
}

interface Candidate {
  readonly sn: string;
  readonly others: readonly string[];
  readonly isLoad: boolean;
  readonly stationCode: string | null;
}

/**
 * Which unit and station an event means, before its step is known: its serial number is looked for
 * where the mappings of current routes say it stands (D3), and the first known unit counts. The
 * step's own mapping confirms it later.
 */
export async function locate(
  cx: IngestContext,
  read: EventToRead,
  event: StoredEvent,
): Promise<Located> {
  const type = event.eventType as MachineStationType;
  const known = await among(cx, read, knownPaths.get(type) ?? []);
  if (known.located) return known.located;
  const paths = await ingestPaths(cx.tx, type);
  knownPaths.set(type, paths);
  const listed = await among(cx, read, paths);
  // Only what no mapping finds a list in is named by its carrier.
  const isLoad = type === "BATCH" && listed.candidates.length === 0;
  const { located, candidates } = isLoad ? await onCarrier(cx, read, paths) : listed;
  const found = located ?? (await firstOfRun(cx, candidates));
  if (found) return found;
  throw await notLocated(cx, { candidates, paths });
}

/** Where runs take their units from the first scan, a machine may be the one that scans. */
async function firstOfRun(
  cx: IngestContext,
  candidates: readonly Candidate[],
): Promise<Located | null> {
  const [first] = candidates;
  if (!first?.stationCode || first.sn.length > longestSn) return null;
  const { sn, stationCode } = first;
  const station = await findStation(cx.tx, stationCode);
  if (!station || (await resolveIdentifier(cx.tx, sn)).kind !== "UNKNOWN") return null;
  const runNo = cx.event.runNo ?? undefined;
  try {
    const made = await createAtFirstScan(cx, { kind: "UNKNOWN", sn, station }, runNo);
    return { ...first, sn, stationCode, scan: made.scan };
  } catch (error) {
    // No run waits for it here: it may still be registered, or come from an earlier station.
    const isUnknown = error instanceof AppError && unregistered.has(error.code);
    if (isUnknown) return null;
    throw error;
  }
}

const unregistered = new Set(["UNIT_NOT_FOUND", "STATION_MISMATCH"]);
const longestSn = 64;

/** What found a unit once is tried first; where it finds none, the routes are asked anew. */
const knownPaths = new Map<MachineStationType, readonly IngestPath[]>();

interface Among {
  readonly located: Located | null;
  readonly candidates: readonly Candidate[];
}

async function among(
  cx: IngestContext,
  read: EventToRead,
  paths: readonly IngestPath[],
): Promise<Among> {
  const isBatch = cx.event.eventType === "BATCH";
  const candidates = paths.flatMap((path) =>
    isBatch ? batchOf(read, path) : candidateOf(read, path),
  );
  return await firstKnown(cx, candidates);
}

async function firstKnown(cx: IngestContext, candidates: readonly Candidate[]): Promise<Among> {
  for (const candidate of candidates) {
    const located = await scanOf(cx, candidate);
    if (located) return { located, candidates };
  }
  return { located: null, candidates };
}

const looks = new Map<string, Look>();

function lookAt(path: string): Look {
  let look = looks.get(path);
  if (!look) {
    if (looks.size > 1_000) looks.clear();
    look = lookFor(path.endsWith("[*]") ? path.slice(0, -3) : path);
    looks.set(path, look);
  }
  return look;
}

function textAt(read: EventToRead, path: string | undefined): string | null {
  if (path === undefined) return null;
  return snOf(find(read, lookAt(path)), path);
}

function snOf(first: unknown, path: string): string | null {
  // A number past 2^53 lost digits when it was parsed: it would name another unit.
  if (typeof first === "number" && Math.abs(first) > Number.MAX_SAFE_INTEGER)
    throw refusalError({
      code: "INGEST_PAYLOAD_INVALID",
      context: { path, reason: "WRONG_TYPE", found: String(first) },
    });
  if (typeof first !== "string" && typeof first !== "number") return null;
  const text = String(first).trim();
  return text === "" ? null : text;
}

function candidateOf(read: EventToRead, path: IngestPath): Candidate[] {
  const sn = textAt(read, path.snPath);
  if (sn === null) return [];
  return [{ sn, others: [], isLoad: false, stationCode: textAt(read, path.stationCodePath) }];
}

function batchOf(read: EventToRead, { snListPath, stationCodePath }: IngestPath): Candidate[] {
  if (snListPath === undefined) return [];
  const [sn, ...others] = snsAt(read, lookForList(snListPath));
  if (sn === undefined) return [];
  return [{ sn, others, isLoad: false, stationCode: textAt(read, stationCodePath) }];
}

/**
 * A batch that names its carrier and no units is what lies on it. Where nothing does, whoever loads it
 * may be later than the oven.
 */
async function onCarrier(
  cx: IngestContext,
  read: EventToRead,
  paths: readonly IngestPath[],
): Promise<Among> {
  for (const { snListPath, carrierCodePath, stationCodePath } of paths) {
    if (snListPath === undefined || !listsNone(lookForList(snListPath), read)) continue;
    const carrierNo = textAt(read, carrierCodePath);
    if (carrierNo === null || carrierNo.length > longestSn) continue;
    const { kind, units } = await resolveIdentifier(cx.tx, carrierNo);
    if (kind !== "CARRIER" && kind !== "UNKNOWN") continue;
    const [sn, ...others] = kind === "CARRIER" ? units.map((unit) => unit.sn) : [];
    if (sn === undefined) {
      cx.about({ carrierNo });
      throw new EarlyEvent("CARRIER_EMPTY", { carrierNo }, `carrier:${carrierNo}`);
    }
    const stationCode = textAt(read, stationCodePath);
    return await firstKnown(cx, [{ sn, others, isLoad: true, stationCode }]);
  }
  return { located: null, candidates: [] };
}

function snsAt(read: object, look: Look): string[] {
  const found = look.segments.includes("[*]")
    ? findAll(read, look).map(({ value }) => value)
    : find(read, look);
  const values: unknown[] = Array.isArray(found) ? found.slice(0, unitsMax) : [];
  return values.flatMap((value) => snOf(value, look.path) ?? []);
}

/** Units an event names where mappings have named them before: what is told of one keeps its order. */
export function unitsToldOf(event: { eventType: string } & Pick<EventToRead, "payload">): string[] {
  const paths = knownPaths.get(event.eventType as MachineStationType) ?? [];
  const isBatch = event.eventType === "BATCH";
  const found = paths.flatMap(({ snPath, snListPath }) => {
    const path = isBatch ? snListPath : snPath;
    if (path === undefined) return [];
    return isBatch ? snsAt(event, lookForList(path)) : find(event, lookAt(path));
  });
  return found.flatMap((sn) => (typeof sn === "string" ? sn.trim() : []));
}

/** Where the mapping names no station, the step has only one. */
async function scanOf(cx: IngestContext, candidate: Candidate): Promise<Located | null> {
  const { sn, others, isLoad, stationCode } = candidate;
  if (stationCode !== null) {
    const scan = await findMachineUnit(cx.tx, { sn, stationCode });
    return scan && { sn, others, isLoad, stationCode, scan };
  }
  const anyStation = await stationOnLineOf(cx.tx, sn);
  if (anyStation === null) return null;
  const scan = await findMachineUnit(cx.tx, { sn, stationCode: anyStation });
  const stepNo = scan?.unit?.stepNo ?? 0;
  const step = scan?.snapshot && stepAt(scan.snapshot, stepNo);
  const { eventType } = cx.event;
  const ahead =
    step?.stationType !== eventType &&
    scan?.snapshot?.steps.find((each) => each.stepNo > stepNo && each.stationType === eventType);
  if (scan && ahead)
    throw new EarlyEvent(
      "STEP_MISMATCH",
      { sn, runNo: scan.run.runNo, stepNo, eventStepNo: ahead.stepNo },
      `unit:${sn}`,
    );
  const [only, ...more] = step?.allowedStations ?? [];
  if (!only || more.length > 0)
    throw refusalError({ code: "INGEST_STATION_MISSING", context: { sn } });
  const at = only.code;
  const there = await scanAt(cx, { sn, stationCode: at });
  return { sn, others, isLoad, stationCode: at, scan: there };
}

/** The unit at a station both of which are known to exist, or why not. */
export async function scanAt(
  cx: IngestContext,
  target: { sn: string; stationCode: string },
): Promise<MachineScan> {
  const scan = await findMachineUnit(cx.tx, target);
  if (scan) return scan;
  throw refusalError({ code: "STATION_NOT_FOUND", context: { code: target.stationCode } });
}

interface Looked {
  candidates: readonly Candidate[];
  paths: readonly IngestPath[];
}

async function notLocated(cx: IngestContext, { candidates, paths }: Looked): Promise<Error> {
  const { eventType } = cx.event;
  const [first] = candidates;
  if (paths.length === 0)
    return refusalError({ code: "INGEST_MAPPING_MISSING", context: { eventType } });
  if (!first) {
    const looked = paths.map((path) => (eventType === "BATCH" ? path.snListPath : path.snPath));
    const path = [...new Set(looked)].filter((each) => each !== undefined).join(", ");
    const context = { path, reason: "MISSING", found: "" };
    return refusalError({ code: "INGEST_PAYLOAD_INVALID", context });
  }
  cx.about({ sn: first.sn, stationCode: first.stationCode });
  const { sn, stationCode } = first;
  for (const candidate of candidates) {
    const { kind } = await resolveIdentifier(cx.tx, candidate.sn);
    if (kind !== "UNIT") continue;
    const code = candidate.stationCode ?? stationCode;
    return refusalError({ code: "STATION_NOT_FOUND", context: { code, sn: candidate.sn } });
  }
  if (sn.length > longestSn)
    return new AppError("invalid", "INGEST_PAYLOAD_INVALID", { path: "sn", reason: "TOO_LONG" });
  return new EarlyEvent("UNIT_RUN_NOT_FOUND", { sn, stationCode }, `unit:${sn}`);
}
