import { createFileRoute } from "@tanstack/react-router";
import { BottlesPage } from "~/features/paste/pages/bottles-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/paste/bottles/")({
  validateSearch: textSearch("q", "view", "state", "type", "line", "fridge", "lot"),
  beforeLoad: requires("paste:read"),
  component: BottlesPage,
  staticData: { texts: ["paste"] },
});
