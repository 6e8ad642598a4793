import { createFileRoute } from "@tanstack/react-router";
import { StationPage } from "~/features/station/pages/station-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/station/$code")({
  beforeLoad: requires("exec:read"),
  component: StationPage,
  staticData: { frame: "bare", texts: ["station"] },
});
