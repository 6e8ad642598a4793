import { createFileRoute } from "@tanstack/react-router";
import { RunPage } from "~/features/run/pages/run-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/runs/$runNo/")({
  validateSearch: textSearch("gate", "q", "step", "state"),
  beforeLoad: requires("run:read"),
  component: RunPage,
});
