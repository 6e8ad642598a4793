import { createFileRoute } from "@tanstack/react-router";
import { filterKeys } from "~/features/ingest/filter-keys.ts";
import { EventsPage } from "~/features/ingest/pages/events-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/ingest/events/")({
  validateSearch: textSearch(...filterKeys),
  beforeLoad: requires("ingest:read"),
  component: EventsPage,
  staticData: { texts: ["ingest"] },
});
