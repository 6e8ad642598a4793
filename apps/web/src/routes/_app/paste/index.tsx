import { createFileRoute } from "@tanstack/react-router";
import { PastePage } from "~/features/paste/pages/paste-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/paste/")({
  validateSearch: textSearch("bottle"),
  beforeLoad: requires("paste:read"),
  component: PastePage,
  staticData: { frame: "bare", texts: ["paste"] },
});
