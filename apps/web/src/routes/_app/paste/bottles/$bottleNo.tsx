import { createFileRoute } from "@tanstack/react-router";
import { BottlePage } from "~/features/paste/pages/bottle-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/paste/bottles/$bottleNo")({
  validateSearch: textSearch("tab"),
  beforeLoad: requires("paste:read"),
  component: BottlePage,
  staticData: { texts: ["paste"] },
});
