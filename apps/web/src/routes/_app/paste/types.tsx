import { createFileRoute } from "@tanstack/react-router";
import { PasteTypesPage } from "~/features/paste/pages/types-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/paste/types")({
  validateSearch: textSearch("q", "state"),
  beforeLoad: requires("paste:read"),
  component: PasteTypesPage,
  staticData: { texts: ["paste"] },
});
