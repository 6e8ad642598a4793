import type { RouteRow } from "@lineside/domain/routing";
import type { OrderAnswer } from "@lineside/domain/work-order";
import { useQuery } from "@tanstack/react-query";
import { ExternalLink, Route as RouteIcon } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { Button } from "~/ui/button.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { routeQuery } from "../api/choices.ts";

/** The order's route as it stands now; undefined while unknown or not the reader's to see. */
export function useRouteOf(order: Pick<OrderAnswer, "routeCode">): RouteRow | undefined {
  const mayRead = useMay("route:read");
  return useQuery({
    ...routeQuery(order.routeCode ?? ""),
    enabled: mayRead && order.routeCode !== null,
  }).data;
}

export type Obstacle = "ROUTE_NOT_FOUND" | "ROUTE_NOT_EFFECTIVE" | "ROUTE_NOT_READY";

/** What the release would be refused for, told before it is asked. */
export function obstacleOf(
  order: Pick<OrderAnswer, "routeCode">,
  route: RouteRow | undefined,
): Obstacle | null {
  if (order.routeCode === null) return "ROUTE_NOT_FOUND";
  if (!route) return null;
  if (!route.isActive) return "ROUTE_NOT_EFFECTIVE";
  return route.readyVersionNo === null ? "ROUTE_NOT_READY" : null;
}

const resolvedBy = {
  ROUTE_NOT_EFFECTIVE: "route:configure",
  ROUTE_NOT_READY: "route:compile",
} as const;

interface ReleaseObstacleProps {
  order: Pick<OrderAnswer, "routeCode">;
  code: Obstacle;
  onChooseRoute: () => void;
}

/** What is missing, who settles it, and the way there. */
export function ReleaseObstacle({ order, code, onChooseRoute }: ReleaseObstacleProps) {
  const t = useT("order");
  const whyNot = useWhyNot();
  const mayReadRoutes = useMay("route:read");
  const address = order.routeCode && addressOf("ROUTE", order.routeCode);
  if (code === "ROUTE_NOT_FOUND")
    return (
      <Notice
        tone="warn"
        title={t("noRouteYet")}
        action={
          <Button icon={RouteIcon} disabledReason={whyNot("wo:update")} onClick={onChooseRoute}>
            {t("chooseRoute")}
          </Button>
        }
      >
        {t("noRouteHint")}
      </Notice>
    );
  return (
    <Refusal
      error={{ code, context: { routeCode: order.routeCode }, resolvedBy: resolvedBy[code] }}
      action={
        address &&
        mayReadRoutes && (
          <ButtonLink to={address as "/"} icon={ExternalLink}>
            {t("openRoute", { code: order.routeCode })}
          </ButtonLink>
        )
      }
    />
  );
}
