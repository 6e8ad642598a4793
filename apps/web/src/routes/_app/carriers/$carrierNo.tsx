import { createFileRoute } from "@tanstack/react-router";
import { CarrierPage } from "~/features/carrier/pages/carrier-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/carriers/$carrierNo")({
  validateSearch: textSearch("tab"),
  beforeLoad: requires("carrier:read"),
  component: CarrierPage,
  staticData: { texts: ["carrier"] },
});
