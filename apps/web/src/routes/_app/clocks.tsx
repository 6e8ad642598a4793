import { createFileRoute } from "@tanstack/react-router";
import { ClocksPage } from "~/features/time-rule/pages/clocks-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/clocks")({
  validateSearch: textSearch("tab", "line", "state", "rule", "run", "subject", "wall"),
  beforeLoad: requires("clock:read"),
  component: ClocksPage,
  staticData: { texts: ["time-rule"] },
});
