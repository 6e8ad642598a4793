import { productCreate, productPatch } from "@lineside/domain/plant";
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
import { product, productDependents } from "./store.ts";

export const createProduct = defineCommand({
  name: "product.create",
  permission: "product:config",
  scope: "none",
  input: productCreate,
  output: savedAnswer,
  run: (cx, fields) => add(cx, product, { fields }),
});

export const changeProduct = defineCommand({
  name: "product.change",
  permission: "product:config",
  scope: "none",
  input: productPatch.extend({ id: z.string() }),
  output: savedAnswer,
  async run(cx, { id, ...patch }) {
    return change(cx, product, { row: await open(cx, product, id), patch });
  },
});

export const deleteProduct = defineCommand({
  name: "product.delete",
  permission: "product:config",
  scope: "none",
  input: removeInput,
  output: removedAnswer,
  async run(cx, { id, version }) {
    const row = await open(cx, product, id);
    return remove(cx, product, {
      row,
      version,
      dependents: await productDependents(cx.tx, row.id),
    });
  },
});
