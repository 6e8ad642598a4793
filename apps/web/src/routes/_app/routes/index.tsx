import { createFileRoute } from "@tanstack/react-router";
import { RoutesPage } from "~/features/route/pages/routes-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/routes/")({
  validateSearch: textSearch("q", "process", "product", "source", "state", "ready"),
  beforeLoad: requires("route:read"),
  component: RoutesPage,
  staticData: { texts: ["route"] },
});
