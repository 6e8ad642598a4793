import { createFileRoute } from "@tanstack/react-router";
import { SearchPage } from "~/features/trace/pages/search-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/trace/")({
  validateSearch: textSearch("q"),
  beforeLoad: requires("trace:read"),
  component: SearchPage,
  staticData: { texts: ["trace"] },
});
