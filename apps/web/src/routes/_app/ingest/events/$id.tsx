import { createFileRoute } from "@tanstack/react-router";
import { EventPage } from "~/features/ingest/pages/event-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/ingest/events/$id")({
  beforeLoad: requires("ingest:read"),
  component: EventPage,
  staticData: { texts: ["ingest", "events"] },
});
