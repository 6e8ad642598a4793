import { createFileRoute } from "@tanstack/react-router";
import { OrderPage } from "~/features/order/pages/order-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/orders/$woNo")({
  beforeLoad: requires("wo:read"),
  component: OrderPage,
});
