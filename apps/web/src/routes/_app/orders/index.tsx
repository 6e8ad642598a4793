import { createFileRoute } from "@tanstack/react-router";
import { OrdersPage } from "~/features/order/pages/orders-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/orders/")({
  validateSearch: textSearch("q", "state", "line", "product", "due"),
  beforeLoad: requires("wo:read"),
  component: OrdersPage,
  staticData: { texts: ["order"] },
});
