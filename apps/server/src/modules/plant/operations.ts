import { unwrap } from "@lineside/domain/kernel";
import {
  checkOperationEdit,
  operationCreate,
  operationPatch,
  type Source,
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
import { operation, operationDependents } from "./store.ts";

export const createOperation = defineCommand({
  name: "operation.create",
  permission: "operation:config",
  scope: "none",
  input: operationCreate,
  output: savedAnswer,
  run: (cx, fields) => add(cx, operation, { fields: { ...fields, source: "MES" } }),
});

export const changeOperation = defineCommand({
  name: "operation.change",
  permission: "operation:config",
  scope: "none",
  input: operationPatch.extend({ id: z.string() }),
  output: savedAnswer,
  async run(cx, { id, ...patch }) {
    return change(cx, operation, { row: await openOwn(cx, id), patch });
  },
});

export const deleteOperation = defineCommand({
  name: "operation.delete",
  permission: "operation:config",
  scope: "none",
  input: removeInput,
  output: removedAnswer,
  async run(cx, { id, version }) {
    const row = await openOwn(cx, id);
    const dependents = await operationDependents(cx.tx, row.id);
    return remove(cx, operation, { row, version, dependents });
  },
});

async function openOwn(cx: CommandContext, id: string) {
  const row = await open(cx, operation, id);
  unwrap(checkOperationEdit({ code: row.code, source: row.source as Source }));
  return row;
}
