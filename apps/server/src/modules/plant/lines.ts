import { unwrap } from "@lineside/domain/kernel";
import { checkLineChange, lineCreate, linePatch } from "@lineside/domain/plant";
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
import { line, lineDependents, openRuns } from "./store.ts";

/** A new line belongs to nobody yet: only who configures the whole plant may add one. */
export const createLine = defineCommand({
  name: "line.create",
  permission: "plant:config",
  scope: "line",
  input: lineCreate,
  output: savedAnswer,
  run(cx, fields) {
    cx.requireScope({});
    return add(cx, line, { fields });
  },
});

export const changeLine = defineCommand({
  name: "line.change",
  permission: "plant:config",
  scope: "line",
  input: linePatch.extend({ id: z.string() }),
  output: savedAnswer,
  async run(cx, { id, ...patch }) {
    const row = await open(cx, line, id);
    const place = { lineId: row.id };
    cx.requireScope(place);
    const { processType = row.processType, isActive = row.isActive } = patch;
    const isRepurposed = processType !== row.processType || isActive !== row.isActive;
    const runs = isRepurposed ? await openRuns(cx.tx, row.id) : 0;
    unwrap(checkLineChange({ code: row.code, isRepurposed, openRuns: runs }));
    return change(cx, line, { row, patch, place });
  },
});

export const deleteLine = defineCommand({
  name: "line.delete",
  permission: "plant:config",
  scope: "line",
  input: removeInput,
  output: removedAnswer,
  async run(cx, { id, version }) {
    const row = await open(cx, line, id);
    const place = { lineId: row.id };
    cx.requireScope(place);
    return remove(cx, line, {
      row,
      version,
      dependents: await lineDependents(cx.tx, row.id),
      place,
    });
  },
});
