import { refusalError } from "@lineside/domain/kernel";
import { routeCreate, routeReceive } from "@lineside/domain/routing";
import { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { productById } from "../plant/index.ts";
import { savedRoute } from "./params.ts";
import { receiveRoute } from "./receive-route.ts";
import { insertRoute } from "./store.ts";

const routeOwn = routeCreate.safeExtend({ source: z.literal("MES").optional() });

/** A route made here, or with `source: "ERP"` one received from there. */
export const createRoute = defineCommand({
  name: "route.create",
  permission: "route:configure",
  scope: "none",
  input: z.discriminatedUnion("source", [routeOwn, routeReceive]),
  output: savedRoute,
  run: (cx, input) => (input.source === "ERP" ? receiveRoute(cx, input) : addRoute(cx, input)),
});

async function addRoute(cx: CommandContext, { source: _, ...fields }: z.output<typeof routeOwn>) {
  const { code } = fields;
  const id = cx.newId();
  const subject = { entityType: "route", entityId: id, entityKey: code };
  cx.about(subject);
  if (fields.productId !== null) await requireProduct(cx, fields.productId);
  const route = { ...fields, id, source: "MES", createdAt: cx.now, updatedAt: cx.now };
  if (!(await insertRoute(cx.tx, route)))
    throw refusalError({ code: "ROUTE_CODE_DUPLICATE", context: { code } });
  cx.emit({ ...subject, type: "route.created", data: { after: fields } });
  return { id, code, version: 1 };
}

export async function requireProduct(
  { tx }: Pick<CommandContext, "tx">,
  id: string,
): Promise<void> {
  const product = await productById(tx, id);
  if (!product) throw refusalError({ code: "PRODUCT_NOT_FOUND", context: { id } });
}
