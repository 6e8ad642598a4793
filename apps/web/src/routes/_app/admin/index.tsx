import { createFileRoute } from "@tanstack/react-router";
import { HealthPage } from "~/features/health/pages/health-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/admin/")({
  beforeLoad: requires("ops:read"),
  component: HealthPage,
  staticData: { texts: ["health"] },
});
