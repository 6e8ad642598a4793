import { refusalError, unwrap } from "@lineside/domain/kernel";
import { editOrder, orderAnswer, orderEditInput } from "@lineside/domain/work-order";
import type { z } from "zod";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { lineById, productByCode } from "../plant/index.ts";
import { answerOrder } from "./order-queries.ts";
import {
  lockOrder,
  routeByCode,
  routeById,
  routesOfProduct,
  type StoredOrder,
  saveOrder,
} from "./order-store.ts";
import { orderParams } from "./params.ts";
import { lockRunsOf } from "./run-store.ts";
import { before, enter, orderSubject } from "./subjects.ts";

const input = orderEditInput.extend(orderParams);

/** Changes an order by hand: route, priority, due date, pick status, quantity, remark. */
export const patchWorkOrder = defineCommand({
  name: "workOrder.change",
  permission: "wo:update",
  scope: "line",
  input,
  output: orderAnswer,
  async run(cx, { woNo, version, ...edit }) {
    const { tx, now } = cx;
    const order = await lockOrder(tx, woNo);
    const subject = enter(cx, orderSubject(order));
    if (order.version !== version)
      throw refusalError({
        code: "VERSION_CONFLICT",
        context: { woNo, version, current: order.version },
      });
    const patch = unwrap(editOrder(await editFacts(cx, order, edit), edit, now));
    if (Object.keys(patch).length > 0) {
      await saveOrder(tx, order, { patch, now });
      cx.emit({
        ...subject,
        type: "workOrder.changed",
        data: { before: before(order, patch), after: patch },
      });
    }
    return await answerOrder(tx, woNo, cx.settings);
  },
});

async function editFacts(
  cx: CommandContext,
  order: StoredOrder,
  edit: Omit<z.output<typeof input>, "woNo" | "version">,
) {
  const { tx } = cx;
  const product = edit.productCode ? await productByCode(tx, edit.productCode) : undefined;
  return {
    order,
    runs: await lockRunsOf(tx, order.id),
    product,
    route: edit.routeCode
      ? await routeByCode(tx, edit.routeCode)
      : await routeById(tx, order.routeId),
    routeCandidates: await routesOfProduct(tx, product?.id ?? order.productId),
    line: order.lineId ? await lineById(tx, order.lineId) : null,
    plantOverrunPercent: cx.settings.overrunPercent,
  };
}
