import { refusalError, unwrap } from "@lineside/domain/kernel";
import {
  type CaptureRule,
  captureItemCreate,
  captureItemPatch,
  checkCaptureItem,
} from "@lineside/domain/routing";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { differences } from "../../platform/differences.ts";
import { refuseStale } from "../../platform/versioned.ts";
import {
  type CaptureItem,
  deleteCaptureItem,
  insertCaptureItem,
  lockCaptureItem,
  operationName,
  updateCaptureItem,
} from "./config-store.ts";
import { removedRow, removeInput, savedRow } from "./params.ts";
import { captureItemDependents } from "./store.ts";

/** A value operators capture at an operation. The ERP's operations have ours too. */
export const createCaptureItem = defineCommand({
  name: "captureItem.create",
  permission: "capture:config",
  scope: "none",
  input: captureItemCreate,
  output: savedRow,
  async run(cx, fields) {
    const id = cx.newId();
    const operation = await operationName(cx.tx, fields.operationId);
    if (!operation)
      throw refusalError({ code: "OPERATION_NOT_FOUND", context: { id: fields.operationId } });
    const subject = subjectOf({ id, code: fields.code, operationCode: operation });
    cx.about(subject);
    await insertCaptureItem(cx.tx, { ...fields, id, createdAt: cx.now, updatedAt: cx.now });
    cx.emit({ ...subject, type: "captureItem.created", data: { after: fields } });
    return { id, version: 1 };
  },
});

/** Compiled versions keep the limits they were compiled with (D57). */
export const changeCaptureItem = defineCommand({
  name: "captureItem.change",
  permission: "capture:config",
  scope: "none",
  input: captureItemPatch.extend({ id: z.string() }),
  output: savedRow,
  async run(cx, { id, version, ...fields }) {
    const item = await open(cx, id);
    const { before, after } = differences(item, fields);
    unwrap(checkCaptureItem({ ...item, ...after } as CaptureRule));
    refuseStale(item, version);
    if (Object.keys(after).length === 0) return { id, version };
    const next = await updateCaptureItem(cx.tx, { id, version, now: cx.now }, after);
    cx.emit({ ...subjectOf(item), type: "captureItem.changed", data: { before, after } });
    return { id, version: next };
  },
});

/** Deletes an item nothing asks for yet; any other is switched off. */
export const removeCaptureItem = defineCommand({
  name: "captureItem.delete",
  permission: "capture:config",
  scope: "none",
  input: removeInput,
  output: removedRow,
  async run(cx, { id, version }) {
    const item = await open(cx, id);
    refuseStale(item, version);
    const found = Object.entries(await captureItemDependents(cx.tx, id));
    const dependents = Object.fromEntries(found.filter(([, count]) => count > 0));
    if (Object.keys(dependents).length > 0)
      throw refusalError({
        code: "CAPTURE_ITEM_HAS_DEPENDENCIES",
        context: { item: item.code, dependents },
      });
    await deleteCaptureItem(cx.tx, id);
    const { createdAt: _, updatedAt: __, ...before } = item;
    cx.emit({ ...subjectOf(item), type: "captureItem.deleted", data: { before } });
    return { id };
  },
});

async function open(cx: CommandContext, id: string): Promise<CaptureItem> {
  const item = await lockCaptureItem(cx.tx, id);
  cx.about(subjectOf(item));
  return item;
}

function subjectOf(item: Pick<CaptureItem, "id" | "code" | "operationCode">) {
  const entityKey = `${item.operationCode}/${item.code}`;
  return { entityType: "captureItem", entityId: item.id, entityKey };
}
