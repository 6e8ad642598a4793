import { createFileRoute } from "@tanstack/react-router";
import { ManualPage } from "~/features/help/pages/manual-page.tsx";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/help/$slug")({
  validateSearch: textSearch("from"),
  component: ManualPage,
  staticData: { texts: ["help"] },
});
