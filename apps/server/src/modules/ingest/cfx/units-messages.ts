import { stageOf, textOf, transactionIdOf, unitsNamed, unitsOf } from "@lineside/domain/cfx";
import { unitsMax } from "@lineside/domain/ingest";
import { clampAt, type MachineScan, machineDisqualify } from "../../execution/index.ts";
import { notify } from "../../notification/index.ts";
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
 * touches it until quality has decided. Scrapping is what the machine recommends, and a person's
 * decision; whoever decides is told at once, also of boards that no machine may take from where they are.
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
    const step = isHere ? await stepToDo(work, scan) : null;
    const done = await machineDisqualify(machineContext(work, { at, step }), scan, remark);
    if (done === null) {
      kept.push(`${board.sn} ${scan.unit?.state}`);
      continue;
    }
    for (const flag of clamped) flags.add(flag);
    const { unitId, trackId, result } = done.moved;
    const left = done.effect === "TRACK_OUT" ? { trackId, result } : {};
    links.push({ unitId, effect: done.effect, ...left });
  }
  await tellQuality(work, { scans, remark });
  return {
    state: links.length > 0 ? "EXECUTED" : "STORED",
    ...whereOf(scans),
    flags: [...flags],
    reading: { reason, comments, kept },
    links,
  };
}

async function tellQuality(
  { cx, event, endpoint }: Work,
  { scans, remark }: { scans: readonly { scan: MachineScan }[]; remark: string | null },
): Promise<void> {
  const sns = scans.map(({ scan }) => scan.sn);
  const { stationCode, lineId } = endpoint;
  await notify(cx, {
    topic: "unit.disqualified",
    severity: "WARNING",
    code: "UNIT_DISQUALIFIED",
    context: { sns: sns.slice(0, 5).join(", "), count: sns.length, stationCode, reason: remark },
    entityType: "ingestEvent",
    entityKey: event.id,
    lineId,
    runId: scans[0]?.scan.runId ?? null,
    uniqueKey: `unit.disqualified:${event.id}`,
    to: [{ permission: "quality:disposition", lineId }],
  });
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
