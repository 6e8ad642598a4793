import { createFileRoute } from "@tanstack/react-router";
import { DefectsPage } from "~/features/quality/pages/defects-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/defects")({
  validateSearch: textSearch(
    "tab",
    "q",
    "state",
    "code",
    "run",
    "sn",
    "line",
    "from",
    "to",
    "process",
    "defect",
    "unit",
  ),
  beforeLoad: requires("quality:read"),
  component: DefectsPage,
  staticData: { texts: ["quality"] },
});
