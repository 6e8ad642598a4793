import { createFileRoute } from "@tanstack/react-router";
import { RunsPage } from "~/features/run/pages/runs-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/runs/")({
  validateSearch: textSearch("q", "state", "line", "order"),
  beforeLoad: requires("run:read"),
  component: RunsPage,
  staticData: { texts: ["run"] },
});
