import { createFileRoute } from "@tanstack/react-router";
import { orderQuery } from "~/features/order/api/orders.ts";
import { OrderPage } from "~/features/order/pages/order-page.tsx";
import { requires } from "~/lib/guard.ts";
import { queryClient } from "~/lib/query-client.ts";

export const Route = createFileRoute("/_app/orders/$woNo")({
  beforeLoad: requires("wo:read"),
  // Asked for while the page's own code is still on its way; the page shows what fails.
  loader: ({ params }) => void queryClient.prefetchQuery(orderQuery(params.woNo)),
  component: OrderPage,
  staticData: { texts: ["order"] },
});
