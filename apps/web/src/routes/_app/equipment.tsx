import { createFileRoute } from "@tanstack/react-router";
import { EquipmentPage } from "~/features/equipment/pages/equipment-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/equipment")({
  validateSearch: textSearch("q", "line", "status", "fit", "machine"),
  beforeLoad: requires("equipment:read"),
  component: EquipmentPage,
  staticData: { texts: ["equipment"] },
});
