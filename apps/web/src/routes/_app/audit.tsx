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
    "actor",
    "actorKind",
    "type",
    "outcome",
    "code",
    "stationId",
    "runId",
    "requestId",
    "from",
    "to",
    "event",
    "panel",
  ),
  beforeLoad: requires("audit:read"),
  component: AuditPage,
  staticData: { texts: ["audit", "events"] },
});
