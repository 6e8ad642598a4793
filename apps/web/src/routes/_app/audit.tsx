import { createFileRoute } from "@tanstack/react-router";
import { AuditPage } from "~/features/audit/pages/audit-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/audit")({
  validateSearch: textSearch(
    "q",
    "entityType",
    "entityKey",
    "actorId",
    "type",
    "outcome",
    "code",
    "stationId",
    "runId",
    "from",
    "to",
    "event",
  ),
  beforeLoad: requires("audit:read"),
  component: AuditPage,
  staticData: { texts: ["audit", "events"] },
});
