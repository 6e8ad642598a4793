import type { OrderAnswer } from "@lineside/domain/work-order";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { ArrowLeft, ScrollText } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useLive } from "~/lib/live.ts";
import { onDemand } from "~/lib/on-demand.tsx";
import { useMay } from "~/lib/session.ts";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Page } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { orderQuery } from "../api/orders.ts";
import { HoldButton, OrderActions, type OrderDrawer } from "../components/order-actions.tsx";
import { OrderFacts, OrderQuantities } from "../components/order-facts.tsx";
import { OrderRuns } from "../components/order-runs.tsx";
import { obstacleOf, ReleaseObstacle, useRouteOf } from "../components/release-obstacle.tsx";

const OrderDrawers = onDemand(() => import("../components/order-drawers.tsx"), "OrderDrawers");

/** One work order, from received to closed. */
export function OrderPage() {
  const { woNo } = useParams({ from: "/_app/orders/$woNo" });
  const t = useT("order");
  const [drawer, setDrawer] = useState<OrderDrawer | null>(null);
  const { data: order, error, refetch } = useQuery(orderQuery(woNo));
  useLive(["workOrder"], [["orders", woNo]], (changed) => changed.entityKey === woNo);
  return (
    <Page
      title={woNo}
      back={
        <TextLink to="/orders" className="inline-flex items-center gap-1">
          <ArrowLeft aria-hidden className="size-4" />
          {t("title")}
        </TextLink>
      }
      beside={order && <StatusPill kind="order" state={order.state} />}
      lead={order && `${order.productCode} · ${order.productName}`}
      actions={
        order && <OrderActions order={order} reach={OrderDrawers.reach} onOpen={setDrawer} />
      }
    >
      {error && !order && <Refusal error={error} onRetry={() => void refetch()} />}
      {!order && !error && <Loading lines={8} />}
      {order && (
        <>
          <OrderNotices order={order} onChooseRoute={() => setDrawer("edit")} />
          <OrderQuantities order={order} />
          <RunsIfVisible order={order} onCut={() => setDrawer("cut")} />
          <OrderFacts order={order} />
          <TrailLink woNo={woNo} />
          {drawer && <OrderDrawers order={order} drawer={drawer} onOpen={setDrawer} />}
        </>
      )}
    </Page>
  );
}

/** What a person has to know first: a hold, how it ended, what keeps it from being released. */
function OrderNotices({ order, onChooseRoute }: { order: OrderAnswer; onChooseRoute: () => void }) {
  const t = useT("order");
  const obstacle = obstacleOf(order, useRouteOf(order));
  return (
    <>
      {order.state === "ON_HOLD" && (
        <Notice
          tone="held"
          title={t("heldBecause", { reason: order.holdReason })}
          action={<HoldButton order={order} />}
        />
      )}
      {order.closeReason && (
        <Notice tone="none" title={t("endedBecause", { reason: order.closeReason })} />
      )}
      {order.state === "RECEIVED" && obstacle && (
        <ReleaseObstacle order={order} code={obstacle} onChooseRoute={onChooseRoute} />
      )}
    </>
  );
}

function RunsIfVisible(props: { order: OrderAnswer; onCut: () => void }) {
  return useMay("run:read") ? <OrderRuns {...props} /> : null;
}

function TrailLink({ woNo }: { woNo: string }) {
  const t = useT("order");
  if (!useMay("audit:read")) return null;
  return (
    <div>
      <ButtonLink
        to="/audit"
        search={{ entityType: "workOrder", entityKey: woNo }}
        icon={ScrollText}
        look="quiet"
      >
        {t("trail")}
      </ButtonLink>
    </div>
  );
}
