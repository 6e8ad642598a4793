import { createFileRoute } from "@tanstack/react-router";
import { RecordsPage } from "~/features/form/pages/records-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/records")({
  validateSearch: textSearch(
    "form",
    "run",
    "line",
    "subject",
    "judgement",
    "state",
    "from",
    "to",
    "record",
    "fill",
  ),
  beforeLoad: requires("form:read"),
  component: RecordsPage,
  staticData: { texts: ["form"] },
});
