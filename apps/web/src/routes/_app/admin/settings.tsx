import { createFileRoute } from "@tanstack/react-router";
import { SettingsPage } from "~/features/settings/pages/settings-page.tsx";
import { requires } from "~/lib/guard.ts";

export const Route = createFileRoute("/_app/admin/settings")({
  beforeLoad: requires("system:config"),
  component: SettingsPage,
  staticData: { texts: ["settings"] },
});
