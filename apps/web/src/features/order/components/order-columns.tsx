import type { OrderRow } from "@lineside/domain/work-order";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import type { Column } from "~/ui/data-table.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Due } from "./due.tsx";
import { OrderProgress } from "./order-progress.tsx";
import { PickStatus } from "./pick-status.tsx";

export function useOrderColumns(): Column<OrderRow>[] {
  const t = useT("order");
  return [
    {
      key: "order",
      header: t("order"),
      isLead: true,
      cell: (order) => <Sn value={order.woNo} />,
    },
    {
      key: "state",
      header: t("state"),
      width: "8.5rem",
      cell: (order) => <StatusPill kind="order" state={order.state} />,
    },
    {
      key: "product",
      header: t("product"),
      cell: (order) => (
        <span className="block sm:max-w-44 truncate" title={order.productName}>
          {order.productCode} <Text isQuiet>{order.productName}</Text>
        </span>
      ),
    },
    {
      key: "progress",
      header: t("progress"),
      width: "12rem",
      cell: (order) => <OrderProgress order={order} />,
    },
    ...useDemandColumns(),
  ];
}

/** When it is wanted, and what it still waits for. */
function useDemandColumns(): Column<OrderRow>[] {
  const t = useT("order");
  return [
    {
      key: "due",
      header: t("due"),
      width: "9rem",
      cell: (order) => <Due order={order} isShort />,
      isEmpty: (order) => !order.dueAt,
    },
    {
      key: "priority",
      header: t("priority"),
      align: "end",
      width: "5rem",
      cell: (order) =>
        order.priority > 0 ? <Text isStrong>{formatNumber(order.priority)}</Text> : null,
      isEmpty: (order) => order.priority === 0,
    },
    {
      key: "line",
      header: t("line"),
      width: "6rem",
      cell: (order) => order.lineCode,
      isEmpty: (order) => !order.lineCode,
    },
    {
      key: "pick",
      header: t("pick"),
      width: "8rem",
      cell: (order) => <PickStatus status={order.pickStatus} />,
    },
  ];
}
