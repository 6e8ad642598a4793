import { expect, test } from "bun:test";
import { addMs, type Instant, type Result } from "../kernel/index.ts";
import { type DefectFacts, disposeDefect } from "../quality/index.ts";
import { frozenItem } from "../routing/frozen.fixture.ts";
import { nextStep } from "../routing/index.ts";
import { ann, lineStations, now, outFacts, run, unit, withItems } from "./facts.fixture.ts";
import type { OpenVisit, UnitFacts, UnitPatch } from "./facts.ts";
import { moveUnit, releaseUnit } from "./move-unit.ts";
import { abortVisit, passThrough } from "./pass-through.ts";
import { trackIn } from "./track-in.ts";
import { trackOut } from "./track-out.ts";
import { type EndedVisit, undoTrackOut } from "./undo-track-out.ts";

/** One unit under random commands: what a person could do wrong in a shift, ten thousand times. */
interface World {
  at: Instant;
  unit: UnitFacts;
  visits: (OpenVisit & EndedVisit)[];
  defects: (DefectFacts & { trackId: string; closedBy: string | null })[];
}

const snapshot = withItems([frozenItem({ onBreach: "HOLD", isRequired: false })], 35);
const stepNos = snapshot.steps.map((step) => step.stepNo);
const reason = "decided by chance";
const machine = { id: null, name: "SPI-1" };

test("random commands: one open visit, no step skipped, done only after the last PASS", () => {
  let accepted = 0;
  let finished = 0;
  for (let seed = 1; seed <= 400; seed++) {
    const chance = seeded(seed);
    const world: World = { at: now, unit: unit(), visits: [], defects: [] };
    for (let turn = 0; turn < 40; turn++) {
      world.at = addMs(world.at, Math.floor(chance() * 20_000) + 1);
      const before = world.unit;
      if (!command(world, chance)) {
        expect(world.unit).toBe(before);
        continue;
      }
      accepted++;
      checkInvariants(world);
    }
    if (world.unit.state === "DONE") finished++;
  }
  // The run is worth something only if it went deep: units were finished, and plenty was accepted.
  expect(accepted).toBeGreaterThan(3_000);
  expect(finished).toBeGreaterThan(40);
});

function command(world: World, chance: () => number): boolean {
  const pick = chance();
  if (pick < 0.02) return abort(world, chance);
  if (pick < 0.1) return goThrough(world, chance);
  if (pick < 0.4) return enter(world, chance);
  if (pick < 0.75) return leave(world, chance);
  if (pick < 0.83) return undo(world);
  if (pick < 0.95) return dispose(world, chance);
  return release(world, chance);
}

function enter(world: World, chance: () => number): boolean {
  const facts = factsAt(world, chance);
  const told = trackIn(facts, { by: ann }, world.at);
  if (!told.ok) return false;
  const { visit } = told.value;
  expect(visit.stepNo).toBe(world.unit.stepNo);
  open(world, { ...visit, stationCode: facts.station.code });
  change(world, told.value.unit);
  return true;
}

/** A machine gives up. */
function abort(world: World, chance: () => number): boolean {
  const told = abortVisit(factsAt(world, chance), { by: machine }, world.at);
  if (!told.ok) return false;
  const { visit } = told.value;
  world.visits = world.visits.map((one) => (one.id === visit.id ? { ...one, ...visit } : one));
  change(world, told.value.unit);
  return true;
}

/** A machine tells of finished work: decided on what a scan in would have left behind. */
function goThrough(world: World, chance: () => number): boolean {
  const facts = factsAt(world, chance);
  const captures = world.unit.stepNo === 35 ? [{ code: "PASTE_HEIGHT", value: 120 }] : [];
  const input = { by: machine, result: "PASS", captures, visitId: `t${world.visits.length}` };
  const told = passThrough(facts, input, world.at);
  if (!told.ok) return false;
  const { entered, left } = told.value;
  if (entered) open(world, { ...entered.visit, stationCode: facts.station.code });
  const { visit, closedDefectIds } = left;
  world.visits = world.visits.map((one) => (one.id === visit.id ? { ...one, ...visit } : one));
  for (const one of world.defects)
    if (closedDefectIds.includes(one.id))
      Object.assign(one, { state: "CLOSED", closedBy: visit.id });
  change(world, left.unit);
  return true;
}

function leave(world: World, chance: () => number): boolean {
  const result = chance() < 0.75 ? "PASS" : "FAIL";
  const captures =
    world.unit.stepNo === 35 ? [{ code: "PASTE_HEIGHT", value: chance() * 160 }] : [];
  const told = trackOut(factsAt(world, chance), { by: ann, result, captures }, world.at);
  if (!told.ok) return false;
  const { visit, defect, step, closedDefectIds } = told.value;
  world.visits = world.visits.map((one) => (one.id === visit.id ? { ...one, ...visit } : one));
  for (const one of world.defects)
    if (closedDefectIds.includes(one.id))
      Object.assign(one, { state: "CLOSED", closedBy: visit.id });
  if (defect)
    world.defects.push({
      id: `d${world.defects.length}`,
      sn: world.unit.sn,
      stepNo: step.stepNo,
      state: "RECORDED",
      disposition: null,
      trackId: visit.id,
      closedBy: null,
    });
  change(world, told.value.unit);
  return true;
}

