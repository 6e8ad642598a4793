import { createFileRoute } from "@tanstack/react-router";
import { PanelPage } from "~/features/trace/pages/panel-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/trace/panels/$panelNo")({
  beforeLoad: requires("trace:read"),
  component: PanelPage,
  staticData: { texts: ["trace"] },
});
