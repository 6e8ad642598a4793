import { createFileRoute } from "@tanstack/react-router";
import { PlantPage } from "~/features/plant/pages/plant-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/plant")({
  validateSearch: textSearch(
    "tab",
    "q",
    "state",
    "line",
    "group",
    "type",
    "process",
    "customer",
    "open",
  ),
  beforeLoad: requires("plant:read"),
  component: PlantPage,
  staticData: { texts: ["plant"] },
});
