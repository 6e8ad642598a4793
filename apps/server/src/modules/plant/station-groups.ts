import { stationGroupCreate, stationGroupPatch } from "@lineside/domain/plant";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import {
  add,
  change,
  open,
  remove,
  removedAnswer,
  removeInput,
  savedAnswer,
} from "./master-data.ts";
import { stationGroup, stationGroupDependents } from "./store.ts";

export const createStationGroup = defineCommand({
  name: "stationGroup.create",
  permission: "plant:config",
  scope: "none",
  input: stationGroupCreate,
  output: savedAnswer,
  run: (cx, fields) => add(cx, stationGroup, { fields }),
});

export const changeStationGroup = defineCommand({
  name: "stationGroup.change",
  permission: "plant:config",
  scope: "none",
  input: stationGroupPatch.extend({ id: z.string() }),
  output: savedAnswer,
  async run(cx, { id, ...patch }) {
    return change(cx, stationGroup, { row: await open(cx, stationGroup, id), patch });
  },
});

export const deleteStationGroup = defineCommand({
  name: "stationGroup.delete",
  permission: "plant:config",
  scope: "none",
  input: removeInput,
  output: removedAnswer,
  async run(cx, { id, version }) {
    const row = await open(cx, stationGroup, id);
    const dependents = await stationGroupDependents(cx.tx, row.id);
    return remove(cx, stationGroup, { row, version, dependents });
  },
});
