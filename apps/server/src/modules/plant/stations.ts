import { unwrap } from "@lineside/domain/kernel";
import { checkStationChange, stationCreate, stationPatch } from "@lineside/domain/plant";
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
import { line, lockRow, openVisits, station, stationDependents, stationGroup } from "./store.ts";

export const createStation = defineCommand({
  name: "station.create",
  permission: "plant:config",
  scope: "line",
  input: stationCreate,
  output: savedAnswer,
  async run(cx, fields) {
    const place = { lineId: fields.lineId };
    cx.requireScope(place);
    await holdPlaces(cx, fields);
    return add(cx, station, { fields, place });
  },
});

/**
 * Runs are not touched: what a step needs of its stations is frozen in their version, and a station
 * that no longer fits is refused at its next scan. Moving to another line needs both lines.
 */
export const changeStation = defineCommand({
  name: "station.change",
  permission: "plant:config",
  scope: "line",
  input: stationPatch.extend({ code: z.string() }),
  output: savedAnswer,
  async run(cx, { code, ...patch }) {
    const row = await open(cx, station, code);
    const place = { lineId: row.lineId, stationId: row.id };
    const { lineId = row.lineId, stationType = row.stationType, isActive = row.isActive } = patch;
    cx.requireScope(place);
    if (lineId !== row.lineId) cx.requireScope({ lineId });
    await holdPlaces(cx, { lineId, groupId: patch.groupId ?? null });
    const isMoved =
      lineId !== row.lineId || stationType !== row.stationType || isActive !== row.isActive;
    const visits = isMoved ? await openVisits(cx.tx, row.id) : 0;
    unwrap(checkStationChange({ code: row.code, isMoved, openVisits: visits }));
    return change(cx, station, { row, patch, place });
  },
});

export const deleteStation = defineCommand({
  name: "station.delete",
  permission: "plant:config",
  scope: "line",
  input: removeInput.omit({ id: true }).extend({ code: z.string() }),
  output: removedAnswer,
  async run(cx, { code, version }) {
    const row = await open(cx, station, code);
    const place = { lineId: row.lineId, stationId: row.id };
    cx.requireScope(place);
    const dependents = await stationDependents(cx.tx, row.id);
    return remove(cx, station, { row, version, dependents, place });
  },
});

/** The line and the group exist, and nobody deletes them before this unit ends. */
async function holdPlaces(
  { tx }: Pick<CommandContext, "tx">,
  { lineId, groupId }: { lineId: string; groupId: string | null },
): Promise<void> {
  await lockRow(tx, line, lineId);
  if (groupId !== null) await lockRow(tx, stationGroup, groupId);
}
