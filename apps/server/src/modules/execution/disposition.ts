import { moveUnit, releaseUnit, type UnitPatch } from "@lineside/domain/execution";
import { type AppError, refusalError, unwrap, zKey, zReason } from "@lineside/domain/kernel";
import {
  disposeDefect as decideDisposition,
  dispositionAnswer,
  dispositionInput,
  unitReleaseAnswer,
  unitReleaseInput,
} from "@lineside/domain/quality";
import { signedCommands } from "@lineside/domain/signature";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import {
  closeDefects,
  closeWithUnit,
  lockDefect,
  oneDefect,
  openDefectsOf,
  type StoredDefect,
  saveDisposition,
  unitOfDefect,
} from "../quality/index.ts";
import { frozenVersion } from "../routing/index.ts";
import { completeRunIfFinished } from "../work-order/index.ts";
import { lockUnit, type StoredUnit, saveMove } from "./unit-store.ts";

const told = { rework: "unit.reworked", scrap: "unit.scrapped", hold: "unit.held" } as const;

/**
 * Quality decides once about a recorded defect, and its unit moves in the same unit of work. The
 * command lives with the units because execution may call quality and not the other way round.
 */
export const disposeDefect = defineCommand({
  name: "quality.disposeDefect",
  permission: "quality:disposition",
  scope: "line",
  input: dispositionInput.extend({ id: z.string().min(1).max(64) }),
  output: dispositionAnswer,
  signs: signedCommands.disposeDefect,
  async run(cx, { id, ...input }) {
    const { tx, now } = cx;
    const { unit, defect } = await lockBoth(cx, id);
    const { snapshot } = await frozenVersion(tx, unit.routeVersionId);
    const decided = unwrap(decideDisposition({ defect, snapshot }, input, now));
    const patch = unwrap(moveUnit(unit, decided.move, now));
    await saveDisposition(tx, defect, decided.defect);
    await saveMove(tx, unit, { patch, now });
    const { state, disposition, version, stepNo } = defect;
    const decision = { type: input.type, toStepNo: input.toStepNo ?? null, reason: input.reason };
    await cx.sign({
      subject: { ...placeOf(unit), entityType: "defect", entityId: id },
      content: { defectId: id, sn: unit.sn, stepNo, version, ...decision },
    });
    cx.emit({
      ...placeOf(unit),
      type: "defect.dispositioned",
      entityType: "defect",
      entityId: id,
      data: { before: { state, disposition }, after: decided.defect, reason: input.reason },
    });
    if (input.type === "SCRAP") await closeRest(cx, unit, input.reason);
    tellMove(cx, unit, { type: told[decided.move.event], patch, reason: input.reason });
    const runCompleted = await endedRun(cx, unit, patch);
    const shown = await oneDefect(tx, id);
    if (!shown) throw defectNotFound(id);
    return { defect: shown.defect, unit: movedUnit(unit, patch), runCompleted };
  },
});

/** Ends a hold: the unit goes on where it was interrupted, or back to an earlier step (D40). */
export const releaseHeldUnit = defineCommand({
  name: "quality.releaseUnit",
  permission: "quality:disposition",
  scope: "line",
  input: unitReleaseInput.extend({ sn: zKey }),
  output: unitReleaseAnswer,
  signs: signedCommands.releaseUnit,
  async run(cx, { sn, reason, toStepNo }) {
    const { tx, now } = cx;
    const unit = await lockPlaced(cx, { sn });
    const { snapshot } = await frozenVersion(tx, unit.routeVersionId);
    const patch = unwrap(releaseUnit({ unit, snapshot }, { toStepNo: toStepNo ?? null }, now));
    await saveMove(tx, unit, { patch, now });
    await signMove(cx, unit, { toStepNo: toStepNo ?? null, reason });
    const held = (await openDefectsOf(tx, unit.id)).filter((each) => each.disposition === "HOLD");
    const closedDefectIds = held.map((each) => each.id);
    await closeDefects(tx, closedDefectIds, now);
    tellMove(cx, unit, { type: "unit.released", patch, reason });
    tellClosed(cx, unit, held);
    const runCompleted = await endedRun(cx, unit, patch);
    return { unit: movedUnit(unit, patch), closedDefectIds, runCompleted };
  },
});