function undo(world: World): boolean {
  const ended = world.visits.filter((visit) => visit.outAt && !visit.undoneAt);
  const visit = ended.at(-1) ?? null;
  const told = undoTrackOut(
    {
      stationId: visit?.stationId ?? "s10",
      visit,
      unit: world.unit,
      latestVisitId: world.visits.at(-1)?.id ?? "",
      run: run(),
      order: { woNo: "WO-1", state: "IN_PROGRESS", holdReason: null },
      snapshot,
      operatorLatestOutAt: visit?.outAt ?? null,
      defects: world.defects.filter((defect) => defect.trackId === visit?.id),
      closedReworkIds: world.defects.filter((d) => d.closedBy === visit?.id).map((d) => d.id),
      undoSeconds: 30,
    },
    { by: ann },
    world.at,
  );
  if (!told.ok || !visit) return false;
  const { undone, withdrawnDefectIds, reopenedDefectIds } = told.value;
  world.visits = world.visits.map((one) => (one.id === undone.id ? { ...one, ...undone } : one));
  for (const one of world.defects) {
    if (withdrawnDefectIds.includes(one.id)) Object.assign(one, { state: "WITHDRAWN" });
    if (reopenedDefectIds.includes(one.id))
      Object.assign(one, { state: "DISPOSITIONED", closedBy: null });
  }
  open(world, { ...told.value.visit, inAt: world.at, inByName: ann.name, stationCode: "" });
  change(world, told.value.unit);
  return true;
}

function dispose(world: World, chance: () => number): boolean {
  const defect = world.defects.at(-1);
  if (!defect) return false;
  const pick = chance();
  const other = pick < 0.95 ? ("HOLD" as const) : ("SCRAP" as const);
  const type = pick < 0.8 ? ("REWORK" as const) : other;
  const toStepNo = stepNos[Math.floor(chance() * stepNos.length)];
  const told = disposeDefect({ defect, snapshot }, { type, toStepNo, reason }, world.at);
  if (!told.ok) return false;
  const moved = moveUnit(world.unit, told.value.move, world.at);
  if (!moved.ok) return false;
  Object.assign(defect, told.value.defect);
  change(world, moved.value);
  return true;
}

function release(world: World, chance: () => number): boolean {
  const toStepNo = chance() < 0.5 ? null : stepNos[Math.floor(chance() * stepNos.length)];
  return applied(world, releaseUnit({ unit: world.unit, snapshot }, { toStepNo }, world.at));
}

function applied(world: World, told: Result<UnitPatch>): boolean {
  if (told.ok) change(world, told.value);
  return told.ok;
}

function change(world: World, patch: UnitPatch): void {
  world.unit = { ...world.unit, ...patch, updatedAt: world.at };
}

function open(world: World, visit: Omit<OpenVisit, "id">): void {
  const id = `t${world.visits.length}`;
  const ended = { outAt: null, outById: null, outByName: null, result: null, undoneAt: null };
  world.visits.push({ ...visit, ...ended, id });
}

/** Mostly the right station, sometimes any. */
function factsAt(world: World, chance: () => number) {
  const right = lineStations.find((one) => one.id === `s${world.unit.stepNo}`);
  const any = lineStations[Math.floor(chance() * lineStations.length)];
  const station = (chance() < 0.9 ? right : any) ?? lineStations[0]!;
  const openVisit = world.visits.find((visit) => visit.outAt === null) ?? null;
  const openReworks = world.defects.filter(
    (d) => d.state === "DISPOSITIONED" && d.disposition === "REWORK",
  );
  return { ...outFacts({ snapshot, unit: world.unit, openVisit, openReworks }), station };
}

function checkInvariants(world: World): void {
  const open = world.visits.filter((visit) => visit.outAt === null);
  expect(open.length).toBe(world.unit.state === "IN_STATION" ? 1 : 0);
  expect(stepNos).toContain(world.unit.stepNo);
  const passed = world.visits.filter((visit) => visit.result === "PASS" && !visit.undoneAt);
  // Whatever was reworked or undone: every step before the unit's own was passed and stands.
  for (const stepNo of stepNos)
    if (stepNo < world.unit.stepNo) expect(passed.map((v) => v.stepNo)).toContain(stepNo);
  if (world.unit.state === "DONE") {
    const last = world.visits.findLast((visit) => !visit.undoneAt);
    expect([last?.result, nextStep(snapshot, last?.stepNo ?? 0)]).toEqual(["PASS", null]);
  }
  const openDefects = world.defects.filter((defect) => defect.state === "RECORDED");
  expect(openDefects.length).toBe(world.unit.state === "OUT_FAILED" ? 1 : 0);
}

/** mulberry32: the same commands for the same seed, on every machine. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
