import { unwrap } from "@lineside/domain/kernel";
import {
  checkShiftOverlap,
  type ShiftTimes,
  shiftCreate,
  shiftPatch,
} from "@lineside/domain/plant";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import {
  add,
  change,
  open,
  remove,
  removedAnswer,
  removeInput,
  savedAnswer,
} from "./master-data.ts";
import { line, lockRow, shift, shiftDependents, shiftsBeside } from "./store.ts";

/** A shift of the whole plant is added by who configures the whole plant. */
export const createShift = defineCommand({
  name: "shift.create",
  permission: "plant:config",
  scope: "line",
  input: shiftCreate,
  output: savedAnswer,
  async run(cx, fields) {
    const place = { lineId: fields.lineId };
    cx.requireScope(place);
    await refuseOverlap(cx, { ...fields, id: "" });
    return add(cx, shift, { fields, place });
  },
});

export const changeShift = defineCommand({
  name: "shift.change",
  permission: "plant:config",
  scope: "line",
  input: shiftPatch.extend({ id: z.string() }),
  output: savedAnswer,
  async run(cx, { id, ...patch }) {
    const row = await open(cx, shift, id);
    const place = { lineId: row.lineId };
    cx.requireScope(place);
    const { lineId = row.lineId, isActive = row.isActive } = patch;
    const { startMinute = row.startMinute, endMinute = row.endMinute } = patch;
    if (lineId !== row.lineId) cx.requireScope({ lineId });
    await refuseOverlap(cx, {
      id: row.id,
      code: row.code,
      startMinute,
      endMinute,
      lineId,
      isActive,
    });
    return change(cx, shift, { row, patch, place });
  },
});

export const deleteShift = defineCommand({
  name: "shift.delete",
  permission: "plant:config",
  scope: "line",
  input: removeInput,
  output: removedAnswer,
  async run(cx, { id, version }) {
    const row = await open(cx, shift, id);
    const place = { lineId: row.lineId };
    cx.requireScope(place);
    return remove(cx, shift, {
      row,
      version,
      dependents: await shiftDependents(cx.tx, row.id),
      place,
    });
  },
});

/** Holds the line, so that two people do not add two shifts of it for the same hours. */
async function refuseOverlap(
  { tx }: Pick<CommandContext, "tx">,
  wanted: ShiftTimes,
): Promise<void> {
  if (wanted.lineId !== null) await lockRow(tx, line, wanted.lineId);
  unwrap(checkShiftOverlap(wanted, await shiftsBeside(tx, wanted.lineId)));
}
