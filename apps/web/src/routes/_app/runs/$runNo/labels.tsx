import { createFileRoute } from "@tanstack/react-router";
import { LabelsPage } from "~/features/run/pages/labels-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/runs/$runNo/labels")({
  beforeLoad: requires("run:read"),
  component: LabelsPage,
  staticData: { texts: ["run"] },
});
