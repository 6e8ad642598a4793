import { createFileRoute } from "@tanstack/react-router";
import { LogsPage } from "~/features/log/pages/logs-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/admin/logs")({
  validateSearch: textSearch(...["q", "level", "requestId", "from", "to", "place", "line", "live"]),
  beforeLoad: requires("ops:read"),
  component: LogsPage,
  staticData: { texts: ["log", "events"] },
});
