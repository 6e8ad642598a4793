import { unwrap } from "@lineside/domain/kernel";
import { holdOrder, orderAnswer, orderHoldInput, resumeOrder } from "@lineside/domain/work-order";
import { z } from "zod";
import { defineCommand } from "../../platform/command.ts";
import { answerOrder } from "./order-queries.ts";
import { lockOrder, saveOrder } from "./order-store.ts";
import { orderParams } from "./params.ts";
import { before, enter, orderSubject } from "./subjects.ts";

/** An order stands still: no run is cut or authorised and no unit tracked until it is resumed. */
export const holdWorkOrder = defineCommand({
  name: "workOrder.hold",
  permission: "wo:update",
  scope: "line",
  input: orderHoldInput.extend(orderParams),
  output: orderAnswer,
  async run(cx, { woNo, reason }) {
    const order = await lockOrder(cx.tx, woNo);
    const subject = enter(cx, orderSubject(order));
    const patch = unwrap(holdOrder(order, { reason }));
    await saveOrder(cx.tx, order, { patch, now: cx.now });
    const data = { before: before(order, patch), after: patch, reason };
    cx.emit({ ...subject, type: "workOrder.held", data });
    return await answerOrder(cx.tx, woNo, cx.settings);
  },
});

/** A held order goes on where the hold interrupted it. */
export const resumeWorkOrder = defineCommand({
  name: "workOrder.resume",
  permission: "wo:update",
  scope: "line",
  input: z.object(orderParams),
  output: orderAnswer,
  async run(cx, { woNo }) {
    const order = await lockOrder(cx.tx, woNo);
    const subject = enter(cx, orderSubject(order));
    const patch = unwrap(resumeOrder(order));
    await saveOrder(cx.tx, order, { patch, now: cx.now });
    const data = { before: before(order, patch), after: patch };
    cx.emit({ ...subject, type: "workOrder.resumed", data });
    return await answerOrder(cx.tx, woNo, cx.settings);
  },
});
