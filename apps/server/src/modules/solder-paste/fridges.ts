import { AppError, refusalError } from "@lineside/domain/kernel";
import { fridgeCreate, fridgePatch, fridgeRow } from "@lineside/domain/solder-paste";
import { defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale } from "../../platform/versioned.ts";
import { fridgeByCode } from "./fridge-queries.ts";
import {
  bottlesOn,
  deleteMaster,
  insertMaster,
  lockMaster,
  readingsOf,
  updateMaster,
} from "./master-store.ts";
import { codeParams, removedAnswer, removeInput } from "./params.ts";

const table = "solder_paste_fridge" as const;
export const fridgeSubject = ({ id, code }: { id: string; code: string }) => ({
  entityType: "fridge",
  entityId: id,
  entityKey: code,
});

export const createFridge = defineCommand({
  name: "paste.createFridge",
  permission: "paste:config",
  scope: "none",
  input: fridgeCreate,
  output: fridgeRow,
  async run(cx, input) {
    const subject = fridgeSubject({ id: cx.newId(), code: input.code });
    cx.about(subject);
    const stamps = { createdAt: cx.now, updatedAt: cx.now };
    await insertMaster(cx.tx, table, { ...input, id: subject.entityId, ...stamps });
    cx.emit({ ...subject, type: "fridge.created", data: { after: input } });
    return await fridgeByCode(cx.tx.k, input.code);
  },
});

export const changeFridge = defineCommand({
  name: "paste.changeFridge",
  permission: "paste:config",
  scope: "none",
  input: fridgePatch.extend(codeParams),
  output: fridgeRow,
  async run(cx, { code, version, ...patch }) {
    const row = await lockMaster(cx.tx, table, code);
    cx.about(fridgeSubject(row));
    refuseStale(row, version);
    const [minC, maxC] = [patch.minC ?? row.minC, patch.maxC ?? row.maxC];
    if (minC >= maxC)
      throw new AppError("invalid", "VALIDATION_FAILED", { issues: [{ path: "maxC" }] });
    const { before, after } = differences(row, patch);
    if (Object.keys(after).length > 0) {
      await updateMaster(cx.tx, { table, id: row.id, version, now: cx.now }, after);
      cx.emit({ ...fridgeSubject(row), type: "fridge.changed", data: { before, after } });
    }
    return await fridgeByCode(cx.tx.k, code);
  },
});

/** A fridge with bottles or readings keeps them and is switched off instead. */
export const deleteFridge = defineCommand({
  name: "paste.deleteFridge",
  permission: "paste:config",
  scope: "none",
  input: removeInput,
  output: removedAnswer,
  async run(cx, { code, version }) {
    const { id, ...before } = await lockMaster(cx.tx, table, code);
    cx.about(fridgeSubject({ id, code }));
    if (version !== undefined) refuseStale({ id, version: before.version }, version);
    const bottles = await bottlesOn(cx.tx, "fridgeId", id);
    const readings = await readingsOf(cx.tx, id);
    if (bottles + readings > 0)
      throw refusalError({
        code: "FRIDGE_HAS_DEPENDENCIES",
        context: { code, dependents: { bottles, readings } },
      });
    await deleteMaster(cx.tx, table, id);
    cx.emit({ ...fridgeSubject({ id, code }), type: "fridge.deleted", data: { before } });
    return { id, code };
  },
});
