import { type CfxEnvelope, type CfxUnit, transactionIdOf } from "@lineside/domain/cfx";
import type { Identified } from "@lineside/domain/execution";
import { unitsMax } from "@lineside/domain/ingest";
import { AppError, type Instant, refusalError } from "@lineside/domain/kernel";
import { type FrozenStep, isMachineType } from "@lineside/domain/routing";
import {
  findMachineUnit,
  type MachineContext,
  type MachineScan,
  resolveIdentifier,
} from "../../execution/index.ts";
import { EarlyEvent, type Executed, type IngestContext, type StoredEvent } from "../contract.ts";
import { stepHere } from "../out-of-place.ts";
import type { Endpoint } from "./endpoint-store.ts";
import type { TransactionKey } from "./transaction-store.ts";

/** One message to act on, from an endpoint whose station is known. */
export interface Work {
  readonly cx: IngestContext;
  readonly event: StoredEvent;
  readonly envelope: CfxEnvelope;
  readonly endpoint: Placed;
}

/** An endpoint that stands at a station. */
export interface Placed extends Endpoint {
  readonly stationId: string;
  readonly stationCode: string;
  readonly lineId: string;
}

export const stored = (more: Partial<Executed> = {}): Executed => ({
  state: "STORED",
  links: [],
  ...more,
});

/** The piece of work a message belongs to; one that must belong to one is refused without. */
export function transactionKey({ envelope }: Pick<Work, "envelope">): TransactionKey {
  const transactionId = transactionIdOf(envelope);
  if (transactionId !== null) return { source: envelope.source, transactionId };
  throw bodyInvalid("TransactionID", "missing");
}

export function bodyInvalid(field: string, reason: string, found?: unknown): AppError {
  const context = { field, reason, ...(found === undefined ? {} : { found }) };
  return new AppError("invalid", "CFX_BODY_INVALID", context);
}

/** A board a message names. */
export interface Board {
  readonly unitId: string;
  readonly sn: string;
  readonly position: number | null;
}

/**
 * The boards behind a machine's names: a serial number, or the places of a panel or carrier. What is
 * not known yet is early.
 */
export async function boardsOf(
  cx: IngestContext,
  refs: readonly CfxUnit[],
  known: Names = new Map(),
): Promise<Board[]> {
  if (refs.length > unitsMax) throw bodyInvalid("Units", "too many", refs.length);
  const found = new Map<string, Board>();
  for (const identifier of new Set(refs.map((ref) => ref.identifier))) {
    const places = refs.filter((ref) => ref.identifier === identifier);
    const named = await identify(cx, identifier, known);
    for (const board of boardsBehind(cx, named, { identifier, places }))
      if (!found.has(board.sn)) found.set(board.sn, board);
  }
  return [...found.values()];
}

/** What identifiers of one message stand for: a panel of fifty boards is looked up once. */
export type Names = Map<string, Identified>;

async function identify(cx: IngestContext, identifier: string, known: Names): Promise<Identified> {
  const found = known.get(identifier) ?? (await resolveIdentifier(cx.tx, identifier));
  known.set(identifier, found);
  return found;
}

function boardsBehind(
  cx: IngestContext,
  { kind, units }: Identified,
  { identifier, places }: { identifier: string; places: readonly CfxUnit[] },
): Board[] {
  cx.about({
    sn: units[0]?.sn ?? identifier,
    ...(kind === "CARRIER" ? { carrierNo: identifier } : {}),
  });
  if (kind === "UNKNOWN")
    throw new EarlyEvent("UNIT_RUN_NOT_FOUND", { sn: identifier }, `unit:${identifier}`);
  if (units.length === 0)
    throw new EarlyEvent("UNIT_RUN_NOT_FOUND", { carrierNo: identifier }, `carrier:${identifier}`);
  if (kind === "UNIT")
    return units.map((unit) => ({ ...unit, position: places[0]?.position ?? null }));
  const wanted = places.flatMap(({ position }) => (position === null ? [] : [position]));
  if (wanted.length < places.length) return [...units];
  return wanted.map((position) => {
    const board = units.find((unit) => unit.position === position);
    if (board) return board;
    const known = units.map((unit) => unit.position);
    throw refusalError({ code: "POSITION_UNKNOWN", context: { identifier, position, known } });
  });
}

/** The same where a message only tells about boards: what is not known is passed over. */
export async function knownBoards(
  cx: IngestContext,
  refs: readonly CfxUnit[],
  known: Names = new Map(),
): Promise<Board[]> {
  const boards: Board[] = [];
  for (const ref of refs.slice(0, unitsMax)) {
    const { kind, units } = await identify(cx, ref.identifier, known);
    const isWhole = kind === "UNIT" || ref.position === null;
    boards.push(...units.filter(({ position }) => isWhole || position === ref.position));
  }
  return [...new Map(boards.map((board) => [board.sn, board])).values()];
}

/** Boards at the station, locked in one order whoever asks. */
export async function scansOf(
  { cx, endpoint }: Work,
  boards: readonly Board[],
): Promise<{ board: Board; scan: MachineScan }[]> {
  const scans = [];
  for (const board of [...boards].sort((a, b) => (a.sn < b.sn ? -1 : 1))) {
    const target = { sn: board.sn, stationCode: endpoint.stationCode };
    const scan = await findMachineUnit(cx.tx, target);
    if (!scan) throw refusalError({ code: "UNIT_NOT_FOUND", context: { sn: board.sn } });
    scans.push({ board, scan });
  }
  const [first] = scans;
  if (first) {
    const { scan } = first;
    cx.about({ sn: scan.sn, runNo: scan.run.runNo, runId: scan.runId });
  }
  return scans;
}

/**
 * The unit's current step, which the machine's station must be able to do (D2). A unit that has not
 * come there yet makes the message early.
 */
export async function stepToDo(work: Work, scan: MachineScan): Promise<FrozenStep> {
  const step = await stepHere(work.cx, scan);
  const { stepNo } = step;
  const { sn } = scan;
  if (!isMachineType(step.stationType))
    throw refusalError({
      code: "STEP_TYPE_MISMATCH",
      context: { sn, stepNo, stepType: step.stationType, eventType: "CFX" },
    });
  return step;
}

/** A machine's move: by the operator it named, else by itself, when it happened. */
export function machineContext(
  { cx, event, envelope, endpoint }: Work,
  { at, step, operator }: { at: Instant; step: FrozenStep | null; operator?: string | null },
): MachineContext {
  const { tx, now, settings, timezone } = cx;
  const name = operator ?? endpoint.operatorName ?? envelope.source;
  return {
    ...{ tx, now, settings, timezone, at },
    by: { id: null, name },
    source: (step?.stationType ?? "AUTO") as "AUTO" | "TEST" | "BATCH",
    eventId: event.id,
    emit: (each) => cx.emit(each),
    newId: () => cx.newId(),
  };
}

/** How the machine of this step moves its units (ADR on pairing). */
export const modeOf = (step: FrozenStep) => step.ingestMapping?.cfx?.mode ?? "PAIRED_RESULT";

/** Filed with the run of the boards. */
export function whereOf(scans: readonly { scan: MachineScan }[]) {
  const [first] = scans;
  return first ? { sn: first.scan.sn, runNo: first.scan.run.runNo, runId: first.scan.runId } : {};
}
