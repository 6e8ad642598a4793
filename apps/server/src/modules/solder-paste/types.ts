import { refusalError } from "@lineside/domain/kernel";
import {
  type PastePolicy,
  pasteTypeCreate,
  pasteTypePatch,
  pasteTypeRow,
  withLife,
} from "@lineside/domain/solder-paste";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale } from "../../platform/versioned.ts";
import {
  bottlesOn,
  deleteMaster,
  insertMaster,
  livingBottles,
  lockMaster,
  updateMaster,
} from "./master-store.ts";
import { codeParams, removedAnswer, removeInput } from "./params.ts";
import { replan } from "./schedule.ts";
import { lockBottleById, saveBottle } from "./store.ts";
import { typeByCode } from "./type-queries.ts";

const table = "solder_paste_type" as const;
const subjectOf = ({ id, code }: { id: string; code: string }) => ({
  entityType: "pasteType",
  entityId: id,
  entityKey: code,
});

export const createType = defineCommand({
  name: "paste.createType",
  permission: "paste:config",
  scope: "none",
  input: pasteTypeCreate,
  output: pasteTypeRow,
  async run(cx, input) {
    const id = cx.newId();
    cx.about(subjectOf({ id, code: input.code }));
    const stamps = { createdAt: cx.now, updatedAt: cx.now };
    await insertMaster(cx.tx, table, { ...input, id, policy: { ...input.policy }, ...stamps });
    cx.emit({
      ...subjectOf({ id, code: input.code }),
      type: "pasteType.created",
      data: { after: input },
    });
    return await typeByCode(cx.tx.k, input.code);
  },
});

/** A changed policy counts at once, also for the bottles that are out: their ends are worked out anew. */
export const changeType = defineCommand({
  name: "paste.changeType",
  permission: "paste:config",
  scope: "none",
  input: pasteTypePatch.extend(codeParams),
  output: pasteTypeRow,
  async run(cx, { code, version, ...patch }) {
    const row = await lockMaster(cx.tx, table, code);
    cx.about(subjectOf(row));
    refuseStale(row, version);
    const { before, after } = differences(row, patch);
    if (Object.keys(after).length > 0) {
      await updateMaster(cx.tx, { table, id: row.id, version, now: cx.now }, after);
      cx.emit({ ...subjectOf(row), type: "pasteType.changed", data: { before, after } });
    }
    if ("policy" in after && patch.policy)
      await relive(cx, { id: row.id, code, policy: patch.policy });
    return await typeByCode(cx.tx.k, code);
  },
});

async function relive(
  cx: CommandContext,
  type: { id: string; code: string; policy: PastePolicy },
): Promise<void> {
  for (const id of await livingBottles(cx.tx, type.id)) {
    const open = await lockBottleById(cx.tx, id);
    if (!open) continue;
    const bottle = withLife(open.bottle, type);
    await saveBottle(cx.tx, open.row, { bottle, now: cx.now });
    await replan(cx, bottle, type);
  }
}

/** A type that bottles were received of keeps their history and is switched off instead. */
export const deleteType = defineCommand({
  name: "paste.deleteType",
  permission: "paste:config",
  scope: "none",
  input: removeInput,
  output: removedAnswer,
  async run(cx, { code, version }) {
    const { id, ...before } = await lockMaster(cx.tx, table, code);
    cx.about(subjectOf({ id, code }));
    if (version !== undefined) refuseStale({ id, version: before.version }, version);
    const bottles = await bottlesOn(cx.tx, "typeId", id);
    if (bottles > 0)
      throw refusalError({
        code: "PASTE_TYPE_HAS_DEPENDENCIES",
        context: { code, dependents: { bottles } },
      });
    await deleteMaster(cx.tx, table, id);
    cx.emit({ ...subjectOf({ id, code }), type: "pasteType.deleted", data: { before } });
    return { id, code };
  },
});
