import { unwrap } from "@lineside/domain/kernel";
import { cancelOrder, orderAnswer, orderCancelInput } from "@lineside/domain/work-order";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { answerOrder } from "./order-queries.ts";
import { lockOrder, type StoredOrder, saveOrder } from "./order-store.ts";
import { orderParams } from "./params.ts";
import { endWaitingUnits } from "./run-ending.ts";
import { cancelRuns, lockRunsOf } from "./run-store.ts";
import { before, enter, orderSubject, runSubject } from "./subjects.ts";

/** Cancels an order no run of which was started; its waiting runs and their units end with it. */
export const cancelWorkOrder = defineCommand({
  name: "workOrder.cancel",
  permission: "wo:cancel",
  scope: "line",
  input: orderCancelInput.extend(orderParams),
  output: orderAnswer,
  async run(cx, { woNo, reason }) {
    const { tx, now } = cx;
    const order = await lockOrder(tx, woNo);
    const subject = enter(cx, orderSubject(order));
    const runs = await lockRunsOf(tx, order.id);
    const cancelled = unwrap(cancelOrder({ order, runs }, { reason }, now));
    await saveOrder(tx, order, { patch: cancelled.order, now });
    const data = { before: before(order, cancelled.order), after: cancelled.order, reason };
    cx.emit({ ...subject, type: "workOrder.cancelled", data });
    await endCancelledRuns(cx, order, { runIds: cancelled.cancelledRunIds, reason });
    return await answerOrder(tx, woNo, cx.settings);
  },
});

/** Cancels the waiting runs of a cancelled order and ends their units. */
export async function endCancelledRuns(
  cx: CommandContext,
  order: Pick<StoredOrder, "id">,
  ended: { runIds: string[]; reason: string },
): Promise<void> {
  const { runIds, reason } = ended;
  if (runIds.length === 0) return;
  const runs = (await lockRunsOf(cx.tx, order.id))
    .filter((run) => runIds.includes(run.id))
    .map((run) => ({ ...run, workOrderId: order.id }));
  await cancelRuns(cx.tx, runIds, { reason, now: cx.now });
  for (const run of runs)
    cx.emit({
      ...runSubject(run),
      type: "run.cancelled",
      data: { before: { state: run.state }, after: { state: "CANCELLED" }, reason },
    });
  await endWaitingUnits(cx, runs);
}
