import { createFileRoute } from "@tanstack/react-router";
import { MappingPage } from "~/features/route/pages/mapping-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/routes/$code/steps/$stepNo/mapping")({
  beforeLoad: requires("route:read"),
  component: MappingPage,
  staticData: { texts: ["mapping", "route"] },
});
