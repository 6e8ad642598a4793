import { createFileRoute } from "@tanstack/react-router";
import { RulesPage } from "~/features/time-rule/pages/rules-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/time-rules")({
  validateSearch: textSearch("rule"),
  beforeLoad: requires("clock:read"),
  component: RulesPage,
  staticData: { texts: ["time-rule"] },
});
