import { stageOf, textOf, transactionIdOf, unitsNamed, unitsOf } from "@lineside/domain/cfx";
import { disqualified } from "@lineside/domain/execution";
import { unitsMax } from "@lineside/domain/ingest";
import { clampAt, machineHold, machineTrackOut } from "../../execution/index.ts";
import type { Executed, UnitLink } from "../contract.ts";
import { arrive, depart } from "./presence-store.ts";
import { openTransaction, saveTransaction } from "./transaction-store.ts";
import {
  boardsOf,
  bodyInvalid,
  knownBoards,
  machineContext,
  type Names,
  scansOf,
  stepToDo,
  stored,
  transactionKey,
  type Work,
  whereOf,
} from "./work.ts";

/**
 * UnitsDisqualified: a board in the station fails there; one that waits is held, so that nothing
 * touches it until quality has decided. Scrapping is a person's decision.
 */
export async function disqualifyUnits(work: Work): Promise<Executed> {
  const { cx, envelope, event, endpoint } = work;
  const refs = unitsOf(envelope.body);
  if (refs.length === 0) throw bodyInvalid("Units", "missing");
  const reason = textOf(envelope.body, "Reason");
  const comments = textOf(envelope.body, "Comments");
  const remark = [reason, comments].filter(Boolean).join(": ").slice(0, 500) || null;
  const scans = await scansOf(work, await boardsOf(cx, refs));
  const links: UnitLink[] = [];
  const flags = new Set<string>();
  const kept: string[] = [];
  for (const { board, scan } of scans) {
    const { at, flags: clamped } = clampAt(scan, event.occurredAt, cx.now);
    const isHere = scan.openVisit?.stationId === endpoint.stationId;
    const isWaiting = scan.unit?.state === "QUEUED";
    if (!isHere && !isWaiting) {
      kept.push(`${board.sn} ${scan.unit?.state}`);
      continue;
    }
    for (const flag of clamped) flags.add(flag);
    if (isHere) {
      const move = machineContext(work, { at, step: await stepToDo(work, scan) });
      const defects = [{ code: disqualified, location: null, remark }];
      const outcome = { result: "FAIL" as const, captures: [], defects };
      const { unitId, trackId, result } = await machineTrackOut(move, scan, outcome);
      links.push({ unitId, trackId, effect: "TRACK_OUT", result });
    } else {
      const move = machineContext(work, { at, step: null });
      const why = `${disqualified}${remark === null ? "" : `: ${remark}`}`;
      const { unitId } = await machineHold(move, scan, why.slice(0, 500));
      links.push({ unitId, effect: "HOLD" });
    }
  }
  return {
    state: links.length > 0 ? "EXECUTED" : "STORED",
    ...whereOf(scans),
    flags: [...flags],
    reading: { reason, comments, kept },
    links,
  };
}

/** UnitsArrived and UnitsDeparted: a board is there or gone, whatever is done to it. */
export async function takePresence(work: Work, isArrival: boolean): Promise<Executed> {
  const { cx, envelope, endpoint, event } = work;
  const refs = unitsOf(envelope.body).slice(0, unitsMax);
  const links: UnitLink[] = [];
  const names: Names = new Map();
  let sn: string | null = null;
  for (const { identifier, position } of refs) {
    const boards = await knownBoards(cx, [{ identifier, position }], names);
    const only = boards.length === 1 ? (boards[0] ?? null) : null;
    sn ??= boards[0]?.sn ?? null;
    const at = { endpoint, identifier, position, at: event.occurredAt };
    if (isArrival) await arrive(cx, { ...at, unitId: only?.unitId ?? null });
    else await depart(cx, at);
    for (const { unitId } of boards) links.push({ unitId, effect: "PRESENCE" });
  }
  return stored({ sn, links, reading: { units: refs } });
}

/** Kept with a piece of work itself; all of them are found among its events. */
const keptMax = 500;

const changes: Readonly<Record<string, string>> = {
  Started: "STARTED",
  Completed: "COMPLETED",
  Paused: "PAUSED",
  Resumed: "RESUMED",
};

/** WorkStage…: what the machine went through within a piece of work, kept with it. */
export async function takeStage(work: Work): Promise<Executed> {
  const { cx, envelope, event, endpoint } = work;
  const transaction = await openTransaction(cx, transactionKey(work), endpoint.stationId);
  const change = changes[envelope.messageName.replace(/^.*WorkStage/, "")] ?? "STARTED";
  const stage = stageOf(envelope.body) ?? { sequence: null, name: null, type: null };
  const result = textOf(envelope.body, "Result")?.slice(0, 60) ?? null;
  const { evidence, units } = transaction;
  const next = { ...stage, change, at: event.occurredAt, result };
  const stages = [...evidence.stages, next].slice(-keptMax);
  await saveTransaction(cx, transaction, { evidence: { ...evidence, stages } });
  return stored({
    sn: units[0]?.sn ?? null,
    reading: { change, ...stage, result },
    links: units.map(({ unitId, trackId }) => ({ unitId, trackId, effect: "EVIDENCE" })),
  });
}

/** Material, tools and readings: kept, and linked to the boards they are about. */
export async function takeEvidence(
  work: Omit<Work, "endpoint"> & { stationId: string | null },
): Promise<Executed> {
  const { cx, envelope, event, stationId } = work;
  const named = await knownBoards(cx, unitsNamed(envelope.body));
  const isKeyed = transactionIdOf(envelope) !== null;
  const transaction = isKeyed ? await openTransaction(cx, transactionKey(work), stationId) : null;
  if (transaction) {
    const { evidence } = transaction;
    const note = { eventId: event.id, messageName: envelope.messageName };
    const notes = [...evidence.notes, note].slice(-keptMax);
    await saveTransaction(cx, transaction, { evidence: { ...evidence, notes } });
  }
  const ofWork = transaction ? transaction.units : [];
  const boards = named.length > 0 ? named : ofWork;
  const tracks = new Map(ofWork.map(({ sn, trackId }) => [sn, trackId]));
  const effect = envelope.messageName.includes(".Materials") ? "MATERIAL" : "EVIDENCE";
  return stored({
    sn: boards[0]?.sn ?? null,
    links: boards.map(({ unitId, sn }) => ({ unitId, trackId: tracks.get(sn) ?? null, effect })),
  });
}
