import { createFileRoute } from "@tanstack/react-router";
import { VersionPage } from "~/features/route/pages/version-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/routes/$code/versions/$no")({
  beforeLoad: requires("route:read"),
  component: VersionPage,
  staticData: { texts: ["route"] },
});
