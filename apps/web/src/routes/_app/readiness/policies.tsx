import { createFileRoute } from "@tanstack/react-router";
import { PoliciesPage } from "~/features/readiness/pages/policies-page.tsx";
import { requires } from "~/lib/guard.ts";
import { textSearch } from "~/lib/search.ts";

export const Route = createFileRoute("/_app/readiness/policies")({
  validateSearch: textSearch("check"),
  beforeLoad: requires("readiness:config"),
  component: PoliciesPage,
  staticData: { texts: ["readiness", "words"] },
});
