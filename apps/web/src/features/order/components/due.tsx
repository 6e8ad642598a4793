import type { OrderRow } from "@lineside/domain/work-order";
import { AlarmClock } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { Badge } from "~/ui/status-pill.tsx";
import { Time } from "~/ui/time.tsx";

type DueOrder = Pick<OrderRow, "dueAt" | "state">;

/** The day an order is due, marked when it is past and the order still open. */
export function Due({ order, isShort = false }: { order: DueOrder; isShort?: boolean }) {
  const t = useT("order");
  const now = useNow(60_000);
  if (!order.dueAt) return <Time at={null} />;
  if (isShort && isOverdue(order, now))
    return (
      <Badge tone="bad" icon={AlarmClock}>
        <span className="sr-only">{t("overdue")} </span>
        <Time at={order.dueAt} style="date" zone={false} />
      </Badge>
    );
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Time at={order.dueAt} style="date" zone={false} />
      {isOverdue(order, now) && (
        <Badge tone="bad" icon={AlarmClock}>
          {t("overdue")}
        </Badge>
      )}
    </span>
  );
}

export function isOverdue({ dueAt, state }: DueOrder, nowMs: number): boolean {
  const isOpen = state !== "COMPLETED" && state !== "CANCELLED";
  return dueAt !== null && isOpen && Date.parse(dueAt) < nowMs;
}
