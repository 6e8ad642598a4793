import { createFileRoute } from "@tanstack/react-router";
import { RoutePage } from "~/features/route/pages/route-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/routes/$code/")({
  validateSearch: textSearch("tab", "step"),
  beforeLoad: requires("route:read"),
  component: RoutePage,
  staticData: { texts: ["route"] },
});
