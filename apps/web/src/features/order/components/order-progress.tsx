import type { OrderRow } from "@lineside/domain/work-order";
import { useT } from "~/lib/i18n.ts";
import { Progress } from "~/ui/progress.tsx";

/** Units of an order: made, scrapped, and those promised to runs that are still on their way. */
export function OrderProgress({
  order,
}: {
  order: Pick<OrderRow, "quantities" | "plannedQty" | "state">;
}) {
  const t = useT("order");
  const { done, scrapped, allocated } = order.quantities;
  const onTheWay = order.state === "COMPLETED" ? 0 : Math.max(0, allocated - done - scrapped);
  return (
    <Progress
      isCounted
      total={order.plannedQty}
      parts={[
        { tone: "ok", label: t("done"), quantity: done },
        { tone: "bad", label: t("scrapped"), quantity: scrapped },
        { tone: "wait", label: t("inRuns"), quantity: onTheWay },
      ]}
    />
  );
}
