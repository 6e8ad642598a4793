import { createFileRoute } from "@tanstack/react-router";
import { LinesPage } from "~/features/readiness/pages/lines-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/readiness/")({
  beforeLoad: requires("readiness:read"),
  component: LinesPage,
  staticData: { texts: ["readiness", "words"] },
});