/** Scraps a unit that has no defect to decide about, e.g. one that is held. */
export const scrapUnit = defineCommand({
  name: "quality.scrapUnit",
  permission: "quality:disposition",
  scope: "line",
  input: z.object({ sn: zKey, reason: zReason }),
  output: unitReleaseAnswer,
  signs: signedCommands.scrapUnit,
  async run(cx, { sn, reason }) {
    const { tx, now } = cx;
    const unit = await lockPlaced(cx, { sn });
    const patch = unwrap(moveUnit(unit, { event: "scrap", toStepNo: null, reason }, now));
    await saveMove(tx, unit, { patch, now });
    await signMove(cx, unit, { reason });
    const closed = await closeRest(cx, unit, reason);
    tellMove(cx, unit, { type: "unit.scrapped", patch, reason });
    const runCompleted = await endedRun(cx, unit, patch);
    return {
      unit: movedUnit(unit, patch),
      closedDefectIds: closed.map((each) => each.id),
      runCompleted,
    };
  },
});

/** What is decided about a unit, as it stood when somebody signed for it. */
async function signMove(cx: CommandContext, unit: StoredUnit, decision: object): Promise<void> {
  const { id, sn, state, stepNo, holdReason, version } = unit;
  const content = { unitId: id, sn, state, stepNo, holdReason, version, ...decision };
  await cx.sign({ subject: placeOf(unit), content });
}

/** First the unit, then the defect: scans lock in the same order. */
async function lockBoth(cx: CommandContext, id: string) {
  cx.about({ entityType: "defect", entityId: id, entityKey: "" });
  const unitId = await unitOfDefect(cx.tx, id);
  if (unitId === null) throw defectNotFound(id);
  const unit = await lockPlaced(cx, { id: unitId });
  cx.about({ ...placeOf(unit), entityType: "defect", entityId: id });
  const defect = await lockDefect(cx.tx, id);
  if (!defect) throw defectNotFound(id);
  return { unit, defect };
}

async function lockPlaced(
  cx: CommandContext,
  by: { id: string } | { sn: string },
): Promise<StoredUnit> {
  const unit = await lockUnit(cx.tx, by);
  if (!unit) throw refusalError({ code: "UNIT_NOT_FOUND", context: by });
  cx.about(placeOf(unit));
  cx.requireScope({ lineId: unit.lineId });
  return unit;
}

function defectNotFound(defectId: string): AppError {
  return refusalError({ code: "DEFECT_NOT_FOUND", context: { defectId } });
}

function placeOf(unit: StoredUnit) {
  return {
    entityType: "unit",
    entityId: unit.id,
    entityKey: unit.sn,
    lineId: unit.lineId,
    runId: unit.runId,
    workOrderId: unit.workOrderId,
  };
}

function tellMove(
  cx: CommandContext,
  unit: StoredUnit,
  { type, patch, reason }: { type: string; patch: UnitPatch; reason: string },
): void {
  const before = { state: unit.state, stepNo: unit.stepNo, holdReason: unit.holdReason };
  const after = { state: patch.state, stepNo: patch.stepNo, holdReason: patch.holdReason };
  cx.emit({ ...placeOf(unit), type, data: { before, after, reason } });
}

/** A scrapped unit takes every other open defect with it (D41). */
async function closeRest(cx: CommandContext, unit: StoredUnit, reason: string) {
  const open = await openDefectsOf(cx.tx, unit.id);
  await closeWithUnit(cx.tx, open, { reason, now: cx.now });
  tellClosed(cx, unit, open);
  return open;
}

function tellClosed(cx: CommandContext, unit: StoredUnit, defects: readonly StoredDefect[]): void {
  for (const { id, state } of defects)
    cx.emit({
      ...placeOf(unit),
      type: "defect.closed",
      entityType: "defect",
      entityId: id,
      data: { before: { state }, after: { state: "CLOSED" } },
    });
}

/** Scrapped or finished by its release, the unit may have been the run's last one. */
async function endedRun(cx: CommandContext, unit: StoredUnit, patch: UnitPatch): Promise<boolean> {
  const isOver = patch.state === "SCRAPPED" || patch.state === "DONE";
  return isOver && (await completeRunIfFinished(cx, unit.runId));
}

function movedUnit(unit: StoredUnit, patch: UnitPatch) {
  return { sn: unit.sn, state: patch.state ?? unit.state, stepNo: patch.stepNo ?? unit.stepNo };
}
