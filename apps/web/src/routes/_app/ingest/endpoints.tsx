import { createFileRoute } from "@tanstack/react-router";
import { EndpointsPage } from "~/features/ingest/pages/endpoints-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/ingest/endpoints")({
  validateSearch: textSearch("q", "state", "line", "endpoint"),
  beforeLoad: requires("ingest:read"),
  component: EndpointsPage,
  staticData: { texts: ["ingest"] },
});
