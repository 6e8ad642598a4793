import { unwrap } from "@lineside/domain/kernel";
import { closeOrder, orderAnswer, orderCloseInput } from "@lineside/domain/work-order";
import { defineCommand } from "../../platform/command.ts";
import { answerOrder } from "./order-queries.ts";
import { lockOrder, saveOrder } from "./order-store.ts";
import { orderParams } from "./params.ts";
import { lockRunsOf } from "./run-store.ts";
import { before, enter, orderSubject } from "./subjects.ts";
import { madeQuantitiesOf } from "./unit-count-queries.ts";

/** Completes an order whose runs have all ended; with fewer units than planned a reason is asked. */
export const closeWorkOrder = defineCommand({
  name: "workOrder.close",
  permission: "wo:close",
  scope: "line",
  input: orderCloseInput.extend(orderParams),
  output: orderAnswer,
  async run(cx, { woNo, reason }) {
    const { tx, now } = cx;
    const order = await lockOrder(tx, woNo);
    const subject = enter(cx, orderSubject(order));
    const runs = await lockRunsOf(tx, order.id);
    const quantities = (await madeQuantitiesOf(tx.k, [order.id]))(order.id);
    const patch = unwrap(closeOrder({ order, runs, quantities }, { reason }, now));
    await saveOrder(tx, order, { patch, now });
    const data = { before: before(order, patch), after: patch, quantities, reason: reason ?? null };
    cx.emit({ ...subject, type: "workOrder.closed", data });
    return await answerOrder(tx, woNo, cx.settings);
  },
});
