import { createFileRoute } from "@tanstack/react-router";
import { UnitPage } from "~/features/trace/pages/unit-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/trace/$sn")({
  validateSearch: textSearch("mode"),
  beforeLoad: requires("trace:read"),
  component: UnitPage,
  staticData: { texts: ["trace", "events", "words"] },
});
