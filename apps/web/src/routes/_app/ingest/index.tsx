import { createFileRoute } from "@tanstack/react-router";
import { MonitorPage } from "~/features/ingest/pages/monitor-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/ingest/")({
  validateSearch: textSearch("window"),
  beforeLoad: requires("ingest:read"),
  component: MonitorPage,
  staticData: { texts: ["ingest"] },
});
