import {
  type BatchMoved,
  type BatchPolicy,
  type BatchUnit,
  type CarrierFacts,
  type DecidedBatch,
  passThrough as decidePassThrough,
  isInside,
  type MachineMoved,
  mayBeHandled,
  moveBatch,
} from "@lineside/domain/execution";
import { assert, refusalError, unwrap } from "@lineside/domain/kernel";
import { leaveCarrier, tellCarrier } from "./carrier-moves.ts";
import {
  addCarrierVisit,
  addLoads,
  carriersOf,
  endLoads,
  freeEmptied,
  insertCarrier,
  linesOfRuns,
  lockCarrier,
  type StoredCarrier,
} from "./carrier-store.ts";
import {
  askedOf,
  asMachine,
  codesNamedIn,
  endRun,
  type MachineContext,
  savePassed,
} from "./machine-moves.ts";
import { type OutFacts, outFactsOf, startOnce } from "./moves.ts";
import { explained } from "./scan.ts";
import { findStation, lineStations, scanUnits } from "./scan-store.ts";

export interface BatchInput {
  readonly carrierNo: string;
  readonly stationCode: string;
  readonly units: readonly BatchUnit[];
  readonly policy: BatchPolicy;
  /** The list names all that lies on the carrier: what is not on it lies there no more. */
  readonly isWholeLoad: boolean;
}

/**
 * A machine tells that a batch went through: its carrier, made a lot if nobody knows it, its loads,
 * one visit of the carrier and one of every unit. All of it or none; PARTIAL leaves refused units
 * where they are. domain.md 4.12
 */
export async function batchThrough(given: MachineContext, input: BatchInput): Promise<BatchMoved> {
  const { carrier, isNew } = await carrierFor(given, input.carrierNo);
  const facts = await factsOf(given, input);
  // The batch ended when its machine says, but not before what is known of any of its units.
  const at = [...facts.values()].reduce(
    (last, { unit }) => (unit && unit.updatedAt > last ? unit.updatedAt : last),
    given.at,
  );
  const cx: MachineContext = { ...asMachine(given), source: given.source, at };
  mayTake(carrier, input.stationCode);
  const carrierTrackId = carrier.visit?.id ?? cx.newId();
  const decision = await decided(cx, { input, facts, carrierTrackId });
  const first = decision.moved[0]?.facts;
  assert(first, "a batch moved nothing");
  await mayEmpty(cx, { carrier, input, decision });
  if (isNew) tellCarrier(cx, carrier, { type: "carrier.created", first, data: { kind: "LOT" } });
  await load(cx, { carrier, input, decision });
  const stepNo = first.unit?.stepNo ?? 0;
  if (!carrier.visit)
    await addCarrierVisit(cx.tx, {
      id: carrierTrackId,
      carrierId: carrier.id,
      runId: first.runId,
      stepNo,
      stationId: first.station?.id ?? "",
      source: cx.source,
      inAt: at,
      inById: null,
      inByName: cx.by.name,
      openCarrierId: carrier.id,
    });
  const moved: MachineMoved[] = [];
  for (const each of decision.moved) moved.push(await savePassed(cx, each, { carrierTrackId }));
  const units = decision.moved.map(({ facts: scan, value }) => ({
    scan,
    result: value.left.visit.result,
  }));
  const result = await leaveCarrier(cx, carrier, { carrierTrackId, units });
  if (decision.moved.some(({ value }) => value.entered?.run)) await startOnce(cx, first);
  await endRun(cx, moved, first);
  const { id: carrierId, carrierNo } = carrier;
  return { carrierId, carrierNo, carrierTrackId, result, moved, refused: decision.refused };
}

/** The carrier, locked. A number nobody knows becomes a lot: boards that went together. */
async function carrierFor(
  cx: MachineContext,
  carrierNo: string,
): Promise<{ carrier: StoredCarrier; isNew: boolean }> {
  const known = await lockCarrier(cx.tx, carrierNo);
  if (known) return { carrier: known, isNew: false };
  const isNew = await insertCarrier(cx.tx, {
    id: cx.newId(),
    carrierNo,
    kind: "LOT",
    state: "READY",
    createdAt: cx.now,
    updatedAt: cx.now,
  });
  const carrier = await lockCarrier(cx.tx, carrierNo);
  assert(carrier, `carrier ${carrierNo} is missing right after it was made`);
  return { carrier, isNew };
}

/** A carrier that is inside this very station leaves it with the batch. */
function mayTake(carrier: CarrierFacts, stationCode: string): void {
  const isHere = carrier.at === stationCode;
  unwrap(mayBeHandled(isHere ? { ...carrier, at: null } : carrier));
}

async function factsOf(
  { tx }: MachineContext,
  { units, stationCode }: BatchInput,
): Promise<Map<string, OutFacts>> {
  const scans = await scanUnits(tx, { sns: units.map(({ sn }) => sn), stationCode });
  if (scans.length === 0 && !(await findStation(tx, stationCode)))
    throw refusalError({ code: "STATION_NOT_FOUND", context: { code: stationCode } });
  const codes = await codesNamedIn(
    { tx },
    units.map(({ outcome }) => outcome),
  );
  const facts = new Map<string, OutFacts>();
  for (const scan of scans) facts.set(scan.sn, await outFactsOf({ tx }, scan, codes));
  return facts;
}

