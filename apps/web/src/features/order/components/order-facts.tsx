import type { OrderAnswer } from "@lineside/domain/work-order";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { KeyValues } from "~/ui/key-values.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Section } from "~/ui/page.tsx";
import { Figure, Text } from "~/ui/text.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { Due } from "./due.tsx";
import { OrderProgress } from "./order-progress.tsx";
import { PickStatus } from "./pick-status.tsx";

/** How many, and what became of them. */
export function OrderQuantities({ order }: { order: OrderAnswer }) {
  const t = useT("order");
  const { allocated, done, scrapped } = order.quantities;
  return (
    <Section isFramed>
      <div className="grid grid-cols-2 gap-4 sm:grid-cols-5">
        <Figure value={formatNumber(order.plannedQty)} label={t("planned")} />
        <Figure value={formatNumber(allocated)} label={t("inRuns")} />
        <Figure value={formatNumber(order.remainingQty)} label={t("remaining")} />
        <Figure value={formatNumber(done)} label={t("done")} tone={done > 0 ? "ok" : undefined} />
        <Figure
          value={formatNumber(scrapped)}
          label={t("scrapped")}
          tone={scrapped > 0 ? "bad" : undefined}
        />
      </div>
      <OrderProgress order={order} />
    </Section>
  );
}

export function OrderFacts({ order }: { order: OrderAnswer }) {
  const t = useT("order");
  const timeHeader = useTimeHeader();
  return (
    <Section isFramed title={t("facts")}>
      <KeyValues
        isWide
        items={[
          [t("product"), `${order.productCode} · ${order.productName}`],
          [t("customer"), order.customer],
          [t("source"), t(`source.${order.source}`)],
          [t("route"), <RouteFact key="route" order={order} />],
          [t("line"), order.lineCode && `${order.lineCode} · ${order.lineName}`],
          order.stationGroupCode !== null && [t("stationGroup"), order.stationGroupCode],
          [t("due"), <Due key="due" order={order} />],
          [t("priority"), order.priority > 0 ? order.priority : t("normal")],
          [t("pick"), <PickStatus key="pick" status={order.pickStatus} />],
          [
            t("overrun"),
            order.effectiveOverrunPercent > 0
              ? `${order.effectiveOverrunPercent} %`
              : t("noOverrun"),
          ],
          order.erpStatus !== null && [t("erpStatus"), t(`erp.${order.erpStatus}`)],
          [
            timeHeader(t("receivedAt")),
            <Time key="received" at={order.createdAt} style="minute" zone={false} />,
          ],
          order.releasedAt !== null && [
            timeHeader(t("releasedAt")),
            <Time key="released" at={order.releasedAt} style="minute" zone={false} />,
          ],
          order.closedAt !== null && [
            timeHeader(t("closedAt")),
            <Time key="closed" at={order.closedAt} style="minute" zone={false} />,
          ],
          order.remark !== null && [t("remark"), order.remark],
        ]}
      />
    </Section>
  );
}

function RouteFact({ order }: { order: OrderAnswer }) {
  const t = useT("order");
  const mayRead = useMay("route:read");
  if (!order.routeCode) return <Text isQuiet>{t("noRoute")}</Text>;
  const address = addressOf("ROUTE", order.routeCode);
  return (
    <>
      {mayRead && address ? (
        <TextLink to={address as "/"}>{order.routeCode}</TextLink>
      ) : (
        order.routeCode
      )}
      {order.isRouteManual && (
        <Text isQuiet isSmall>
          {" "}
          {t("routeManual")}
        </Text>
      )}
    </>
  );
}
