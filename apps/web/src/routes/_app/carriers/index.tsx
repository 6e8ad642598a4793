import { createFileRoute } from "@tanstack/react-router";
import { CarriersPage } from "~/features/carrier/pages/carriers-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/carriers/")({
  validateSearch: textSearch("q", "kind", "state"),
  beforeLoad: requires("carrier:read"),
  component: CarriersPage,
  staticData: { texts: ["carrier"] },
});