/** The rule's answer; a refusal of the whole batch is decided once more with what explains it. */
async function decided(
  cx: MachineContext,
  of: { input: BatchInput; facts: Map<string, OutFacts>; carrierTrackId: string },
): Promise<DecidedBatch<OutFacts>> {
  const { input, facts, carrierTrackId } = of;
  const { carrierNo, policy } = input;
  const outcomes = new Map(input.units.map(({ sn, outcome }) => [sn, outcome]));
  const decide = (unit: OutFacts) => {
    const outcome = outcomes.get(unit.sn);
    assert(outcome, `no outcome for ${unit.sn}`);
    const own = unit.openVisit?.carrierTrackId ?? null;
    // A unit that came in alone leaves with the batch, but never with another's carrier.
    const along = isInside(unit) && own !== carrierTrackId ? null : carrierTrackId;
    const asked = { ...askedOf(cx, outcome), visitId: cx.newId(), carrierTrackId: along };
    return decidePassThrough(unit, asked, cx.at);
  };
  const batchOf = (known: Map<string, OutFacts>) => ({
    carrierNo,
    policy,
    units: input.units.map(({ sn }) => ({ sn, facts: known.get(sn) ?? null })),
  });
  const result = moveBatch(batchOf(facts), decide);
  if (result.ok) return result.value;
  const lineId = [...facts.values()][0]?.run.lineId ?? "";
  const stations = await lineStations(cx.tx, lineId);
  const told = new Map<string, OutFacts>();
  for (const [sn, unit] of facts) told.set(sn, await explained(cx.tx, unit, stations));
  return unwrap(moveBatch(batchOf(told), decide));
}

/**
 * What lies on the carrier although the machine does not name it: boards of another line are not for
 * this one to take off, and what went into the station on the carrier only comes out on it.
 */
async function mayEmpty(
  { tx }: MachineContext,
  of: { carrier: StoredCarrier; input: BatchInput; decision: DecidedBatch<OutFacts> },
): Promise<void> {
  const { carrier, input, decision } = of;
  const moved = new Set(decision.moved.map(({ facts }) => facts.sn));
  const stays = carrier.units.filter(({ sn }) => !moved.has(sn));
  const runs = await linesOfRuns(tx, [...new Set(stays.map(({ runId }) => runId))]);
  const lineId = decision.moved[0]?.facts.run.lineId;
  const foreign = new Set(runs.flatMap((run) => (run.lineId === lineId ? [] : [run.id])));
  const isInside = ({ state }: StoredCarrier["units"][number]) =>
    carrier.visit !== null && state === "IN_STATION";
  const kept = stays.filter((unit) => isInside(unit) || foreign.has(unit.runId));
  if (kept.length === 0) return;
  const units = kept.map(({ sn, state, stepNo }) => ({ sn, state, stepNo }));
  throw refusalError({
    code: "CARRIER_UNITS_DIVERGED",
    context: { carrierNo: input.carrierNo, sn: kept[0]?.sn, units },
  });
}

/** Who moved lies on the carrier now; on a whole list, who is not named lies there no more. */
async function load(
  cx: MachineContext,
  of: { carrier: StoredCarrier; input: BatchInput; decision: DecidedBatch<OutFacts> },
): Promise<void> {
  const { carrier, input, decision } = of;
  const { tx, at, by } = cx;
  const named = new Set(input.units.map(({ sn }) => sn));
  const gone = input.isWholeLoad ? carrier.units.filter(({ sn }) => !named.has(sn)) : [];
  const lying = new Set(carrier.units.map(({ id }) => id));
  const comers = decision.moved.flatMap(({ facts }) =>
    facts.unit && !lying.has(facts.unit.id) ? [facts.unit] : [],
  );
  const loaded = carrier.units.length - gone.length;
  const { capacity, carrierNo } = carrier;
  if (capacity !== null && loaded + comers.length > capacity)
    throw refusalError({
      code: "CARRIER_FULL",
      context: { carrierNo, capacity, loaded, asked: comers.length },
    });
  const left = await carriersOf(
    tx,
    comers.map(({ id }) => id),
  );
  await endLoads(tx, [...gone.map(({ id }) => id), ...left.keys()], { at, by });
  await addLoads(
    tx,
    comers.map(({ id }) => ({ id: cx.newId(), carrierId: carrier.id, unitId: id, position: null })),
    { at, by },
  );
  const others = new Set([...left.values()].map(({ carrierId }) => carrierId));
  await freeEmptied(tx, [...others].sort(), cx.now);
  const first = decision.moved[0]?.facts;
  const sns = (units: readonly { sn: string }[]) => ({ sns: units.map(({ sn }) => sn) });
  if (gone.length > 0)
    tellCarrier(cx, carrier, { type: "carrier.unloaded", first, data: sns(gone) });
  if (comers.length > 0)
    tellCarrier(cx, carrier, { type: "carrier.loaded", first, data: sns(comers) });
}
