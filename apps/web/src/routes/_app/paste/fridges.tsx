import { createFileRoute } from "@tanstack/react-router";
import { FridgesPage } from "~/features/paste/pages/fridges-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/paste/fridges")({
  validateSearch: textSearch("code", "days"),
  beforeLoad: requires("paste:read"),
  component: FridgesPage,
  staticData: { texts: ["paste"] },
});
